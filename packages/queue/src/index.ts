export { createQueueBackend, type QueueBackend, type QueueBackendDeps } from "./backend.ts";
export type { Consumer, JobContext, JobHandler } from "./consumer.ts";
export { JOB_NAMES, type JobName, type JobPayload, MAX_CLASSIFY_VERSIONS, parsePayload } from "./jobs.ts";
export type { Log } from "./log.ts";
export type { QueuePool } from "./postgres-backend.ts";
export { createQueue, type EnqueueOptions, type JobCounts, type Queue } from "./queue.ts";
