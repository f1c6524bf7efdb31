import { codeOf } from "@netra/domain";
import { type Job, UnrecoverableError } from "bullmq";
import type { JobWorker, QueueBackend } from "./backend.ts";
import { type JobName, type JobPayload, parsePayload } from "./jobs.ts";
import type { Log } from "./log.ts";
import { settledWithin } from "./settled-within.ts";
import { verdictOn } from "./verdict.ts";

export interface JobContext {
  /** Aborted when the consumer stops or another one took the job over; a long handler ends early, a short one may ignore it. */
  readonly signal: AbortSignal;
  /** 1 for the first start of this job. */
  readonly attempt: number;
}

/** Does one job. It may be started twice, also at the same time: its effects must be idempotent. */
export type JobHandler<N extends JobName> = (payload: JobPayload<N>, context: JobContext) => Promise<void>;

export interface Consumer {
  /**
   * Takes no new job, aborts the signals of running ones and resolves when their handlers have returned, after `stopWithinMs` at the latest: what still
   * runs then is abandoned and logged (`queue.abandoned`), its lock lapses, and another process takes the job.
   */
  stop(): Promise<void>;
}

interface ConsumerDeps {
  readonly backend: QueueBackend;
  readonly log: Log;
  readonly stopWithinMs: number;
  /** Puts a job back for later, under a fresh id. */
  readonly postpone: <N extends JobName>(name: N, payload: JobPayload<N>, delayMs: number) => Promise<void>;
}

/** Starts taking jobs of one name. A job's errors are logged by code and never travel further. */
export function startConsumer<N extends JobName>(
  deps: ConsumerDeps,
  { name, handler, concurrency }: { name: N; handler: JobHandler<N>; concurrency: number },
): Consumer {
  const { backend, log, stopWithinMs, postpone } = deps;
  let running = 0;

  const work = async (job: Job<unknown, void>, signal: AbortSignal): Promise<void> => {
    const attempt = job.attemptsMade + 1;
    const fields = { job: name, jobId: job.id, attempt };
    const started = performance.now();
    running += 1;
    try {
      await handler(parsePayload(name, job.data), { signal, attempt });
      log.info("job.done", { ...fields, durationMs: Math.round(performance.now() - started) });
    } catch (error) {
      const fate = verdictOn(error);
      if (fate.verdict === "postpone") {
        await postpone(name, parsePayload(name, job.data), fate.delayMs);
        return log.info("job.postponed", { ...fields, code: fate.code, delayMs: fate.delayMs });
      }
      const last = fate.verdict === "refuse" || attempt >= (job.opts.attempts ?? 1);
      log[last ? "error" : "warn"](last ? "job.dropped" : "job.retried", { ...fields, code: fate.code });
      // BullMQ stores what it is given: the code alone, since a message or a stack may quote a post.
      throw fate.verdict === "refuse" ? new UnrecoverableError(fate.code) : new Error(fate.code);
    } finally {
      running -= 1;
    }
  };

  const worker: JobWorker = backend.worker(name, {
    work,
    concurrency,
    // A killed process's job is free again within 20 s: a poll's id would keep its successors out until then. What matters is fenced in Postgres.
    lockDurationMs: 15_000,
    stalledIntervalMs: 5_000,
    onError: (error) => log.warn("queue.error", { job: name, code: codeOf(error) }),
    onStalled: (jobId) => log.warn("job.stalled", { job: name, jobId }),
    onLockLost: (jobIds) => {
      for (const jobId of jobIds) worker.cancelJob(jobId, "lock-lost");
    },
  });

  return {
    stop: async () => {
      worker.cancelAllJobs("consumer-stopping");
      if (!(await settledWithin(worker.close(), stopWithinMs))) log.warn("queue.abandoned", { job: name, running });
    },
  };
}
