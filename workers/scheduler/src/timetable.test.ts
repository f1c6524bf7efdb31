import { DomainError } from "@netra/domain";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SchedulerDeps } from "./entries.ts";
import { type Scheduler, startScheduler } from "./timetable.ts";

const SATURDAY = "2029-09-29T12:00:00+07:00";
let scheduler: Scheduler | undefined;

beforeEach(() => void vi.useFakeTimers({ now: new Date(SATURDAY) }));
afterEach(async () => {
  await scheduler?.stop();
  scheduler = undefined;
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const setClock = (iso: string): void => void vi.setSystemTime(new Date(iso));

function fakes(overrides: Partial<SchedulerDeps> = {}) {
  const calls: string[] = [];
  const events: [string, unknown][] = [];
  const note = (event: string, fields?: unknown): void => void events.push([event, fields]);
  const listed = (name: string) => async () => {
    calls.push(name);
    return [];
  };
  const deps: SchedulerDeps = {
    listDueAccounts: listed("fetch-due"),
    listDueMedia: listed("media"),
    sweepPending: ({ suspect }) => listed(suspect ? "suspects" : "sweep")(),
    listUnfinishedReports: listed("report-sweep"),
    listUnfinishedExports: listed("export-sweep"),
    listWaitingComparisons: listed("compare"),
    requestWeeklyReports: listed("weekly-reports"),
    hasUnsealed: async () => true,
    hasUnreadPictures: async () => true,
    hasDueStamps: async () => true,
    hasDueMail: async () => true,
    hasDueDigest: async () => true,
    hasDueReportMail: async () => true,
    queue: { enqueue: async (_name, payload) => void calls.push(Object.values(payload).join()), waiting: async () => 0 },
    zone: "Asia/Jakarta",
    log: { info: note, warn: note, error: note },
    clock: () => new Date(),
    ...overrides,
  };
  const count = (name: string): number => calls.filter((call) => call === name).length;
  return { deps, calls, events, count };
}

test("every line runs once at start, so that a missed run is made up", async () => {
  const { deps, calls } = fakes();
  scheduler = startScheduler(deps);
  await vi.advanceTimersByTimeAsync(0);
  expect(calls.toSorted()).toEqual([
    "checkpoint",
    "checkpoint-mail",
    "compare",
    "digest",
    "export-sweep",
    "exports",
    "fetch-due",
    "fixity",
    "likeness",
    "media",
    "partitions",
    "pictures",
    "rechecks",
    "registry",
    "report-mail",
    "report-sweep",
    "retention",
    "seal",
    "stamps",
    "suspects",
    "sweep",
    "weekly-reports",
  ]);
});

test("fetching and sweeping repeat every two seconds, the weekly and daily lines do not", async () => {
  const { deps, count } = fakes();
  scheduler = startScheduler(deps);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(["fetch-due", "sweep", "report-sweep", "weekly-reports", "partitions"].map(count)).toEqual([31, 31, 31, 1, 1]);
});

test("what is kept and what was flagged is looked at every minute", async () => {
  const { deps, count } = fakes();
  setClock("2029-10-03T12:00:30+07:00");
  scheduler = startScheduler(deps);
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  expect(["fixity", "rechecks", "likeness"].map(count)).toEqual([6, 6, 6]);
});

test("the ledger is sealed every minute and signed once a day, and what waits for a time stamp is tried every minute", async () => {
  const { deps, count } = fakes();
  setClock("2029-10-03T02:00:30+07:00");
  scheduler = startScheduler(deps);
  await vi.advanceTimersByTimeAsync(30 * 60_000);
  expect(["seal", "checkpoint", "stamps"].map(count)).toEqual([31, 2, 31]);
});

test.each([
  ["Monday 06:00 in Jakarta", "2029-10-01T05:59:55+07:00", "weekly-reports", 2],
  ["Monday 06:00 in London", "2029-10-01T05:59:55+01:00", "weekly-reports", 1],
  ["Tuesday 06:00 in Jakarta", "2029-10-02T05:59:55+07:00", "weekly-reports", 1],
  ["02:00 of any day in Jakarta", "2029-10-03T01:59:55+07:00", "retention", 2],
])("at %s the line for the office's hour is due", async (_when, shortlyBefore, line, runs) => {
  setClock(shortlyBefore);
  const { deps, count } = fakes();
  scheduler = startScheduler(deps);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(count(line)).toBe(runs);
});

test("a machine that slept through the hour runs the line when it wakes, without a word on the console", async () => {
  const spies = (["log", "info", "warn", "error", "debug"] as const).map((method) => vi.spyOn(console, method));
  setClock("2029-10-01T05:00:00+07:00");
  const { deps, count } = fakes();
  scheduler = startScheduler(deps);
  await vi.advanceTimersByTimeAsync(1_000);
  setClock("2029-10-01T09:00:00+07:00");
  await vi.advanceTimersByTimeAsync(26 * 3_600_000);
  expect([count("weekly-reports"), count("retention")]).toEqual([2, 2]);
  expect(spies.map((spy) => spy.mock.calls.length)).toEqual([0, 0, 0, 0, 0]);
  // A day and two hours of ticks and minutes.
}, 120_000);

test("a failing tick is logged by code, without its message, and the line goes on", async () => {
  let failures = 2;
  const { deps, events, count } = fakes();
  const requestWeeklyReports = async (now: Date) => {
    if (failures-- > 0) throw new DomainError("unavailable", "database-unavailable", "secret words");
    return deps.requestWeeklyReports(now);
  };
  scheduler = startScheduler({ ...deps, requestWeeklyReports });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(events.filter(([event]) => event === "scheduler.tick-failed")).toEqual(
    Array(2).fill(["scheduler.tick-failed", { entry: "weekly-reports", code: "database-unavailable" }]),
  );
  expect(JSON.stringify(events)).not.toContain("secret");
  expect(count("weekly-reports")).toBe(1);
  expect(count("sweep")).toBe(31);
});

test("whoever measures is told of each run that ended well, and of none that failed", async () => {
  let failures = 1;
  const runs: string[] = [];
  const { deps } = fakes({ onRun: (entry) => void runs.push(entry) });
  const requestWeeklyReports = async (now: Date) => {
    if (failures-- > 0) throw new DomainError("unavailable", "database-unavailable", "secret words");
    return deps.requestWeeklyReports(now);
  };
  scheduler = startScheduler({ ...deps, requestWeeklyReports });
  await vi.advanceTimersByTimeAsync(0);
  expect(runs.toSorted()).toEqual([
    "checkpoint",
    "checkpoint-mail",
    "compare",
    "custody",
    "digest",
    "export-sweep",
    "fetch-due",
    "media",
    "pictures",
    "report-mail",
    "report-sweep",
    "seal",
    "stamps",
    "sweep",
    "watch",
  ]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(runs.filter((entry) => entry === "weekly-reports")).toHaveLength(1);
});

test("a tick never runs over itself, and stopping waits for the one that runs", async () => {
  const gate = Promise.withResolvers<[]>();
  let started = 0;
  const { deps, calls } = fakes({
    sweepPending: ({ suspect }) => {
      if (suspect) started += 1;
      return gate.promise;
    },
  });
  scheduler = startScheduler(deps);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(started).toBe(1);

  let stopped = false;
  const stopping = scheduler.stop().then(() => {
    stopped = true;
  });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(stopped).toBe(false);
  gate.resolve([]);
  await stopping;
  calls.length = 0;
  await vi.advanceTimersByTimeAsync(60_000);
  expect([started, calls]).toEqual([1, []]);
});
