import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { arrive, HERE, openWorld, register, type World } from "../../../test/support/world.ts";
import { createPool } from "./pool.ts";
import { createStore, type Process, systemActor } from "./store.ts";

const LIMIT_MS = 200;
let world: World;
let postId: string;

beforeAll(async () => {
  world = await openWorld();
  postId = (await arrive(world, await register(world, HERE))).postId;
});
afterAll(() => world.close());

/** A process of its own. */
function open(process: Process) {
  const pool = createPool(world.server.url(world.server.database), { name: "limit", max: 1 });
  const store = createStore({ pool, cipher: world.cipher, transactionLimitMs: LIMIT_MS });
  onTestFinished(() => store.close());
  return { store, actor: systemActor(process) };
}

/** How long the process above has held its transaction, ms; null when it holds none. */
async function heldMs(): Promise<number | null> {
  const [held] = await world.see<{
    ms: number;
  }>(`select (extract(epoch from clock_timestamp() - xact_start) * 1000)::float8 as ms from pg_stat_activity
    where datname = current_database() and application_name = 'netra-limit' and state = 'idle in transaction'`);
  return held?.ms ?? null;
}

it("a worker that holds a transaction too long is cut off by the server, and what it locked is free for others", async () => {
  const { store, actor } = open("classify");
  const slow = store.as(actor, async (tx) => {
    await tx.flags.lockPost(postId);
    await expect.poll(heldMs, { timeout: 60_000 }).toBeNull();
    await tx.flags.lockPost(postId);
  });
  await expect(slow).rejects.toMatchObject({ kind: "unavailable", code: "database-away" });
  await world.store.as(systemActor("classify"), (tx) => tx.flags.lockPost(postId));
});

it("a report may take its time", async () => {
  const { store, actor } = open("report");
  const slow = store.as(actor, async (tx) => {
    await tx.reports.listWaiting();
    await expect.poll(heldMs, { timeout: 60_000 }).toBeGreaterThan(2 * LIMIT_MS);
    return tx.reports.listWaiting();
  });
  await expect(slow).resolves.toEqual([]);
});

it("what the operator's process does has no end, but for a transaction that gives itself one", async () => {
  const { store, actor } = open("operator");
  const slow = store.as(actor, async (tx) => {
    await tx.limit(LIMIT_MS);
    await expect.poll(heldMs, { timeout: 60_000 }).toBeNull();
    await tx.registry.addAgency("Dinas Lambat", HERE);
  });
  await expect(slow).rejects.toMatchObject({ kind: "unavailable", code: "database-away" });
});
