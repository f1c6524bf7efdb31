import { once } from "node:events";
import type { Socket } from "node:net";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type ChaosProxy, startChaosProxy } from "../../../test/chaos/src/proxy.ts";
import { type FreshDatabase, freshDatabase } from "../../../test/support/postgres.ts";
import { createPool, type PoolOptions } from "./pool.ts";

let database: FreshDatabase;
let proxy: ChaosProxy;

beforeAll(async () => {
  database = await freshDatabase();
  proxy = await startChaosProxy({ target: { host: "127.0.0.1", port: Number(new URL(database.url).port) } });
});
afterAll(() => proxy.close());

const open = (more: Partial<PoolOptions> = {}) =>
  createPool(Object.assign(new URL(database.url), { port: String(proxy.port) }).href, { name: "test", max: 1, patienceMs: 300, ...more });
const throughProxy = () => {
  const pool = open();
  onTestFinished(() => pool.end());
  return pool;
};
/** The end of a connection's socket, which is what may keep a process. */
const hungUp = (client: pg.PoolClient): Promise<unknown> =>
  once((client as unknown as { connection: { stream: Socket } }).connection.stream, "close");

describe("a connection that got no answer", () => {
  it("is not given to anybody again: the next statement has a new one", async () => {
    const pool = throughProxy();
    const client = await pool.connect();
    await client.query("select 1");
    proxy.set("blackhole");
    await expect(client.query("select 2")).rejects.toThrow("Query read timeout");
    proxy.set("pass");
    // As a transaction does that cannot even roll back: it gives the connection back without a word.
    client.release();
    expect((await pool.query("select 3 as n")).rows).toEqual([{ n: 3 }]);
  });

  it("tells its holder at once that it is gone, who would otherwise wait on it for ever", async () => {
    const pool = throughProxy();
    const holder = await pool.connect();
    const gone = new Promise<Error>((resolve) => holder.on("error", resolve));
    proxy.set("blackhole");
    await expect(holder.query("listen something")).rejects.toThrow("Query read timeout");
    proxy.set("pass");
    expect((await gone).message).toMatch(/terminated/);
    await expect(holder.query("select 1")).rejects.toThrow();
    holder.release(true);
  });
});

describe("a pool that ends", () => {
  it("hangs up although the other side says nothing any more", async () => {
    const pool = open();
    const client = await pool.connect();
    const gone = hungUp(client);
    client.release();
    onTestFinished(() => proxy.set("pass"));
    proxy.set("blackhole");
    await pool.end();
    await gone;
  });

  it("does not wait for ever for a connection that nobody gives back: it is cut, and counted", async () => {
    const abandoned: number[] = [];
    const pool = open({ max: 2, onAbandoned: (connections) => abandoned.push(connections) });
    const [kept, returned] = [await pool.connect(), await pool.connect()];
    const gone = hungUp(kept);
    returned.release();
    await pool.end();
    await gone;
    expect(abandoned).toEqual([1]);
  });

  it("says nothing when everything came back", async () => {
    const pool = open({ onAbandoned: () => expect.unreachable() });
    await pool.query("select 1");
    await pool.end();
  });
});
