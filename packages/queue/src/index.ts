export { createQueueBackend, type QueueBackend, type QueuePlace } from "./backend.ts";
export type { Consumer, JobContext, JobHandler } from "./consumer.ts";
export { inspectRedis, type RedisAway, type RedisFacts, type RedisServer } from "./inspect-redis.ts";
export { JOB_NAMES, type JobName, type JobPayload, MAX_CLASSIFY_VERSIONS, parsePayload } from "./jobs.ts";
export type { Log } from "./log.ts";
export { type QueuePool, SPARE_CONNECTIONS } from "./postgres-backend.ts";
export { createQueue, type EnqueueOptions, type JobCounts, type Queue } from "./queue.ts";
export { type Verdict, verdictOn } from "./verdict.ts";
