import { randomUUID } from "node:crypto";
import { DomainError, invalid } from "@netra/domain";
import type { Producer, QueueBackend } from "./backend.ts";
import { type Consumer, type JobHandler, startConsumer } from "./consumer.ts";
import { JOB_NAMES, JOBS, type JobName, type JobPayload, parsePayload } from "./jobs.ts";
import type { Log } from "./log.ts";
import { settledWithin } from "./settled-within.ts";

export interface EnqueueOptions {
  /** Names the job: while a job of this id waits, is delayed or runs, another one is silently not added. A fresh id when absent. */
  readonly id?: string;
  readonly delayMs?: number;
  /** 1 goes before 2; a job without priority goes before both. */
  readonly priority?: number;
}

export interface JobCounts {
  /** Ready to be taken, with or without priority. */
  readonly waiting: number;
  readonly active: number;
  /** Waiting for their time: postponed, or between two attempts. */
  readonly delayed: number;
  /** Always 0 unless something else writes to the queue: a failed job is removed at once. */
  readonly failed: number;
}

/** The house's queue: a hint about what to do next, never the truth about what is left to do. */
export interface Queue {
  /**
   * Adds a job. Throws "invalid" for a payload or id that may not travel, "unavailable" when the queue cannot be reached; after a
   * commit the caller may ignore the latter, since the sweep offers the work again.
   */
  enqueue<N extends JobName>(name: N, payload: JobPayload<N>, options?: EnqueueOptions): Promise<void>;
  waiting(name: JobName): Promise<number>;
  counts(): Promise<Record<JobName, JobCounts>>;
  /** Takes jobs of one name until stopped. Throws "invalid" when the pool has no connection left to hold for it. */
  startConsumer<N extends JobName>(name: N, handler: JobHandler<N>, options: { readonly concurrency: number }): Consumer;
  /** Resolves when the queue's server answers, throws "unavailable" otherwise. */
  ping(): Promise<void>;
  /** Stops the consumers and lets go of the queue, in about `stopWithinMs` at the latest. A Postgres pool stays open: its owner ends it. */
  close(): Promise<void>;
}

/** Letters first: BullMQ refuses whole numbers, and `:` is a separator of its own. */
const JOB_ID = /^[A-Za-z][A-Za-z0-9_-]{0,199}$/;

const unavailable = (code: string, message: string, cause?: unknown): DomainError => new DomainError("unavailable", code, message, { cause });

/**
 * A process that is told to stop has half a minute before it is killed: half of it for the jobs in hand, the rest to end its connections. A worker waits
 * 8 s for a silent database; a job that is abandoned is only done again.
 */
const STOP_WITHIN_MS = 15_000;
/**
 * Longer than a statement and a new connection may take together. Seen after a silence of the database: an operation of BullMQ that never settles, which
 * kept the scheduler's line waiting for it for ever.
 */
const ANSWER_WITHIN_MS = 35_000;
/** Producers only let go; there is nothing to wait for. */
const LET_GO_MS = 1_000;

/** Builds the queue on a backend. Opens nothing yet: the first operation prepares the backend, as does `backend.prepare()` at start. */
export function createQueue(deps: {
  readonly backend: QueueBackend;
  readonly log: Log;
  /** How long a consumer that stops waits for its running jobs; 15 s unless given. */
  readonly stopWithinMs?: number;
}): Queue {
  const { backend, log, stopWithinMs = STOP_WITHIN_MS } = deps;
  const producers = new Map<JobName, Producer>();
  const consumers = new Set<Consumer>();
  let closed = false;

  const producer = (name: JobName): Producer => {
    const known = producers.get(name);
    if (known) return known;
    const made = backend.producer(name);
    producers.set(name, made);
    return made;
  };

  /** Runs an operation on a queue, once more when the schema turned out to be gone. */
  const attempt = async <T>(operation: () => Promise<T>): Promise<T> => {
    // A closed BullMQ connection never answers: refuse instead of hanging.
    if (closed) throw unavailable("queue-closed", "The queue is closed: this process is stopping.");
    try {
      await backend.ready();
      const answer = operation().catch((error: unknown) => {
        if (!backend.doubt(error)) throw error;
        log.warn("queue.schema-gone");
        return operation();
      });
      if (!(await settledWithin(answer, ANSWER_WITHIN_MS))) throw new Error("no answer");
      return await answer;
    } catch (error) {
      if (error instanceof DomainError) throw error;
      forgetProducers();
      throw unavailable(
        "queue-unavailable",
        "The queue cannot be reached: check that its server, Postgres or Redis, runs and accepts connections.",
        error,
      );
    }
  };

  /** BullMQ remembers for good that a connection failed while it was being made: the next operation begins with a new one. */
  const forgetProducers = (): void => {
    for (const known of producers.values()) known.close().catch(() => undefined);
    producers.clear();
  };

  const countOf = async (name: JobName): Promise<JobCounts> => {
    const counts = await producer(name).getJobCounts("waiting", "prioritized", "active", "delayed", "failed");
    const of = (state: string): number => counts[state] ?? 0;
    return { waiting: of("waiting") + of("prioritized"), active: of("active"), delayed: of("delayed"), failed: of("failed") };
  };

  const queue: Queue = {
    async enqueue(name, payload, { id = `${name}-${randomUUID()}`, delayMs = 0, priority } = {}) {
      const data = parsePayload(name, payload);
      if (!JOB_ID.test(id))
        throw invalid(
          "job-id-invalid",
          `The id of the job "${name}" must begin with a letter and hold letters, digits, "-" and "_" only, 200 at most.`,
        );
      const { attempts, backoffMs } = JOBS[name];
      await attempt(() =>
        producer(name).add(name, data, {
          jobId: id,
          delay: Math.max(0, Math.ceil(delayMs)),
          ...(priority === undefined ? {} : { priority }),
          attempts,
          backoff: { type: "exponential", delay: backoffMs, jitter: 0.5 },
          // A job that is kept, even a failed one, silently blocks the next job of its id.
          removeOnComplete: true,
          removeOnFail: true,
          stackTraceLimit: 0,
        }),
      );
    },
    waiting: async (name) => (await attempt(() => countOf(name))).waiting,
    async counts() {
      const rows = await attempt(() => Promise.all(JOB_NAMES.map(async (name) => [name, await countOf(name)] as const)));
      return Object.fromEntries(rows) as Record<JobName, JobCounts>;
    },
    startConsumer(name, handler, { concurrency }) {
      if (closed) throw unavailable("queue-closed", "The queue is closed: this process is stopping.");
      if (consumers.size >= backend.maxConsumers)
        throw invalid(
          "queue-pool-too-small",
          `The queue's pool carries ${backend.maxConsumers} consumers only: raise its max by one for each further consumer.`,
        );
      const started = startConsumer(
        { backend, log, stopWithinMs, postpone: (job, payload, delayMs) => queue.enqueue(job, payload, { delayMs }) },
        { name, handler, concurrency },
      );
      const consumer: Consumer = {
        stop: async () => {
          await started.stop();
          consumers.delete(consumer);
        },
      };
      consumers.add(consumer);
      return consumer;
    },
    async ping() {
      await attempt(() => backend.ping());
    },
    async close() {
      await Promise.all([...consumers].map((consumer) => consumer.stop()));
      closed = true;
      const letGo = Promise.all([...producers.values()].map((known) => known.close().catch(() => undefined)));
      if (!(await settledWithin(letGo, LET_GO_MS))) log.warn("queue.abandoned", { running: 0 });
      producers.clear();
      await backend.close();
    },
  };
  return queue;
}
