import { codeOf } from "@netra/domain";
import type { Log } from "@netra/queue";
import { type Logger, schedule } from "node-cron";
import {
  runCheckpointMailOnce,
  runCheckpointOnce,
  runCompareOnce,
  runCustodyOnce,
  runDigestOnce,
  runExportSweepOnce,
  runFetchDueOnce,
  runMediaOnce,
  runPicturesOnce,
  runReportMailOnce,
  runReportSweepOnce,
  runSealOnce,
  runStampsOnce,
  runSweepOnce,
  runWatchOnce,
  runWeeklyReportsOnce,
  type SchedulerDeps,
} from "./entries.ts";

interface Line {
  readonly entry: string;
  /** Minute, hour, day, month, weekday in the office's zone. Without it the entry is due at every tick. */
  readonly cron?: string;
  /** Returns how much was offered. */
  readonly run: (deps: SchedulerDeps) => Promise<number>;
}

const TICK_MS = 2_000;

/** Everything that happens by itself. Each line also runs once at start, which makes up for what was missed while nothing ran. */
const TIMETABLE: readonly Line[] = [
  { entry: "fetch-due", run: runFetchDueOnce },
  { entry: "media", run: runMediaOnce },
  { entry: "sweep", run: runSweepOnce },
  { entry: "report-sweep", run: runReportSweepOnce },
  { entry: "export-sweep", run: runExportSweepOnce },
  { entry: "compare", run: runCompareOnce },
  { entry: "weekly-reports", cron: "0 6 * * 1", run: runWeeklyReportsOnce },
  { entry: "custody", cron: "0 2 * * *", run: runCustodyOnce },
  { entry: "watch", cron: "* * * * *", run: runWatchOnce },
  { entry: "pictures", run: runPicturesOnce },
  { entry: "seal", cron: "* * * * *", run: runSealOnce },
  { entry: "checkpoint", cron: "30 2 * * *", run: runCheckpointOnce },
  { entry: "stamps", cron: "* * * * *", run: runStampsOnce },
  { entry: "checkpoint-mail", run: runCheckpointMailOnce },
  // From 07:00 of a working day on; which minute it is, is asked of the database.
  { entry: "digest", cron: "* * * * *", run: runDigestOnce },
  { entry: "report-mail", cron: "* * * * *", run: runReportMailOnce },
];

export interface Scheduler {
  /** Starts no tick any more and resolves when the running ones have ended. */
  stop(): Promise<void>;
}

/**
 * Starts the timetable.
 *
 * A line never runs over itself. A tick that fails is logged by code and the line is due again at the next tick, so that a weekly run
 * that met a database just restarting does not wait a week. Several schedulers at once are harmless: every entry is idempotent.
 */
export function startScheduler(deps: SchedulerDeps): Scheduler {
  const lines = TIMETABLE.map((line) => startLine(deps, line));
  return {
    stop: async () => {
      await Promise.all(lines.map((line) => line.stop()));
    },
  };
}

function startLine(deps: SchedulerDeps, { entry, cron, run }: Line): Scheduler {
  const { log, zone } = deps;
  let due = true;
  let running: Promise<void> | undefined;

  const work = async (): Promise<void> => {
    // Cleared before the work: a mark that arrives meanwhile is not lost.
    due = cron === undefined;
    try {
      const offered = await run(deps);
      deps.onRun?.(entry);
      if (offered > 0) log.info("scheduler.offered", { entry, offered });
    } catch (error) {
      due = true;
      log.error("scheduler.tick-failed", { entry, code: codeOf(error) });
    } finally {
      running = undefined;
    }
  };
  const tick = (): void => {
    if (due) running ??= work();
  };
  const mark = (): void => {
    due = true;
    tick();
  };

  const task = cron === undefined ? undefined : schedule(cron, mark, { timezone: zone, name: entry, logger: quiet(log, entry) });
  // A machine that slept through the hour runs the entry when it wakes.
  task?.on("execution:missed", mark);
  const timer = setInterval(tick, TICK_MS);
  tick();

  return {
    stop: async () => {
      clearInterval(timer);
      await task?.destroy();
      await running;
    },
  };
}

/** node-cron writes to the console unless it is given a logger; its sentences are replaced by an event of ours. */
function quiet(log: Log, entry: string): Logger {
  const complain = (): void => log.warn("scheduler.cron-complaint", { entry });
  return { info: () => {}, debug: () => {}, warn: complain, error: complain };
}
