import type { JobWorkerSpec } from "./backend.ts";

/** BullMQ's options of a worker, the same wherever its jobs are kept. */
export const workerOptions = ({ concurrency, lockDurationMs, stalledIntervalMs }: JobWorkerSpec) => ({
  concurrency,
  lockDuration: lockDurationMs,
  stalledInterval: stalledIntervalMs,
  // The stall limit ignores `attempts`: with the default of 1, a job whose worker was killed twice would vanish unworked.
  maxStalledCount: 1_000,
  runRetryDelay: 1_000,
});

interface Tells {
  on(event: "error", listener: (error: unknown) => void): unknown;
  on(event: "stalled", listener: (jobId: string) => void): unknown;
  on(event: "lockRenewalFailed", listener: (jobIds: string[]) => void): unknown;
}

/** Hears what a worker tells. Without a listener for errors BullMQ prints each with its stack. */
export function listen(worker: Tells, { onError, onStalled, onLockLost }: JobWorkerSpec): void {
  worker.on("error", onError);
  worker.on("stalled", onStalled);
  worker.on("lockRenewalFailed", onLockLost);
}
