import { codeOf } from "@netra/domain";
import { JOB_NAMES } from "@netra/queue";
import { systemActor } from "@netra/store";
import { Gauge, type Registry } from "prom-client";
import type { Context } from "../context.ts";
import { within } from "../within.ts";

/** A scrape waits so long for figures and then shows those it has; they are there for the next one. */
const PATIENCE_MS = 2_000;
/** However often somebody asks, nothing is counted again before. */
const KEPT_MS = 10_000;
/** Counting takes at most this share of the time: a house with many posts is counted less often. */
const SHARE = 0.05;

/** The rights of the process that reads posts: it sees every region, flag and lease, and no person. The transaction writes nothing. */
const ACTOR = systemActor("classify");

/**
 * How the whole house stands, from the database and the queue. One process of a house says it, the scheduler's: from several it would be counted several
 * times. Returns what brings it up to date, in two seconds at most. What cannot be counted stays as it was, with its age; a queue that is away has no depth.
 */
export function registerHouseGauges(registry: Registry, { store, queue, log }: Pick<Context, "store" | "queue" | "log">): () => Promise<void> {
  const registers = [registry];
  const make = (name: string, help: string, labelNames: string[] = []): Gauge => {
    const gauge = new Gauge({ name, help, labelNames, registers });
    // Nobody counted yet: 0 would be a statement.
    if (labelNames.length === 0) gauge.remove();
    return gauge;
  };
  const depth = make("netra_queue_jobs", "Jobs in the queue, by job and state.", ["job", "state"]);
  const overdue = make("netra_accounts_overdue", "Accounts due for more than a minute that nobody fetches.");
  const lateness = make("netra_accounts_lateness_seconds", "How long the account has been due that waits longest.");
  const versions = make("netra_versions", "Versions of posts, by state.", ["state"]);
  const oldest = make("netra_versions_oldest_unread_seconds", "Age of the oldest version that waits and was never read.");
  const flags = make("netra_flags", "Flags as they stand, by state.", ["state"]);
  const claims = make("netra_claims", "Claims of flags that nobody ended: live, or lapsed.", ["state"]);
  const faults = make("netra_fixity_faults", "Kept objects whose bytes are not those of their hash, or not there.");
  const stampsWaiting = make("netra_stamps_waiting", "Checkpoints of the ledger that wait for a time stamp.");
  const stampsOldest = make("netra_stamps_oldest_waiting_seconds", "How long the checkpoint waits for its time stamp that waits longest.");
  const mails = make("netra_checkpoint_mails_waiting", "Checkpoints that are to be mailed and have not left, one for each recipient.");
  const digests = make("netra_digest_mails_failed", "Morning mails of the last seven days that were tried and did not leave.");
  const notices = make("netra_report_mails_failed", "Notices of drafts of reports of the last seven days that were tried and did not leave.");
  const countedAt = make("netra_counted_timestamp_seconds", "When the figures of the house were counted.");
  const countTime = make("netra_count_duration_seconds", "How long the last counting took.");

  const countJobs = async (): Promise<void> => {
    const counts = await queue.counts().catch((error: unknown) => {
      depth.reset();
      throw error;
    });
    for (const job of JOB_NAMES) for (const state of ["waiting", "active", "delayed"] as const) depth.set({ job, state }, counts[job][state]);
  };
  const countHouse = async (): Promise<number> => {
    const started = performance.now();
    const house = await store.as(ACTOR, (tx) => tx.status.readHouse());
    overdue.set(house.accounts.overdue);
    lateness.set(house.accounts.worstLateSeconds);
    for (const [state, n] of Object.entries(house.versions)) versions.set({ state }, n);
    oldest.set(house.oldestUnreadSeconds);
    for (const [state, n] of Object.entries(house.flags)) flags.set({ state }, n);
    for (const [state, n] of Object.entries(house.claims)) claims.set({ state }, n);
    faults.set(house.fixityFaults);
    stampsWaiting.set(house.stamps.waiting);
    stampsOldest.set(house.stamps.oldestSeconds);
    mails.set(house.checkpointMailsWaiting);
    digests.set(house.digestsFailed);
    notices.set(house.reportMailsFailed);
    countedAt.setToCurrentTime();
    const tookMs = performance.now() - started;
    countTime.set(tookMs / 1_000);
    return tookMs;
  };

  let counting: Promise<void> | undefined;
  let notBefore = 0;
  const count = async (): Promise<void> => {
    const [jobs, house] = await Promise.allSettled([countJobs(), countHouse()]);
    for (const [what, result] of Object.entries({ jobs, house }))
      if (result.status === "rejected") log.warn("metrics.not-counted", { what, code: codeOf(result.reason) });
    notBefore = performance.now() + Math.max(KEPT_MS, house.status === "fulfilled" ? house.value / SHARE : 0);
    counting = undefined;
  };

  return async () => {
    if (performance.now() < notBefore) return;
    counting ??= count();
    await within(counting, PATIENCE_MS).catch(() => undefined);
  };
}
