import type { Log, Queue } from "@netra/queue";

/** What the timetable needs from outside. The store's clock decides what is due; `clock` only tells which week and minute it is. */
export interface SchedulerDeps {
  /** Accounts whose next poll is due, longest overdue first. An account stays in the list until its poll moves `due`. */
  readonly listDueAccounts: (
    limit: number,
  ) => Promise<readonly { readonly accountId: string; readonly due: Date /** On the store's clock. */; readonly lateSeconds: number }[]>;
  /** Marks pending versions that nobody holds, and that were not offered for so long, as offered now. A suspect failed before: it is offered alone. */
  readonly sweepPending: (options: {
    readonly limit: number;
    readonly offeredBeforeSeconds: number;
  }) => Promise<readonly { readonly versionId: string; readonly suspect: boolean }[]>;
  /** Reports that were asked for and are neither done nor being made by a living worker. */
  readonly listUnfinishedReports: () => Promise<readonly string[]>;
  /** Asks for the report of every office whose last full week has none yet; returns the new ones. Idempotent. */
  readonly requestWeeklyReports: (now: Date) => Promise<readonly string[]>;
  readonly queue: Pick<Queue, "enqueue" | "waiting">;
  /** IANA zone of the office, such as `Asia/Jakarta`: the zone of the timetable's hours. */
  readonly zone: string;
  readonly log: Log;
  readonly clock: () => Date;
  /** Told that a line of the timetable has run without an error; for measuring. */
  readonly onRun?: (entry: string) => void;
}

export const DUE_ACCOUNTS_LIMIT = 200;
/** Fetches waiting from which on no more are offered. */
export const INGEST_DEPTH = 400;
/** An account that is still due after so long is offered under another id. */
export const OFFER_AGAIN_SECONDS = 15;
/** Jobs waiting from which on the sweep stays silent, so that a backlog is never multiplied. */
export const CLASSIFY_DEPTH = 25;
export const REPORT_DEPTH = 20;
/** Versions in one `classify` job: the most the queue accepts. */
export const VERSIONS_PER_JOB = 200;
export const OFFERED_BEFORE_SECONDS = 15;

/**
 * Offers a poll for each due account, as far as the queue has room. The id holds the due time, so that an account that is still in the queue is not added at
 * every tick; after a while it changes, since a job that died with its worker keeps its id until the queue notices, which a worker with a wrong clock
 * was measured to put off for a day. An account offered twice is fetched once.
 */
export async function runFetchDueOnce(deps: Pick<SchedulerDeps, "listDueAccounts" | "queue">): Promise<number> {
  const room = INGEST_DEPTH - (await deps.queue.waiting("ingest"));
  if (room <= 0) return 0;
  const accounts = await deps.listDueAccounts(Math.min(room, DUE_ACCOUNTS_LIMIT));
  for (const { accountId, due, lateSeconds } of accounts) {
    const offer = Math.floor(lateSeconds / OFFER_AGAIN_SECONDS);
    await deps.queue.enqueue("ingest", { accountId }, { id: `ingest-${accountId}-${due.getTime()}-${offer}` });
  }
  return accounts.length;
}

/**
 * Offers versions again that the queue lost or never heard of, as far as it has room: what makes loss impossible.
 * Under fresh ids, since an id that a killed worker still holds would swallow the offer; a version offered twice is claimed once.
 */
export async function runSweepOnce(deps: Pick<SchedulerDeps, "sweepPending" | "queue">): Promise<number> {
  const room = CLASSIFY_DEPTH - (await deps.queue.waiting("classify"));
  if (room <= 0) return 0;
  const pending = await deps.sweepPending({ limit: room * VERSIONS_PER_JOB, offeredBeforeSeconds: OFFERED_BEFORE_SECONDS });
  const healthy = pending.filter((version) => !version.suspect).map((version) => version.versionId);
  for (let at = 0; at < healthy.length; at += VERSIONS_PER_JOB)
    await deps.queue.enqueue("classify", { versionIds: healthy.slice(at, at + VERSIONS_PER_JOB) });
  // One that kills its worker must not take others along.
  for (const { versionId, suspect } of pending) if (suspect) await deps.queue.enqueue("classify", { versionIds: [versionId] });
  return pending.length;
}

/** Offers unfinished reports again, as far as the queue has room. */
export async function runReportSweepOnce(deps: Pick<SchedulerDeps, "listUnfinishedReports" | "queue" | "clock">): Promise<number> {
  const room = REPORT_DEPTH - (await deps.queue.waiting("report"));
  if (room <= 0) return 0;
  return offerReports(deps, (await deps.listUnfinishedReports()).slice(0, room));
}

/** Asks for the weekly reports and offers them. Running it late or twice makes up for a missed run and repeats nothing. */
export async function runWeeklyReportsOnce(deps: Pick<SchedulerDeps, "requestWeeklyReports" | "queue" | "clock">): Promise<number> {
  return offerReports(deps, await deps.requestWeeklyReports(deps.clock()));
}

/** Offers the daily housekeeping. A task that is still in the queue is not added twice. */
export async function runCustodyOnce(deps: Pick<SchedulerDeps, "queue">): Promise<number> {
  const tasks = ["partitions", "retention"] as const;
  for (const task of tasks) await deps.queue.enqueue("custody", { task }, { id: `custody-${task}` });
  return tasks.length;
}

/** One id a minute: a report is offered again when its worker was killed, and not at every tick while it waits its turn. */
async function offerReports({ queue, clock }: Pick<SchedulerDeps, "queue" | "clock">, reportIds: readonly string[]): Promise<number> {
  const minute = Math.floor(clock().getTime() / 60_000);
  for (const reportId of reportIds) await queue.enqueue("report", { reportId }, { id: `report-${reportId}-${minute}` });
  return reportIds.length;
}
