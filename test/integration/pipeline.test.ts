import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "@netra/config";
import { createFakeConnector, type FakeEvent } from "@netra/connectors";
import type { Consumer } from "@netra/queue";
import { systemActor } from "@netra/store";
import { createIngestAccount } from "@netra/worker-ingest";
import { runFetchDueOnce, runSweepOnce } from "@netra/worker-scheduler";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Context, createContext } from "../../services/app/src/context.ts";
import { createLog } from "../../services/app/src/log.ts";
import { dropSchema } from "../support/drop-schema.ts";
import { classifier, contestIn, FIRST, HERE, openWorld, PHRASE, publish, register, SECOND, type World } from "../support/world.ts";

vi.setConfig({ testTimeout: 240_000 });

const ACCOUNTS = 35;
const POSTS = 40;
/** Of each account's posts: every fifth is flagged, every tenth is edited to name the other pair, which supersedes. */
const FLAGGED = ACCOUNTS * (POSTS / 5);
const EDITED = ACCOUNTS * (POSTS / 10);
const VERSIONS = ACCOUNTS * POSTS + EDITED;
const START = Date.now() - 48 * 3_600_000;

let world: World;
let context: Context;
let dir: string;
const consumers: Consumer[] = [];

beforeAll(async () => {
  world = await openWorld();
  dir = await mkdtemp(join(tmpdir(), "netra-pipeline-"));
  const config = loadConfig({ NETRA_DATA_DIR: dir, NETRA_LOG_LEVEL: "silent", NETRA_FETCH_SECONDS: "86400" });
  context = await createContext(config, { server: world.server, connectors: [createFakeConnector({ timeline })], log: createLog("silent") });
  await publish(context, contestIn(HERE));
  for (let n = 0; n < ACCOUNTS; n += 1) await register(context, HERE, { handle: `akun${n}` });
});
afterAll(async () => {
  for (const consumer of consumers) await consumer.stop();
  await context.close();
  await world.close();
  await rm(dir, { recursive: true });
});

function timeline(handle: string): readonly FakeEvent[] {
  return Array.from({ length: POSTS }, (_, n): FakeEvent[] => {
    const at = new Date(START + n * 60_000);
    const externalId = `${handle}-${n}`;
    const created: FakeEvent = {
      act: "create",
      at,
      externalId,
      kind: "post",
      text: n % 5 === 0 ? `Dukung ${FIRST}, ${PHRASE}` : `Selamat pagi yang ke-${n}`,
    };
    const edited: FakeEvent = {
      act: "edit",
      at: new Date(START + (POSTS + n) * 60_000),
      externalId,
      kind: "post",
      text: `Dukung ${SECOND}, ${PHRASE}`,
    };
    return n % 10 === 0 ? [created, edited] : [created];
  }).flat();
}

const scheduler = systemActor("scheduler");
const fetchDue = () =>
  runFetchDueOnce({ queue: context.queue, listDueAccounts: (limit) => context.store.as(scheduler, (tx) => tx.accounts.listDue(limit)) });
const sweep = () => runSweepOnce({ queue: context.queue, sweepPending: (options) => context.store.as(scheduler, (tx) => tx.posts.sweep(options)) });
const states = () => context.store.as(systemActor("operator"), (tx) => tx.posts.countByState());
const wipeQueue = () => dropSchema({ query: (text) => world.see(text) }, "netra_queue");
const one = async <T>(text: string): Promise<T> => (await world.see<T>(text))[0] as T;
/** Lets the moment pass after which the sweep may offer again. */
const fifteenSecondsLater = () => world.see("update post_version set offered_at = offered_at - interval '15 seconds' where state = 'pending'");
const eventually = (ask: () => Promise<unknown>) => expect.poll(ask, { timeout: 60_000, interval: 50 });

it("the queue is wiped while accounts wait to be fetched: each is fetched all the same, once", async () => {
  expect(await fetchDue()).toBe(ACCOUNTS);
  expect(await context.queue.waiting("ingest")).toBe(ACCOUNTS);
  await wipeQueue();
  const { store, queue, connectors, clock, log } = context;
  consumers.push(
    queue.startConsumer("ingest", createIngestAccount({ store, actor: systemActor("ingest"), queue, connectors, clock, log, everySeconds: 86_400 }), {
      concurrency: 2,
    }),
  );
  expect(await fetchDue()).toBe(ACCOUNTS);
  await eventually(states).toEqual({ pending: VERSIONS });
  expect(await fetchDue()).toBe(0);
  expect(await one("select count(*)::int as posts, count(distinct account_id)::int as accounts from post")).toEqual({
    posts: ACCOUNTS * POSTS,
    accounts: ACCOUNTS,
  });
});

it("the queue is wiped with a thousand posts in flight: the sweep offers them again, every one is read, none is flagged twice", async () => {
  const classify = classifier(context);
  consumers.push(context.queue.startConsumer("classify", async (payload) => void (await classify(payload)), { concurrency: 2 }));
  await eventually(async () => (await states()).classified ?? 0).toBeGreaterThan(0);

  await wipeQueue();
  const inFlight = (await states()).pending ?? 0;
  expect(inFlight).toBeGreaterThanOrEqual(1_000);
  // What the consumers hold at this moment goes on; everything else is known to nobody but the database.
  await fifteenSecondsLater();
  const offered = await sweep();
  expect(offered).toBeGreaterThan(0);
  // On a slow machine a worker gives back what its lease is too short for: the scheduler's next sweeps offer that.
  const sweepOn = async () => {
    await sweep();
    return states();
  };
  await expect.poll(sweepOn, { timeout: 180_000, interval: 250 }).toEqual({ classified: VERSIONS });
  console.log(`queue wiped: ${VERSIONS} versions, ${inFlight} in flight, ${offered} offered again by one sweep, 0 lost`);

  expect(await one("select count(*)::int as n, count(distinct version_id)::int as versions from classification")).toEqual({
    n: VERSIONS,
    versions: VERSIONS,
  });
  expect(
    await one(
      "select count(*)::int as flags, count(distinct (version_id, contest_id))::int as once, count(distinct post_id)::int as posts, count(supersedes)::int as superseding from flag",
    ),
  ).toEqual({ flags: FLAGGED + EDITED, once: FLAGGED + EDITED, posts: FLAGGED, superseding: EDITED });
  expect(await one("select count(*)::int as n, count(distinct flag_id)::int as flags from evidence")).toEqual({
    n: FLAGGED + EDITED,
    flags: FLAGGED + EDITED,
  });
  expect(await one("select count(*)::int as n from audit_event where act = 'flag.opened'")).toEqual({ n: FLAGGED + EDITED });
  expect(await sweep()).toBe(0);
});

it("no job and no event of the queue ever held more than ids", async () => {
  for (const consumer of consumers.splice(0)) await consumer.stop();
  await world.see("update account set due_at = clock_timestamp()");
  await fetchDue();
  await context.queue.enqueue("classify", {
    versionIds: (await world.see<{ id: string }>("select id from post_version limit 20")).map(({ id }) => id),
  });
  const rows = await world.see<{ row: string }>("select t::text as row from netra_queue.job t union all select t::text from netra_queue.event t");
  expect(rows.length).toBeGreaterThan(ACCOUNTS);
  for (const secret of ["akun", "Pegawai", PHRASE, "Selamat", FIRST]) expect(rows.map(({ row }) => row).join()).not.toContain(secret);
});
