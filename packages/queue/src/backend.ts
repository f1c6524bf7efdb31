import { invalid } from "@netra/domain";
import type { BackendClasses, PostgresConnectionOptions, PostgresQueueBackend } from "bullmq";
import type { Log } from "./log.ts";
import { createPostgresBackend, type QueuePool } from "./postgres-backend.ts";

/** A place where jobs are kept. Built once a process and shared by every producer and consumer in it. */
export interface QueueBackend {
  /** BullMQ's classes bound to this place. */
  readonly classes: BackendClasses<PostgresQueueBackend, PostgresConnectionOptions>;
  readonly connection: PostgresConnectionOptions;
  /** How many consumers the pool can carry: each holds one connection for good. */
  readonly maxConsumers: number;
  /**
   * Makes the place ready: creates or upgrades BullMQ's schema, and recreates one that was dropped. Cheap when nothing is to do.
   * Callers share one run; runs start at least a second apart, so that a failing server is not hammered.
   */
  prepare(): Promise<void>;
  /**
   * Tells that an operation failed: unless the error is about a single job, the next operation prepares again first.
   * True when the schema was gone, so that repeating the operation is worth it.
   */
  doubt(error: unknown): boolean;
  /** Resolves when the server answers. */
  ping(): Promise<void>;
}

export interface QueueBackendDeps {
  /** The queue's own pool, opened by the caller and looking into `schema` first (`options: "-c search_path=<schema>"`). Never ended here. */
  readonly pool: QueuePool;
  /** Postgres schema that belongs to the queue alone, such as `netra_queue`. */
  readonly schema: string;
  /** `QUEUE_URL` of the configuration; absent means Postgres. */
  readonly queueUrl?: string | undefined;
  readonly log: Log;
}

/** Chooses where jobs are kept: the only place in the house that does. Throws "invalid" for a queue this version cannot use. */
export function createQueueBackend({ pool, schema, queueUrl, log }: QueueBackendDeps): QueueBackend {
  if (queueUrl !== undefined)
    throw invalid("queue-url-unsupported", "QUEUE_URL: this version keeps its jobs in Postgres only; leave QUEUE_URL unset.");
  return createPostgresBackend({ pool, schema, log });
}
