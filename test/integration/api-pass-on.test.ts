import { randomUUID } from "node:crypto";
import { CHECKLIST } from "@netra/domain";
import type { Colleagues, Day, FlagDetail, InterestView, Lease, PassedOn } from "@netra/service-api/contract";
import { runOnce } from "@netra/store";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { actsOn, type Caller, startTestApi, type TestApi } from "../support/api.ts";
import { HANDLE_HERE, HERE, raiseFlag, type SeededUser, seedUser } from "../support/seed.ts";

/** A claim goes from one reader to another, on a real database: to whom, what travels with it, and one winner where two acts meet. */
let api: TestApi;
let wulan: Caller;
let toni: Caller;
let sinta: Caller;
let supervisor: Caller;
let people: Record<"wulan" | "toni" | "sinta" | "supervisor", SeededUser>;
let flagId: string;

beforeAll(async () => {
  api = await startTestApi();
  const analyst = (username: string) => seedUser(api.store, { username, role: "analyst", regions: [HERE] });
  people = { wulan: api.office.here.analyst, toni: await analyst("toni"), sinta: await analyst("sinta"), supervisor: api.office.here.supervisor };
  [wulan, toni, sinta, supervisor] = [
    await api.as(people.wulan),
    await api.as(people.toni),
    await api.as(people.sinta),
    await api.as(people.supervisor),
  ];
});
afterAll(() => api?.close());
beforeEach(async () => {
  await sql("update reader_interest set ended_at = clock_timestamp(), ended_by = user_id where ended_at is null");
  await sql("update flag set state = 'closed', claimed_from = null, outcome = 'not_partisan'");
  ({ flagId } = await raiseFlag(api.store, api.office));
});

const sql = (statement: string) => runOnce(api.url, `set search_path = netra; ${statement}`);
const row = (what: string) => runOnce(api.url, what);
const at = (path = ""): string => `/api/flags/${flagId}${path}`;
const claim = async (caller: Caller): Promise<number> => (await caller.post(at("/claim"))).json<Lease>().fence;
const read = (caller: Caller, fence: number) => caller.post(at("/reading"), { fence, reading: "support", targetId: "rima-joko" });
const see = async (caller: Caller): Promise<FlagDetail> => (await caller.get(at())).json();
const dayOf = async (caller: Caller): Promise<Day> => (await caller.get("/api/day")).json();
const pass = (caller: Caller, fence: number, to: keyof typeof people, note?: string) =>
  caller.post(at("/pass-on"), { fence, to: people[to].id, ...(note === undefined ? {} : { note }) });
const passed = async (caller: Caller, fence: number, to: keyof typeof people, note?: string): Promise<PassedOn> => {
  const answer = await pass(caller, fence, to, note);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const back = (caller: Caller, fence: number) => caller.post(at("/pass-on/back"), { fence });
const decide = (caller: Caller, fence: number, act: object) => caller.post(at("/decision"), { fence, idempotencyKey: randomUUID(), ...act });
const lapse = () => sql(`update flag_lease set until = clock_timestamp() - interval '1 second' where flag_id = '${flagId}' and ended_at is null`);
const names = async (caller: Caller, ids = [flagId]): Promise<string[]> => {
  const answer = await caller.post("/api/flags/colleagues", { ids });
  expect(answer.statusCode, answer.body).toBe(200);
  const known = Object.entries(people);
  return answer.json<Colleagues>().colleagues.map(({ id }) => known.find(([, one]) => one.id === id)?.[0] ?? "somebody");
};
const CLOSE = { act: "close", outcome: "not_partisan", reason: "Ucapan selamat biasa" };
const ESCALATE = {
  act: "escalate",
  checklist: Object.fromEntries(CHECKLIST.map((question) => [question, "yes"])),
  reason: "Ajakan memilih nomor urut satu pada masa kampanye, akun dinyatakan sendiri.",
};
const escalated = async (caller: Caller): Promise<void> => {
  const fence = await claim(caller);
  await read(caller, fence);
  expect((await decide(caller, fence, ESCALATE)).statusCode).toBe(200);
};
const openLeases = () => row(`select user_id, fence from netra.flag_lease where flag_id = '${flagId}' and ended_at is null`);

describe("a claim is passed on", () => {
  test("under a new fence, with its trace, and its new reader is told; whoever gave it away can do nothing more with it", async () => {
    const fence = await claim(wulan);
    const lease = await passed(wulan, fence, "toni", "Tenggat hari ini.");
    expect(lease).toMatchObject({ holder: "Analyst", fence: fence + 1 });
    expect(await passed(wulan, fence, "toni"), "a lost answer, asked for again").toEqual(lease);
    expect(await actsOn(api.store, { type: "flag", id: flagId })).toEqual(["flag.claimed", "flag.passed_on"]);
    const [trace] = await row(`select detail from netra.audit_event where object_id = '${flagId}' and act = 'flag.passed_on'`);
    expect(trace?.detail).toEqual({ to: people.toni.id, fence: fence + 1, readerNo: 1 });
    for (const act of [pass(wulan, fence, "sinta"), read(wulan, fence), wulan.post(at("/renew"), { fence })])
      expect((await act).json()).toMatchObject({ code: "lease-lost", context: { holder: "Analyst" } });

    const day = await dayOf(toni);
    expect(day.claims).toMatchObject([{ id: flagId, handed: { by: "Analyst" } }]);
    expect(day.counts).toMatchObject({ claims: 1, handed: 1, notices: 1 });
    expect((await dayOf(wulan)).counts).toMatchObject({ claims: 0, notices: 0 });
    expect(Date.parse(lease.until) - Date.now(), "waits longer than a claim").toBeGreaterThan(60 * 60_000);
    const { until } = (await toni.post(at("/claim"))).json<Lease>();
    expect(Date.parse(until) - Date.now(), "taken up, it lasts as any other").toBeLessThan(20 * 60_000);
    expect((await dayOf(toni)).counts).toMatchObject({ claims: 1, handed: 0, notices: 0 });
  });

  test("without the reading that was saved: the new reader judges the text first, and finds the note with the signals", async () => {
    const fence = await claim(wulan);
    await read(wulan, fence);
    const { fence: next } = await passed(wulan, fence, "toni", "Fotonya belum datang.");
    const before = await see(toni);
    expect(before).toMatchObject({ machine: null, myReading: null, otherReadings: [], url: null, decisions: [] });
    expect(before.lease?.handed).toMatchObject({ by: "Analyst", hasNote: true, note: null, takenUp: false });
    expect((await decide(toni, next, CLOSE)).json().code, "the first reading is not theirs").toBe("reading-first");
    expect((await toni.get("/api/day")).body).not.toContain("Fotonya");
    const after = (await read(toni, next)).json<FlagDetail>();
    expect(after.lease?.handed?.note).toBe("Fotonya belum datang.");
    expect(after.otherReadings).toEqual([]);
    expect((await see(supervisor)).lease?.handed, "told to the new reader alone").toBeNull();
    expect((await decide(toni, next, CLOSE)).statusCode).toBe(200);
    expect(await row(`select note from netra.flag_lease where flag_id = '${flagId}' and note is not null`), "gone with the lease").toEqual([]);
  });

  test("to somebody of the region who may claim it: not to oneself, another region, who is kept from it, sent it, or read it first", async () => {
    const fence = await claim(wulan);
    expect(await names(wulan)).toEqual(["sinta", "toni", "supervisor"]);
    await supervisor.post("/api/recusals", { about: "person", which: HANDLE_HERE, userId: people.sinta.id });
    expect(await names(wulan)).toEqual(["toni", "supervisor"]);
    for (const [to, why] of [
      [people.sinta.id, "kept from it"],
      [api.office.there.analyst.id, "another region"],
      [api.office.here.auditor.id, "reads without deciding"],
      [people.wulan.id, "oneself"],
      [randomUUID(), "nobody"],
    ])
      expect((await wulan.post(at("/pass-on"), { fence, to })).json(), why).toMatchObject({ status: 409, code: "not-to-this-colleague" });
    expect((await toni.post("/api/flags/colleagues", { ids: [flagId] })).json().code, "only who holds it asks").toBe("lease-lost");
    await wulan.post(at("/release"), { fence });
    await escalated(wulan);
    const second = await claim(toni);
    expect(await names(toni), "neither the first reader nor who is kept from it").toEqual(["supervisor"]);
    expect((await pass(toni, second, "wulan")).json().code).toBe("not-to-this-colleague");
    await decide(toni, second, CLOSE);
  });

  test("and who had read it first by then does not read it second", async () => {
    const fence = await claim(wulan);
    await read(wulan, fence);
    const { fence: next } = await passed(wulan, fence, "toni");
    await read(toni, next);
    await decide(toni, next, ESCALATE);
    expect((await wulan.post(at("/claim"))).json()).toMatchObject({ status: 409, code: "second-must-differ" });
    const second = await claim(sinta);
    expect(await names(sinta)).toEqual(["supervisor"]);
    await sinta.post(at("/release"), { fence: second });
    // Nobody is left but who read it and who may not: a supervisor is told.
    await sql(`update app_user set active = false where id in ('${people.sinta.id}', '${people.supervisor.id}')`);
    const { unreadable } = await api.store.as({ process: "api", kind: "person", id: people.toni.id, role: "supervisor", regions: [HERE] }, (tx) =>
      tx.day.countForSupervisor(),
    );
    await sql(`update app_user set active = true`);
    expect(unreadable).toBe(1);
  });

  test("never by a claim that lapsed", async () => {
    const fence = await claim(wulan);
    await lapse();
    expect((await pass(wulan, fence, "toni")).json()).toMatchObject({ status: 409, code: "lease-lost" });
    expect((await dayOf(toni)).counts.claims).toBe(0);
  });

  test("and its words go where the evidence goes", async () => {
    await passed(wulan, await claim(wulan), "toni", "Tenggat hari ini.");
    await sql(
      `update evidence set raw = '', text = '', media_from = null, source = null, headers = null, purged_at = clock_timestamp() where flag_id = '${flagId}'`,
    );
    expect(await row(`select note from netra.flag_lease where flag_id = '${flagId}' and ended_at is null`)).toEqual([{ note: null }]);
  });
});

describe("what was passed on is taken back", () => {
  test("within the minute, by who gave it, with what they had read", async () => {
    const fence = await claim(wulan);
    await read(wulan, fence);
    const { fence: next } = await passed(wulan, fence, "toni");
    expect((await back(sinta, next)).json().code).toBe("pass-on-too-late");
    const flag = (await back(wulan, next)).json<FlagDetail>();
    expect(flag).toMatchObject({ lease: { mine: true, fence: next + 1, handed: null }, myReading: { reading: "support" } });
    expect((await read(toni, next)).json()).toMatchObject({ code: "lease-lost" });
  });

  test("not once it was taken up, nor after the minute", async () => {
    const { fence: taken } = await passed(wulan, await claim(wulan), "toni");
    await toni.post(at("/claim"));
    expect((await back(wulan, taken)).json()).toMatchObject({ status: 409, code: "pass-on-too-late" });
    const { fence: late } = await passed(toni, taken, "wulan");
    await sql(`update flag_lease set taken_at = taken_at - interval '61 seconds' where ended_at is null`);
    expect((await back(toni, late)).json().code).toBe("pass-on-too-late");
  });
});

describe("where two acts meet, one wins", () => {
  const TURNS = 3;
  const oneHolder = async (turn: number) => expect(await openLeases(), `turn ${turn}`).toHaveLength(1);

  test("passing on and the own decision in another window", async () => {
    for (let turn = 0; turn < TURNS; turn += 1) {
      ({ flagId } = await raiseFlag(api.store, api.office));
      const fence = await claim(wulan);
      await read(wulan, fence);
      const acts = [() => pass(wulan, fence, "toni"), () => decide(wulan, fence, CLOSE)] as const;
      const answers = await Promise.all((turn % 2 === 0 ? acts : acts.toReversed()).map((act) => act()));
      expect(answers.map(({ statusCode }) => statusCode).toSorted(), `turn ${turn}`).toEqual([200, 409]);
      expect(answers.find(({ statusCode }) => statusCode === 409)?.json().code).toBe("lease-lost");
    }
  });

  test("passing on at the last moment and a third person's claim once it lapsed", async () => {
    for (let turn = 0; turn < TURNS; turn += 1) {
      ({ flagId } = await raiseFlag(api.store, api.office));
      const fence = await claim(wulan);
      const [, given, taken] = await Promise.all([lapse(), pass(wulan, fence, "toni"), sinta.post(at("/claim"))]);
      const won = [given, taken].filter(({ statusCode }) => statusCode === 200);
      expect(won.length, `turn ${turn}`).toBeLessThanOrEqual(1);
      expect((await openLeases()).length, `turn ${turn}`).toBeLessThanOrEqual(1);
    }
  });

  test("passing on and an interest of its new reader: never in hands that are kept from it", async () => {
    for (let turn = 0; turn < TURNS; turn += 1) {
      ({ flagId } = await raiseFlag(api.store, api.office));
      const fence = await claim(wulan);
      const [given, noted] = await Promise.all([
        pass(wulan, fence, "toni"),
        (turn % 2 === 0 ? supervisor : toni).post("/api/recusals", { about: "person", which: HANDLE_HERE, userId: people.toni.id }),
      ]);
      expect([200, 409], `turn ${turn}: ${given.body}`).toContain(given.statusCode);
      expect(noted.statusCode, noted.body).toBe(200);
      const holders = (await openLeases()).map(({ user_id }) => user_id);
      expect(holders, `turn ${turn}`).toEqual(given.statusCode === 200 ? [] : [people.wulan.id]);
      await sql(`update reader_interest set ended_at = clock_timestamp(), ended_by = user_id where id = '${noted.json<InterestView>().id}'`);
    }
  });

  test("two who pass on to each other, and two windows that pass on the same claim", async () => {
    for (let turn = 0; turn < TURNS; turn += 1) {
      ({ flagId } = await raiseFlag(api.store, api.office));
      const [mine, fence] = [flagId, await claim(wulan)];
      ({ flagId } = await raiseFlag(api.store, api.office));
      const [theirs, other] = [flagId, await claim(toni)];
      const crossed = await Promise.all([
        wulan.post(`/api/flags/${mine}/pass-on`, { fence, to: people.toni.id }),
        toni.post(`/api/flags/${theirs}/pass-on`, { fence: other, to: people.wulan.id }),
      ]);
      expect(crossed.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
      const twice = await Promise.all([pass(wulan, other + 1, "sinta"), pass(wulan, other + 1, "supervisor")]);
      expect(twice.map(({ statusCode }) => statusCode).toSorted(), `turn ${turn}`).toEqual([200, 409]);
      await oneHolder(turn);
    }
  });
});
