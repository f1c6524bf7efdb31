import type { Job } from "bullmq";
import type { Log } from "./log.ts";
import { createPostgresBackend, type QueuePool } from "./postgres-backend.ts";
import { createRedisBackend } from "./redis-backend.ts";

/** The part of BullMQ's Queue that is used, whatever keeps the jobs. */
export interface Producer {
  add(name: string, data: unknown, options: Record<string, unknown>): Promise<unknown>;
  getJobCounts(...states: ("waiting" | "prioritized" | "active" | "delayed" | "failed")[]): Promise<Record<string, number>>;
  close(): Promise<void>;
}

/** The part of BullMQ's Worker that is used. */
export interface JobWorker {
  cancelJob(jobId: string, reason?: string): unknown;
  cancelAllJobs(reason?: string): void;
  close(): Promise<void>;
}

/** What a worker is told to do, and tells. */
export interface JobWorkerSpec {
  readonly work: (job: Job<unknown, void>, signal: AbortSignal) => Promise<void>;
  readonly concurrency: number;
  /** How long a job stays a killed worker's, ms. */
  readonly lockDurationMs: number;
  readonly stalledIntervalMs: number;
  readonly onError: (error: unknown) => void;
  readonly onStalled: (jobId: string) => void;
  readonly onLockLost: (jobIds: readonly string[]) => void;
}

/** A place where jobs are kept. Built once a process and shared by every producer and consumer in it. */
export interface QueueBackend {
  readonly place: "postgres" | "redis";
  /** How many consumers this process can carry. */
  readonly maxConsumers: number;
  /** Makes a producer of one queue. It never prints, and an error of its connection ends nothing. */
  producer(name: string): Producer;
  /** Starts a worker of one queue. */
  worker(name: string, spec: JobWorkerSpec): JobWorker;
  /**
   * Makes the place ready, or throws when it does not answer: on Postgres it creates or upgrades BullMQ's schema, and recreates one that was dropped.
   * Cheap when nothing is to do. Callers share one run; runs start at least a second apart, so that a failing server is not hammered.
   */
  prepare(): Promise<void>;
  /** Resolves at once while the place can be asked; otherwise throws within a few seconds instead of letting an operation wait. */
  ready(): Promise<void>;
  /**
   * Tells that an operation failed: unless the error is about a single job, the next operation prepares again first.
   * True when jobs can be kept again at once, so that repeating the operation is worth it.
   */
  doubt(error: unknown): boolean;
  /** Resolves when the server answers. */
  ping(): Promise<void>;
  /** Lets go of connections that the backend opened itself. */
  close(): Promise<void>;
}

/** Where jobs are kept. */
export type QueuePlace =
  | {
      /** The queue's own pool, opened by the caller and looking into `schema` first (`options: "-c search_path=<schema>"`). Never ended here. */
      readonly pool: QueuePool;
      /** Postgres schema that belongs to the queue alone, such as `netra_queue`. */
      readonly schema: string;
    }
  /** `redis://` or `rediss://`, with the password and the database number if there are any. */
  | { readonly redisUrl: string };

/** Chooses how jobs are kept: the only place in the house that does. Opens nothing yet on Postgres; on Redis it begins to connect. */
export function createQueueBackend(place: QueuePlace, { log }: { readonly log: Log }): QueueBackend {
  return "redisUrl" in place ? createRedisBackend({ url: place.redisUrl, log }) : createPostgresBackend({ ...place, log });
}
