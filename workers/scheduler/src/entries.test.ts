import type { Queue } from "@netra/queue";
import { expect, test } from "vitest";
import {
  CLASSIFY_DEPTH,
  DUE_ACCOUNTS_LIMIT,
  EXPORT_DEPTH,
  INGEST_DEPTH,
  OFFER_AGAIN_SECONDS,
  REPORT_DEPTH,
  runCheckpointOnce,
  runCustodyOnce,
  runExportSweepOnce,
  runFetchDueOnce,
  runPicturesOnce,
  runReportSweepOnce,
  runSealOnce,
  runSweepOnce,
  runWatchOnce,
  runWeeklyReportsOnce,
  SUSPECTS_LIMIT,
  VERSIONS_PER_JOB,
} from "./entries.ts";

/** A queue that writes down what it was given and says how much waits. */
function notedQueue(waiting = 0) {
  const jobs: { name: string; payload: unknown; id: string | undefined }[] = [];
  const queue: Pick<Queue, "enqueue" | "waiting"> = {
    enqueue: async (name, payload, options) => void jobs.push({ name, payload, id: options?.id }),
    waiting: async () => waiting,
  };
  return { jobs, queue };
}

const at = (iso: string) => () => new Date(iso);
const versions = (count: number) => Array.from({ length: count }, (_, n) => `v${n}`);

test("a due account is offered under an id made of its due time, the same at every tick for a while", async () => {
  const { jobs, queue } = notedQueue();
  const limits: number[] = [];
  let lateSeconds = 0;
  const listDueAccounts = async (limit: number) => {
    limits.push(limit);
    return [{ accountId: "a1", due: new Date(1_790_000_000_000), lateSeconds }];
  };
  for (lateSeconds of [0, OFFER_AGAIN_SECONDS - 0.01, OFFER_AGAIN_SECONDS]) expect(await runFetchDueOnce({ listDueAccounts, queue })).toBe(1);
  const job = { name: "ingest", payload: { accountId: "a1" }, id: "ingest-a1-1790000000000-0" };
  expect(jobs).toEqual([job, job, { ...job, id: "ingest-a1-1790000000000-1" }]);
  expect(limits).toEqual([DUE_ACCOUNTS_LIMIT, DUE_ACCOUNTS_LIMIT, DUE_ACCOUNTS_LIMIT]);
});

test("no more accounts are offered than the queue has room for", async () => {
  const asked: number[] = [];
  const listDueAccounts = async (limit: number) => {
    asked.push(limit);
    return [];
  };
  await runFetchDueOnce({ listDueAccounts, queue: notedQueue(INGEST_DEPTH - 3).queue });
  await runFetchDueOnce({ listDueAccounts, queue: notedQueue(INGEST_DEPTH).queue });
  expect(asked).toEqual([3]);
});

test("the sweep cuts what is pending into jobs the queue accepts, under fresh ids", async () => {
  const { jobs, queue } = notedQueue();
  expect(await runSweepOnce({ queue, sweepPending: async ({ suspect }) => (suspect ? [] : versions(2 * VERSIONS_PER_JOB + 1)) })).toBe(401);
  expect(jobs.map(({ name, payload, id }) => [name, (payload as { versionIds: string[] }).versionIds.length, id])).toEqual([
    ["classify", 200, undefined],
    ["classify", 200, undefined],
    ["classify", 1, undefined],
  ]);
  expect(jobs.flatMap(({ payload }) => (payload as { versionIds: string[] }).versionIds)).toEqual(versions(401));
});

test("the sweep offers a version that failed before alone, so that it cannot take others along", async () => {
  const { jobs, queue } = notedQueue();
  expect(await runSweepOnce({ queue, sweepPending: async ({ suspect }) => (suspect ? ["v2", "v4"] : ["v1", "v3"]) })).toBe(4);
  expect(jobs.map(({ payload }) => payload)).toEqual([{ versionIds: ["v2"] }, { versionIds: ["v4"] }, { versionIds: ["v1", "v3"] }]);
});

test("the sweep asks for no more than the queue has room for, and only for what was offered a while ago", async () => {
  const { queue } = notedQueue(CLASSIFY_DEPTH - 2);
  const asked: unknown[] = [];
  const sweepPending = async (options: unknown) => {
    asked.push(options);
    return [];
  };
  expect(await runSweepOnce({ queue, sweepPending })).toBe(0);
  expect(asked).toEqual([
    { suspect: true, limit: SUSPECTS_LIMIT, offeredBeforeSeconds: 10 },
    { suspect: false, limit: 2 * VERSIONS_PER_JOB, offeredBeforeSeconds: 10 },
  ]);
});

test.each([CLASSIFY_DEPTH, CLASSIFY_DEPTH + 500])("while %i jobs wait, only what failed before is marked and offered", async (waiting) => {
  const { jobs, queue } = notedQueue(waiting);
  const asked: boolean[] = [];
  const sweepPending = async ({ suspect }: { suspect: boolean }) => {
    asked.push(suspect);
    return ["v1"];
  };
  expect(await runSweepOnce({ queue, sweepPending })).toBe(1);
  expect([jobs.map(({ payload }) => payload), asked]).toEqual([[{ versionIds: ["v1"] }], [true]]);
});

test("an unfinished report is offered once a minute, and not over a full queue", async () => {
  const { jobs, queue } = notedQueue();
  const listUnfinishedReports = async () => ["r1"];
  for (const time of ["2029-10-01T00:00:01Z", "2029-10-01T00:00:59Z", "2029-10-01T00:01:00Z"])
    await runReportSweepOnce({ queue, listUnfinishedReports, clock: at(time) });
  const ids = jobs.map(({ id }) => id);
  expect(ids[0]).toBe(ids[1]);
  expect(new Set(ids).size).toBe(2);
  expect(jobs[0]).toMatchObject({ name: "report", payload: { reportId: "r1" } });

  const full = notedQueue(REPORT_DEPTH - 1);
  expect(await runReportSweepOnce({ queue: full.queue, listUnfinishedReports: async () => ["r1", "r2"], clock: at("2029-10-01T00:00:00Z") })).toBe(1);
  expect(full.jobs.length).toBe(1);
});

test("the weekly run asks for reports as of now and offers the new ones only", async () => {
  const { jobs, queue } = notedQueue();
  const now = new Date("2029-10-01T06:00:00+07:00");
  const wanted = ["r1", "r2"];
  const requestWeeklyReports = async (asOf: Date) => (asOf.getTime() === now.getTime() ? wanted.splice(0) : ["wrong time"]);
  expect(await runWeeklyReportsOnce({ queue, requestWeeklyReports, clock: () => now })).toBe(2);
  expect(await runWeeklyReportsOnce({ queue, requestWeeklyReports, clock: () => now })).toBe(0);
  expect(jobs.map(({ payload }) => payload)).toEqual([{ reportId: "r1" }, { reportId: "r2" }]);
});

test("exports that nobody makes are offered again, at most as many as the queue has room for", async () => {
  const { jobs, queue } = notedQueue(EXPORT_DEPTH - 1);
  const deps = { queue, clock: at("2029-06-03T00:00:31Z"), listUnfinishedExports: async () => ["e1", "e2"] };
  expect(await runExportSweepOnce(deps)).toBe(1);
  expect(jobs).toEqual([{ name: "export", payload: { exportId: "e1" }, id: `export-e1-${Date.parse("2029-06-03T00:00:30Z") / 30_000}` }]);
  expect(await runExportSweepOnce({ ...deps, queue: notedQueue(EXPORT_DEPTH).queue })).toBe(0);
});

test("custody is offered as three tasks with ids of their own", async () => {
  const { jobs, queue } = notedQueue();
  expect(await runCustodyOnce({ queue })).toBe(3);
  expect(jobs).toEqual([
    { name: "custody", payload: { task: "partitions" }, id: "custody-partitions" },
    { name: "custody", payload: { task: "retention" }, id: "custody-retention" },
    { name: "custody", payload: { task: "registry" }, id: "custody-registry" },
  ]);
});

test("the walk over what is kept, the looks at flagged posts, the comparing of texts and the end of exports are tasks with ids of their own", async () => {
  const { jobs, queue } = notedQueue();
  expect(await runWatchOnce({ queue })).toBe(4);
  expect(jobs).toEqual([
    { name: "custody", payload: { task: "fixity" }, id: "custody-fixity" },
    { name: "custody", payload: { task: "rechecks" }, id: "custody-rechecks" },
    { name: "custody", payload: { task: "likeness" }, id: "custody-likeness" },
    { name: "custody", payload: { task: "exports" }, id: "custody-exports" },
  ]);
});

test("the sealer is offered what waits for it, and nothing while nothing does", async () => {
  const { jobs, queue } = notedQueue();
  expect(await runSealOnce({ queue, hasUnsealed: async () => false })).toBe(0);
  expect(await runSealOnce({ queue, hasUnsealed: async () => true })).toBe(1);
  expect(await runCheckpointOnce({ queue })).toBe(1);
  expect(jobs).toEqual([
    { name: "custody", payload: { task: "seal" }, id: "custody-seal" },
    { name: "custody", payload: { task: "checkpoint" }, id: "custody-checkpoint" },
  ]);
});

test("pictures are offered while some wait, as one job", async () => {
  const { jobs, queue } = notedQueue();
  expect(await runPicturesOnce({ queue, hasUnreadPictures: async () => false })).toBe(0);
  expect(await runPicturesOnce({ queue, hasUnreadPictures: async () => true })).toBe(1);
  expect(jobs).toEqual([{ name: "custody", payload: { task: "pictures" }, id: "custody-pictures" }]);
});
