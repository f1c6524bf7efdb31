import { createQueue, createQueueBackend, type Log } from "@netra/queue";
import pg from "pg";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { dropSchema } from "../support/drop-schema.ts";
import { freshDatabase } from "../support/postgres.ts";

const SECONDS = 1_000;
vi.setConfig({ testTimeout: 180 * SECONDS });

let url: string;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  ({ url } = await freshDatabase());
});

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** A queue as one process has it: its own pool and backend. Two of one schema stand for two processes. */
function open(schema: string, { max = 12, path = schema, log = silent }: { max?: number; path?: string; log?: Log } = {}) {
  const pool = new pg.Pool({ connectionString: url, max, options: `-c search_path=${path}` });
  const backend = createQueueBackend({ pool, schema }, { log });
  const queue = createQueue({ backend, log });
  closers.push(async () => {
    await queue.close();
    await pool.end();
  });
  return { pool, backend, queue };
}

/** Asks again until the answer fits; generous, since the machine may be busy. */
const eventually = <T>(ask: () => T) => expect.poll(ask, { timeout: 60 * SECONDS, interval: 20 });

test("a consumer finds a dropped schema again when nobody in its process enqueues", async () => {
  const producer = open("q_elsewhere");
  const consumer = open("q_elsewhere");
  const seen: string[] = [];
  consumer.queue.startConsumer("ingest", async ({ accountId }) => void seen.push(accountId), { concurrency: 1 });
  await producer.queue.enqueue("ingest", { accountId: "before" });
  await eventually(() => seen).toEqual(["before"]);

  await dropSchema(producer.pool, "q_elsewhere");
  const recreated = async () => (await producer.pool.query("select to_regclass('q_elsewhere.job') is not null as yes")).rows[0].yes;
  // An idle consumer looks every five seconds; the schema comes back through it alone.
  await eventually(recreated).toBe(true);
  await producer.queue.enqueue("ingest", { accountId: "after" });
  await eventually(() => seen).toEqual(["before", "after"]);
});

test("a pool that looks into another schema is refused with the remedy", async () => {
  const { queue } = open("q_path", { path: "public" });
  await expect(queue.enqueue("ingest", { accountId: "a1" })).rejects.toThrow('options "-c search_path=q_path"');
});

test("a pool too small for one more consumer is refused instead of starving", () => {
  const { queue } = open("q_small", { max: 4 });
  queue.startConsumer("ingest", async () => {}, { concurrency: 1 });
  expect(() => queue.startConsumer("classify", async () => {}, { concurrency: 1 })).toThrow("raise its max");
});
