import { once } from "node:events";
import { codeOf } from "@netra/domain";
import { Queue, Worker } from "bullmq";
import { Redis, type RedisOptions } from "ioredis";
import type { QueueBackend } from "./backend.ts";
import type { Log } from "./log.ts";
import { listen, workerOptions } from "./worker-options.ts";

/** Every key begins with it, so that a look into a shared Redis shows whose they are. */
const PREFIX = "netra";

/**
 * Nobody waits for ever. A half-open connection raises no error by itself (measured: a worker hung over 90 s); a blocking worker hears from
 * Redis at least every 5 s, so 15 s of silence after a question mean that nobody is there.
 */
const PATIENCE = { connectTimeout: 5_000, socketTimeout: 15_000, keepAlive: 10_000 } as const;
const COMMAND_TIMEOUT_MS = 5_000;
/** While Redis is away an offer is given up soon: the sweep makes it again. */
const READY_WITHIN_MS = 2_000;
const RETRY_MS = { step: 100, most: 1_000 } as const;

const connection = { ...PATIENCE, retryStrategy: (times: number) => Math.min(times * RETRY_MS.step, RETRY_MS.most) } satisfies RedisOptions;

/**
 * BullMQ on Redis. Holds ids only and may be emptied at any time: what is left to do stands in Postgres. Needs `maxmemory-policy noeviction`, else
 * Redis throws waiting jobs away when memory is short (`netra doctor` looks).
 *
 * Producers share one connection, whose commands fail after a few seconds instead of piling up; each worker holds two of its own.
 */
export function createRedisBackend({ url, log }: { readonly url: string; readonly log: Log }): QueueBackend {
  const client = new Redis(url, { ...connection, commandTimeout: COMMAND_TIMEOUT_MS, maxRetriesPerRequest: 2 });
  let away = false;
  client.on("error", (error) => {
    // Once a fall, not at every try to connect again.
    if (!away) log.warn("queue.connection-lost", { code: codeOf(error) });
    away = true;
  });
  client.on("ready", () => {
    if (away) log.info("queue.connection-back");
    away = false;
  });
  let coming: Promise<unknown> | undefined;
  const ready = async (): Promise<void> => {
    if (client.status === "ready") return;
    // Shared by all who wait, so that a thousand offers are one listener.
    coming ??= once(client, "ready", { signal: AbortSignal.timeout(READY_WITHIN_MS) }).finally(() => {
      coming = undefined;
    });
    await coming;
  };
  const ping = async (): Promise<void> => {
    await ready();
    await client.ping();
  };
  return {
    place: "redis",
    maxConsumers: Number.POSITIVE_INFINITY,
    producer(name) {
      const queue = new Queue<unknown, void, string>(name, { connection: client, prefix: PREFIX, skipMetasUpdate: true });
      // The shared connection's own listener tells.
      queue.on("error", () => undefined);
      return queue;
    },
    worker(name, spec) {
      // BullMQ insists on endless retries for a worker: its commands wait for Redis to come back.
      const own = { ...connection, url, maxRetriesPerRequest: null };
      const worker = new Worker<unknown, void>(name, (job, _token, signal) => spec.work(job, signal ?? new AbortController().signal), {
        connection: own,
        prefix: PREFIX,
        ...workerOptions(spec),
      });
      listen(worker, spec);
      return worker;
    },
    prepare: ping,
    ready,
    // Nothing is to be made before jobs can be kept, so there is nothing to repeat for.
    doubt: () => false,
    ping,
    close: async () => client.disconnect(),
  };
}
