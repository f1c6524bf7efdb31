import { randomUUID } from "node:crypto";
import type { Lease } from "@netra/service-api/contract";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { actsOn, type Caller, startTestApi, type TestApi } from "../support/api.ts";
import { HERE, raiseFlag, seedUser } from "../support/seed.ts";
import { WHOLE } from "./walks.ts";

vi.setConfig({ testTimeout: 300_000 });

/** A thousand races with `npm run test:e2e`, some of them with `npm test`. */
const [FLAGS, ROUNDS, READERS] = [4, WHOLE ? 250 : 50, 4];
const RACES = FLAGS * ROUNDS;

let api: TestApi;
let readers: readonly Caller[];
let database: pg.Pool;
beforeAll(async () => {
  api = await startTestApi();
  database = new pg.Pool({ connectionString: api.url, max: 2 });
  readers = await Promise.all(
    Array.from({ length: READERS }, async (_, n) => api.as(await seedUser(api.store, { username: `pelari-${n}`, role: "analyst", regions: [HERE] }))),
  );
});
afterAll(async () => {
  await database?.end();
  await api?.close();
});

interface Held {
  readonly by: Caller;
  readonly fence: number;
}

/** Everybody asks for the flag at once. Who holds it now, and how the others were answered. */
async function race(flagId: string): Promise<{ readonly winners: readonly Held[]; readonly refused: readonly string[] }> {
  const answers = await Promise.all(readers.map(async (by) => ({ by, answer: await by.post(`/api/flags/${flagId}/claim`) })));
  return {
    winners: answers.filter(({ answer }) => answer.statusCode === 200).map(({ by, answer }) => ({ by, fence: answer.json<Lease>().fence })),
    refused: answers.filter(({ answer }) => answer.statusCode !== 200).map(({ answer }) => answer.json<{ code: string }>().code),
  };
}

/** One flag, again and again: odd rounds are given back, even ones run out, and whoever held the flag then goes on as if it were theirs, while all ask for it. */
async function rounds(): Promise<{ flagId: string; wonByOne: number; staleRefused: number; staleTried: number }> {
  const { flagId } = await raiseFlag(api.store, api.office);
  const at = (path: string): string => `/api/flags/${flagId}${path}`;
  const told = { flagId, wonByOne: 0, staleRefused: 0, staleTried: 0 };
  let stale: Held | null = null;
  for (let round = 0; round < ROUNDS; round += 1) {
    const late: readonly Promise<{ statusCode: number; json: () => { code?: string } }>[] =
      stale === null
        ? []
        : [
            stale.by.post(at("/reading"), { fence: stale.fence, reading: "neither", targetId: null }),
            stale.by.post(at("/decision"), {
              fence: stale.fence,
              idempotencyKey: randomUUID(),
              act: "close",
              outcome: "not_partisan",
              reason: "Terlambat",
            }),
          ];
    const [{ winners, refused }, acts] = await Promise.all([race(flagId), Promise.all(late)]);
    told.staleTried += acts.length;
    told.staleRefused += acts.filter((act) => act.statusCode === 409 && act.json().code === "lease-lost").length;
    if (winners.length === 1 && refused.length === READERS - 1 && refused.every((code) => code === "already-claimed")) told.wonByOne += 1;
    const [winner] = winners;
    if (!winner) break;
    if (round % 2 === 1) {
      stale = null;
      expect((await winner.by.post(at("/release"), { fence: winner.fence })).statusCode).toBe(204);
    } else {
      stale = winner;
      await database.query("update netra.flag_lease set until = clock_timestamp() - interval '1 second' where flag_id = $1 and ended_at is null", [
        flagId,
      ]);
    }
  }
  return told;
}

test(`of ${RACES} races for a flag each has one winner, and no claim that ran out reads or decides`, async () => {
  const told = await Promise.all(Array.from({ length: FLAGS }, rounds));
  const sum = (key: "wonByOne" | "staleTried" | "staleRefused"): number => told.reduce((all, one) => all + one[key], 0);
  expect(sum("wonByOne")).toBe(RACES);
  expect(sum("staleTried")).toBe(RACES);
  expect(sum("staleRefused")).toBe(RACES);
  const kept = await Promise.all(told.map(({ flagId }) => actsOn(api.store, { type: "flag", id: flagId })));
  expect(kept.flat().filter((act) => act === "flag.claimed")).toHaveLength(RACES);
  expect(kept.flat().filter((act) => act === "flag.decided")).toEqual([]);
});
