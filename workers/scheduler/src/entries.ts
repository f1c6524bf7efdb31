import type { Log, Queue } from "@netra/queue";

/** What the timetable needs from outside. The store's clock decides what is due; `clock` only tells which week and minute it is. */
export interface SchedulerDeps {
  /** Accounts whose next poll is due, longest overdue first. An account stays in the list until its poll moves `due`. */
  readonly listDueAccounts: (
    limit: number,
  ) => Promise<readonly { readonly accountId: string; readonly due: Date /** On the store's clock. */; readonly lateSeconds: number }[]>;
  /** Files of flagged posts that are due to be fetched, longest first. One stays in the list until a worker takes it. */
  readonly listDueMedia: (limit: number) => Promise<readonly { readonly mediaId: string; readonly due: Date; readonly lateSeconds: number }[]>;
  /** Marks pending versions that nobody holds, and that were not offered for so long, as offered now: suspects, whose turn failed before, or the others. */
  readonly sweepPending: (options: {
    readonly suspect: boolean;
    readonly limit: number;
    readonly offeredBeforeSeconds: number;
  }) => Promise<readonly string[]>;
  /** Reports that were asked for and are neither done nor being made by a living worker. */
  readonly listUnfinishedReports: () => Promise<readonly string[]>;
  /** Exports that may be made and that no living worker holds. */
  readonly listUnfinishedExports: () => Promise<readonly string[]>;
  /** Comparisons of a rule draft that were asked for and that no living worker holds. */
  readonly listWaitingComparisons: () => Promise<readonly string[]>;
  /** Asks for the report of every office whose newest week that is due has none yet, and for those missed before it; returns the new ones. Idempotent. */
  readonly requestWeeklyReports: (now: Date) => Promise<readonly string[]>;
  /** Whether rows wait to be sealed in the ledger. */
  readonly hasUnsealed: () => Promise<boolean>;
  /** Whether a checkpoint waits for its time stamp and is to be tried now. */
  readonly hasDueStamps: () => Promise<boolean>;
  /** Whether a checkpoint is due to be mailed. */
  readonly hasDueMail: () => Promise<boolean>;
  /** Whether somebody waits for this morning's mail. */
  readonly hasDueDigest: () => Promise<boolean>;
  /** Whether somebody is to be told of the draft of a scheduled report. */
  readonly hasDueReportMail: () => Promise<boolean>;
  /** Whether pictures of captures wait for their words to be read. */
  readonly hasUnreadPictures: () => Promise<boolean>;
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
/** Files waiting from which on no more are offered. */
export const MEDIA_DEPTH = 50;
/** An account that is still due after so long is offered under another id. */
export const OFFER_AGAIN_SECONDS = 15;
/** Jobs waiting from which on the sweep offers suspects only, so that a backlog is never multiplied. */
export const CLASSIFY_DEPTH = 25;
/** Suspects offered in one sweep, whatever waits: nothing else in the queue can get them read, and each is a job of its own. */
export const SUSPECTS_LIMIT = 20;
export const REPORT_DEPTH = 20;
export const EXPORT_DEPTH = 20;
/** Versions in one `classify` job: the most the queue accepts. */
export const VERSIONS_PER_JOB = 200;
export const OFFERED_BEFORE_SECONDS = 10;

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

/** Offers the fetching of files that hang on flagged posts, as far as the queue has room; ids as for accounts, and for the same reasons. */
export async function runMediaOnce({ listDueMedia, queue }: Pick<SchedulerDeps, "listDueMedia" | "queue">): Promise<number> {
  const room = MEDIA_DEPTH - (await queue.waiting("media"));
  if (room <= 0) return 0;
  const files = await listDueMedia(room);
  for (const { mediaId, due, lateSeconds } of files) {
    const offer = Math.floor(lateSeconds / OFFER_AGAIN_SECONDS);
    await queue.enqueue("media", { mediaId }, { id: `media-${mediaId}-${due.getTime()}-${offer}` });
  }
  return files.length;
}

/**
 * Offers versions again that the queue lost or never heard of, as far as it has room, and those whose worker died: what makes loss impossible.
 * Under fresh ids, since an id that a killed worker still holds would swallow the offer; a version offered twice is claimed once.
 */
export async function runSweepOnce({ sweepPending, queue }: Pick<SchedulerDeps, "sweepPending" | "queue">): Promise<number> {
  const suspects = await sweepPending({ suspect: true, limit: SUSPECTS_LIMIT, offeredBeforeSeconds: OFFERED_BEFORE_SECONDS });
  // One that kills its worker must not take others along.
  for (const versionId of suspects) await queue.enqueue("classify", { versionIds: [versionId] });

  const room = CLASSIFY_DEPTH - (await queue.waiting("classify"));
  if (room <= 0) return suspects.length;
  const others = await sweepPending({ suspect: false, limit: room * VERSIONS_PER_JOB, offeredBeforeSeconds: OFFERED_BEFORE_SECONDS });
  for (let at = 0; at < others.length; at += VERSIONS_PER_JOB)
    await queue.enqueue("classify", { versionIds: others.slice(at, at + VERSIONS_PER_JOB) });
  return suspects.length + others.length;
}

/** Offers unfinished reports again, as far as the queue has room. */
export async function runReportSweepOnce(deps: Pick<SchedulerDeps, "listUnfinishedReports" | "queue" | "clock">): Promise<number> {
  const room = REPORT_DEPTH - (await deps.queue.waiting("report"));
  if (room <= 0) return 0;
  return offerReports(deps, (await deps.listUnfinishedReports()).slice(0, room));
}

/** Offers exports that nobody works on, as far as the queue has room. One id every half minute: one whose worker was killed is offered as soon as its turn has lapsed. */
export async function runExportSweepOnce({
  listUnfinishedExports,
  queue,
  clock,
}: Pick<SchedulerDeps, "listUnfinishedExports" | "queue" | "clock">): Promise<number> {
  const room = EXPORT_DEPTH - (await queue.waiting("export"));
  if (room <= 0) return 0;
  const waiting = (await listUnfinishedExports()).slice(0, room);
  const half = Math.floor(clock().getTime() / 30_000);
  for (const exportId of waiting) await queue.enqueue("export", { exportId }, { id: `export-${exportId}-${half}` });
  return waiting.length;
}

/** Offers comparisons of rule drafts that nobody works on. One id a minute, as for reports. */
export async function runCompareOnce({
  listWaitingComparisons,
  queue,
  clock,
}: Pick<SchedulerDeps, "listWaitingComparisons" | "queue" | "clock">): Promise<number> {
  const waiting = await listWaitingComparisons();
  const minute = Math.floor(clock().getTime() / 60_000);
  for (const comparisonId of waiting) await queue.enqueue("compare", { comparisonId }, { id: `compare-${comparisonId}-${minute}` });
  return waiting.length;
}

/** Asks for the weekly reports and offers them. Running it late or twice makes up for a missed run and repeats nothing. */
export async function runWeeklyReportsOnce(deps: Pick<SchedulerDeps, "requestWeeklyReports" | "queue" | "clock">): Promise<number> {
  return offerReports(deps, await deps.requestWeeklyReports(deps.clock()));
}

/** Offers the daily housekeeping. A task that is still in the queue is not added twice. */
export async function runCustodyOnce(deps: Pick<SchedulerDeps, "queue">): Promise<number> {
  const tasks = ["partitions", "retention", "registry"] as const;
  for (const task of tasks) await deps.queue.enqueue("custody", { task }, { id: `custody-${task}` });
  return tasks.length;
}

/** Offers the next part of the walk over what is kept, flagged posts that are due for another look, flags whose texts nobody has compared, and exports that are over. */
export async function runWatchOnce(deps: Pick<SchedulerDeps, "queue">): Promise<number> {
  const tasks = ["fixity", "rechecks", "likeness", "exports"] as const;
  for (const task of tasks) await deps.queue.enqueue("custody", { task }, { id: `custody-${task}` });
  return tasks.length;
}

/** Offers the sealer what waits for it. */
export async function runSealOnce({ hasUnsealed, queue }: Pick<SchedulerDeps, "hasUnsealed" | "queue">): Promise<number> {
  if (!(await hasUnsealed())) return 0;
  await queue.enqueue("custody", { task: "seal" }, { id: "custody-seal" });
  return 1;
}

/** Offers pictures whose words nobody read. */
export async function runPicturesOnce({ hasUnreadPictures, queue }: Pick<SchedulerDeps, "hasUnreadPictures" | "queue">): Promise<number> {
  if (!(await hasUnreadPictures())) return 0;
  await queue.enqueue("custody", { task: "pictures" }, { id: "custody-pictures" });
  return 1;
}

/** Offers the signing of the ledger as it stands. */
export async function runCheckpointOnce({ queue }: Pick<SchedulerDeps, "queue">): Promise<number> {
  await queue.enqueue("custody", { task: "checkpoint" }, { id: "custody-checkpoint" });
  return 1;
}

/** Offers checkpoints that wait for a time stamp. */
export async function runStampsOnce({ hasDueStamps, queue }: Pick<SchedulerDeps, "hasDueStamps" | "queue">): Promise<number> {
  if (!(await hasDueStamps())) return 0;
  await queue.enqueue("custody", { task: "stamps" }, { id: "custody-stamps" });
  return 1;
}

/** Offers the mailing of checkpoints that did not leave yet. */
export async function runCheckpointMailOnce({ hasDueMail, queue }: Pick<SchedulerDeps, "hasDueMail" | "queue">): Promise<number> {
  if (!(await hasDueMail())) return 0;
  await queue.enqueue("custody", { task: "checkpoint-mail" }, { id: "custody-checkpoint-mail" });
  return 1;
}

/** Offers the morning's mails that did not leave yet. */
export async function runDigestOnce({ hasDueDigest, queue }: Pick<SchedulerDeps, "hasDueDigest" | "queue">): Promise<number> {
  if (!(await hasDueDigest())) return 0;
  await queue.enqueue("custody", { task: "digest" }, { id: "custody-digest" });
  return 1;
}

/** Offers the notices of drafts that did not leave yet. */
export async function runReportMailOnce({ hasDueReportMail, queue }: Pick<SchedulerDeps, "hasDueReportMail" | "queue">): Promise<number> {
  if (!(await hasDueReportMail())) return 0;
  await queue.enqueue("custody", { task: "report-mail" }, { id: "custody-report-mail" });
  return 1;
}

/** One id a minute: a report is offered again when its worker was killed, and not at every tick while it waits its turn. */
async function offerReports({ queue, clock }: Pick<SchedulerDeps, "queue" | "clock">, reportIds: readonly string[]): Promise<number> {
  const minute = Math.floor(clock().getTime() / 60_000);
  for (const reportId of reportIds) await queue.enqueue("report", { reportId }, { id: `report-${reportId}-${minute}` });
  return reportIds.length;
}
