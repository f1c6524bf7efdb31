import { DomainError, invalid } from "@netra/domain";
import { createQueue, createQueueBackend, type JobContext, type Log, type Queue, type QueueBackend } from "@netra/queue";
import { Redis } from "ioredis";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { dropSchema } from "../support/drop-schema.ts";
import { freshDatabase } from "../support/postgres.ts";
import { startTestRedis, type TestRedis } from "../support/redis.ts";

const SECONDS = 1_000;
vi.setConfig({ testTimeout: 180 * SECONDS });

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** A queue as one process has it. Two of one name stand for two processes. */
interface Opened {
  readonly queue: Queue;
  readonly backend: QueueBackend;
  /** Everything that is kept of the jobs, as text. */
  stored(): Promise<string>;
  /** Everything that is kept goes away under the feet of those who use it. */
  empty(): Promise<void>;
  /** Every connection breaks. */
  cut(): Promise<void>;
}
type Open = (name: string, log: Log) => Promise<Opened & { close(): Promise<void> }>;

let url: string;
let redis: TestRedis;
beforeAll(async () => {
  [{ url }, redis] = await Promise.all([freshDatabase(), startTestRedis({ args: ["--databases", "64"] })]);
});
afterAll(() => redis?.stop());

const onPostgres: Open = async (schema, log) => {
  const pool = new pg.Pool({ connectionString: url, max: 12, options: `-c search_path=${schema}` });
  const backend = createQueueBackend({ pool, schema }, { log });
  const queue = createQueue({ backend, log });
  return {
    queue,
    backend,
    stored: async () => {
      const { rows } = await pool.query<{ row: string }>("select job::text as row from job union all select event::text from event");
      return rows.map(({ row }) => row).join("\n");
    },
    empty: () => dropSchema(pool, schema),
    cut: async () => {
      const admin = new pg.Client({ connectionString: url });
      await admin.connect();
      await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()");
      await admin.end();
    },
    close: async () => {
      await queue.close();
      await pool.end();
    },
  };
};

/** One number a name: each test has a database of its own in the one Redis. */
const databases = new Map<string, number>();
const onRedis: Open = async (name, log) => {
  if (!databases.has(name)) databases.set(name, databases.size + 1);
  const redisUrl = `${redis.url}/${databases.get(name)}`;
  const backend = createQueueBackend({ redisUrl }, { log });
  const queue = createQueue({ backend, log });
  const look = new Redis(redisUrl);
  return {
    queue,
    backend,
    stored: async () => {
      const keys = await look.keys("*");
      const values = await Promise.all(keys.map((key) => readKey(look, key)));
      return values.join("\n");
    },
    empty: async () => void (await look.flushdb()),
    cut: async () => void (await look.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")),
    close: async () => {
      await queue.close();
      look.disconnect();
    },
  };
};

async function readKey(look: Redis, key: string): Promise<string> {
  switch (await look.type(key)) {
    case "hash":
      return JSON.stringify(await look.hgetall(key));
    case "list":
      return JSON.stringify(await look.lrange(key, 0, -1));
    case "stream":
      return JSON.stringify(await look.xrange(key, "-", "+"));
    default:
      return key;
  }
}

/** Asks again until the answer fits; generous, since the machine may be busy. */
const eventually = <T>(ask: () => T) => expect.poll(ask, { timeout: 60 * SECONDS, interval: 20 });

const ID = "0192f0c1-7d2e-7aaa-8bbb-00000000000";

describe.each([
  ["Postgres", onPostgres],
  ["Redis", onRedis],
] as const)("the queue on %s:", (_, openOn) => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  const open = async (name: string, { log = silent }: { log?: Log } = {}): Promise<Opened> => {
    const opened = await openOn(name, log);
    closers.push(opened.close);
    return opened;
  };

  test("a job reaches its consumer with its payload, a signal and the attempt", async () => {
    const { queue } = await open("q_process");
    const done = Promise.withResolvers<[unknown, JobContext]>();
    queue.startConsumer("ingest", async (payload, context) => done.resolve([payload, context]), { concurrency: 1 });
    await queue.enqueue("ingest", { accountId: `${ID}1` });
    const [payload, context] = await done.promise;
    expect(payload).toEqual({ accountId: `${ID}1` });
    expect(context.attempt).toBe(1);
    expect(context.signal.aborted).toBe(false);
    await eventually(() => queue.counts()).toMatchObject({ ingest: { waiting: 0, active: 0, delayed: 0, failed: 0 } });
  });

  test("a payload with text is refused and nothing is stored", async () => {
    const { queue } = await open("q_text");
    await expect(queue.enqueue("classify", { versionIds: ["Pilih nomor satu!"] })).rejects.toMatchObject({
      kind: "invalid",
      code: "job-payload-invalid",
    });
    expect(await queue.waiting("classify")).toBe(0);
  });

  test("a payload that did not come from us is dropped without reaching the handler", async () => {
    const dropped: unknown[] = [];
    const { queue, backend } = await open("q_foreign", { log: { ...silent, error: (event, fields) => dropped.push([event, fields?.code]) } });
    const foreign = backend.producer("ingest");
    closers.push(() => foreign.close());
    let handled = 0;
    queue.startConsumer("ingest", async () => void handled++, { concurrency: 1 });
    await foreign.add("ingest", { accountId: "a", text: "Pilih nomor satu!" }, { attempts: 5, removeOnFail: true });
    await eventually(() => dropped).toEqual([["job.dropped", "job-payload-invalid"]]);
    expect(handled).toBe(0);
  });

  test("adding an id twice is harmless: it runs once", async () => {
    const { queue } = await open("q_twice");
    const options = { id: `ingest-${ID}1-1790000000000` };
    await queue.enqueue("ingest", { accountId: `${ID}1` }, options);
    await queue.enqueue("ingest", { accountId: `${ID}1` }, options);
    expect(await queue.waiting("ingest")).toBe(1);
    let runs = 0;
    queue.startConsumer("ingest", async () => void runs++, { concurrency: 4 });
    await eventually(async () => (await queue.counts()).ingest).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
    expect(runs).toBe(1);
  });

  test("an id with a colon is refused", async () => {
    const { queue } = await open("q_colon");
    await expect(queue.enqueue("report", { reportId: "r1" }, { id: "report:r1" })).rejects.toMatchObject({ code: "job-id-invalid" });
  });

  test("a refused job is not tried again, and its id is free for a successor", async () => {
    const { queue } = await open("q_failed");
    const starts: number[] = [];
    const handler = async (_payload: unknown, { attempt }: JobContext): Promise<void> => {
      starts.push(attempt);
      throw invalid("pack-invalid", "The pack cannot be read: publish it again.");
    };
    queue.startConsumer("report", handler, { concurrency: 1 });
    for (const runs of [1, 2]) {
      await queue.enqueue("report", { reportId: "r1" }, { id: "report-r1" });
      await eventually(() => starts.length).toBe(runs);
      await eventually(async () => (await queue.counts()).report).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
    }
    expect(starts).toEqual([1, 1]);
  });

  test("an unexpected error is retried, and what it said is not stored", async () => {
    const { queue, stored } = await open("q_retry");
    const second = Promise.withResolvers<number>();
    const release = Promise.withResolvers<void>();
    const handler = async (_payload: unknown, { attempt }: JobContext): Promise<void> => {
      if (attempt === 1) throw new Error("cannot read the post of Budi: Pilih nomor satu!");
      second.resolve(attempt);
      await release.promise;
    };
    queue.startConsumer("classify", handler, { concurrency: 1 });
    await queue.enqueue("classify", { versionIds: [`${ID}1`] });
    expect(await second.promise).toBe(2);
    const everything = await stored();
    expect(everything).toContain("Error");
    expect(everything).not.toMatch(/Budi|nomor/);
    release.resolve();
  });

  test("a limit postpones a job without using up an attempt", async () => {
    const { queue } = await open("q_limited");
    const starts: { attempt: number; at: number }[] = [];
    const handler = async (_payload: unknown, { attempt }: JobContext): Promise<void> => {
      starts.push({ attempt, at: performance.now() });
      if (starts.length === 1)
        throw new DomainError("limited", "platform-limited", "The platform asks us to wait.", { detail: { retryAfterMs: 300 } });
    };
    queue.startConsumer("ingest", handler, { concurrency: 1 });
    await queue.enqueue("ingest", { accountId: "a1" }, { id: "ingest-a1-1" });
    await eventually(() => starts.map(({ attempt }) => attempt)).toEqual([1, 1]);
    const [first, second] = starts;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(290);
  });

  test("jobs with a priority count as waiting and run in its order", async () => {
    const { queue } = await open("q_priority");
    await queue.enqueue("classify", { versionIds: ["late"] }, { priority: 9 });
    await queue.enqueue("classify", { versionIds: ["early"] }, { priority: 1 });
    expect(await queue.waiting("classify")).toBe(2);
    const seen: string[] = [];
    queue.startConsumer("classify", async ({ versionIds }) => void seen.push(...versionIds), { concurrency: 1 });
    await eventually(() => seen).toEqual(["early", "late"]);
  });

  test("stopping a consumer aborts the signal and waits for the running handler", async () => {
    const { queue } = await open("q_stop");
    const started = Promise.withResolvers<AbortSignal>();
    const release = Promise.withResolvers<void>();
    const order: string[] = [];
    const handler = async (_payload: unknown, { signal }: JobContext): Promise<void> => {
      started.resolve(signal);
      await release.promise;
      order.push("handler returned");
    };
    const consumer = queue.startConsumer("report", handler, { concurrency: 1 });
    await queue.enqueue("report", { reportId: "r1" });
    const signal = await started.promise;
    const stopped = consumer.stop().then(() => order.push("stopped"));
    expect(signal.aborted).toBe(true);
    release.resolve();
    await stopped;
    expect(order).toEqual(["handler returned", "stopped"]);
    expect(await queue.counts()).toMatchObject({ report: { waiting: 0, active: 0, delayed: 0 } });
  });

  test("a handler that never returns is abandoned with a word, and the queue closes all the same", async () => {
    const { backend, queue: watcher } = await open("q_abandon");
    const said: unknown[] = [];
    const log: Log = { ...silent, warn: (event, fields) => said.push([event, fields]) };
    const queue = createQueue({ backend, log, stopWithinMs: 200 });
    const [started, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const handler = async (): Promise<void> => {
      started.resolve();
      await release.promise;
    };
    const consumer = queue.startConsumer("report", handler, { concurrency: 1 });
    await queue.enqueue("report", { reportId: "r1" });
    await started.promise;
    await consumer.stop();
    expect(said).toEqual([["queue.abandoned", { job: "report", running: 1 }]]);
    // Nothing was broken off: what returns after all is done.
    release.resolve();
    await eventually(() => watcher.counts()).toMatchObject({ report: { waiting: 0, active: 0, delayed: 0 } });
  });

  test("a consumer goes on after every connection was cut", async () => {
    const { queue, cut } = await open("q_cut");
    const seen: string[] = [];
    queue.startConsumer("ingest", async ({ accountId }) => void seen.push(accountId), { concurrency: 1 });
    await queue.enqueue("ingest", { accountId: "before" });
    await eventually(() => seen).toEqual(["before"]);

    await cut();
    const add = () => queue.enqueue("ingest", { accountId: "after" }, { id: "ingest-after" });
    await eventually(() => add().then(String, (error: DomainError) => error.kind)).toBe("undefined");
    await eventually(() => seen).toContain("after");
  });

  test("preparing is idempotent, also when several processes do it at once", async () => {
    const opened = await Promise.all([open("q_prepare"), open("q_prepare"), open("q_prepare")]);
    await Promise.all(opened.map(({ backend }) => backend.prepare()));
    await opened[0]?.backend.prepare();
    await expect(opened[0]?.queue.ping()).resolves.toBeUndefined();
  });

  test("a queue that is emptied under a thousand waiting jobs goes on by itself", async () => {
    const { queue, empty } = await open("q_emptied");
    const gate = Promise.withResolvers<void>();
    const seen = new Set<string>();
    queue.startConsumer(
      "classify",
      async ({ versionIds }) => {
        await gate.promise;
        for (const id of versionIds) seen.add(id);
      },
      { concurrency: 2 },
    );
    await Promise.all(Array.from({ length: 1_100 }, (_, n) => queue.enqueue("classify", { versionIds: [`old-${n}`] })));
    await eventually(async () => (await queue.counts()).classify).toMatchObject({ waiting: 1_098, active: 2 });

    await empty();
    await queue.enqueue("classify", { versionIds: ["after-1"] });
    expect(await queue.waiting("classify")).toBeLessThanOrEqual(1);
    gate.resolve();
    await eventually(() => seen.has("after-1")).toBe(true);

    await Promise.all(Array.from({ length: 50 }, (_, n) => queue.enqueue("classify", { versionIds: [`new-${n}`] })));
    await eventually(() => [...seen].filter((id) => id.startsWith("new-")).length).toBe(50);
    await eventually(async () => (await queue.counts()).classify).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
  });

  test("a job that is postponed far ahead waits as delayed", async () => {
    const { queue } = await open("q_delayed");
    await queue.enqueue("ingest", { accountId: "a1" }, { delayMs: 3_600_000 });
    expect((await queue.counts()).ingest).toEqual({ waiting: 0, active: 0, delayed: 1, failed: 0 });
  });

  test("several consumers of several processes share the jobs, each job once", async () => {
    const [one, two] = await Promise.all([open("q_share"), open("q_share")]);
    const seen: string[] = [];
    for (const { queue } of [one, two]) queue.startConsumer("ingest", async ({ accountId }) => void seen.push(accountId), { concurrency: 2 });
    const ids = Array.from({ length: 60 }, (_, n) => `a${n}`);
    await Promise.all(ids.map((accountId, n) => (n % 2 ? one : two).queue.enqueue("ingest", { accountId })));
    await eventually(() => seen.length).toBe(60);
    await eventually(async () => (await one.queue.counts()).ingest).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
    expect(seen.toSorted()).toEqual(ids.toSorted());
  });

  test("a closed queue refuses at once instead of hanging", async () => {
    const { queue } = await open("q_closed");
    await queue.enqueue("ingest", { accountId: "a1" });
    await queue.close();
    await expect(queue.enqueue("ingest", { accountId: "a1" })).rejects.toMatchObject({ kind: "unavailable", code: "queue-closed" });
  });
});
