import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type ChaosProxy, startChaosProxy } from "../../../test/chaos/src/proxy.ts";
import { type FreshDatabase, freshDatabase } from "../../../test/support/postgres.ts";
import { createPool } from "./pool.ts";

let database: FreshDatabase;
let proxy: ChaosProxy;

beforeAll(async () => {
  database = await freshDatabase();
  proxy = await startChaosProxy({ target: { host: "127.0.0.1", port: Number(new URL(database.url).port) } });
});
afterAll(() => proxy.close());

const throughProxy = () => {
  const pool = createPool(Object.assign(new URL(database.url), { port: String(proxy.port) }).href, { name: "test", max: 1, patienceMs: 300 });
  onTestFinished(() => pool.end());
  return pool;
};

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
