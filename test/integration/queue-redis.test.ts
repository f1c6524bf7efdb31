import { createQueue, createQueueBackend, type Log } from "@netra/queue";
import { afterEach, expect, test, vi } from "vitest";
import { startTestRedis, type TestRedis } from "../support/redis.ts";

const SECONDS = 1_000;
vi.setConfig({ testTimeout: 180 * SECONDS });

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const eventually = <T>(ask: () => T) => expect.poll(ask, { timeout: 60 * SECONDS, interval: 50 });

async function start(args: readonly string[] = []): Promise<TestRedis> {
  const redis = await startTestRedis({ args });
  closers.push(redis.stop);
  return redis;
}

function open({ url }: Pick<TestRedis, "url">) {
  const events: string[] = [];
  const note = (event: string, fields?: object): void => void events.push(`${event} ${JSON.stringify(fields ?? {})}`);
  const log: Log = { info: note, warn: note, error: note };
  const queue = createQueue({ backend: createQueueBackend({ redisUrl: url }, { log }), log });
  closers.push(() => queue.close());
  return { queue, events };
}

test("what was written before a kill -9 of Redis is there when it is back, and the consumer goes on", async () => {
  // With everysec Redis holds a write back, for up to two seconds, while its disk is still busy with the last: on a busy machine a kill then loses it.
  const redis = await start(["--appendfsync", "always"]);
  const { queue } = open(redis);
  for (const accountId of ["a1", "a2"]) await queue.enqueue("ingest", { accountId });
  await redis.kill();
  await redis.start();
  const seen: string[] = [];
  queue.startConsumer("ingest", async ({ accountId }) => void seen.push(accountId), { concurrency: 1 });
  await eventually(() => seen.toSorted()).toEqual(["a1", "a2"]);
  await redis.kill();
  await redis.start();
  await eventually(() =>
    queue.enqueue("ingest", { accountId: "a3" }, { id: "ingest-a3" }).then(
      () => "added",
      () => "away",
    ),
  ).toBe("added");
  await eventually(() => seen).toContain("a3");
});

test("while Redis is away an offer is refused as unavailable, not left waiting, and the first one after its return goes through", async () => {
  const redis = await start();
  const { queue, events } = open(redis);
  await queue.enqueue("ingest", { accountId: "a1" });
  await redis.kill();
  const refused = { kind: "unavailable", code: "queue-unavailable" };
  await expect(queue.enqueue("ingest", { accountId: "a2" })).rejects.toMatchObject(refused);
  await expect(queue.ping()).rejects.toMatchObject(refused);
  await redis.start();
  await eventually(() => queue.waiting("ingest").catch(() => null)).toBe(1);
  expect(events.filter((event) => event.startsWith("queue.connection-lost"))).toHaveLength(1);
});

test("a process that starts while Redis is away takes part as soon as it is there", async () => {
  const redis = await start();
  await redis.kill();
  const { queue, events } = open(redis);
  const seen: string[] = [];
  queue.startConsumer("ingest", async ({ accountId }) => void seen.push(accountId), { concurrency: 1 });
  await expect(queue.enqueue("ingest", { accountId: "a1" })).rejects.toMatchObject({ kind: "unavailable" });
  await redis.start();
  await eventually(() => queue.enqueue("ingest", { accountId: "a1" }).then(String, () => "away")).toBe("undefined");
  await eventually(() => seen).toContain("a1");
  expect(events.join()).not.toContain(redis.url);
});

test("a wrong password is told by its code and never printed", async () => {
  const redis = await startTestRedis({ args: ["--requirepass", "right"] });
  closers.push(redis.stop);
  const { queue, events } = open({ url: redis.url.replace("redis://", "redis://:secret-words@") });
  await expect(queue.enqueue("ingest", { accountId: "a1" })).rejects.toMatchObject({ code: "queue-unavailable" });
  expect(events.join()).not.toContain("secret-words");
});
