import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

let one: FreshDatabase;
let other: FreshDatabase;
beforeAll(async () => {
  one = await freshDatabase();
  other = await freshDatabase();
});
afterAll(async () => {
  await one.drop();
});

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text, rowMode: "array" })).rows.flat();
  } finally {
    await client.end();
  }
}

describe("a test file's database", () => {
  it("has every migration", async () => {
    expect(await query(one.url, "select count(*)::int > 0 from netra_migration.kysely_migration")).toEqual([true]);
  });

  it("is opened by any login with the password of its URL", async () => {
    const url = one.server.url(one.server.database, "uji_login");
    await query(one.url, `create role uji_login login password '${new URL(url).password}'`);
    expect(await query(url, "select current_user || '@' || current_database()")).toEqual([`uji_login@${one.server.database}`]);
  });

  it("is nobody else's", async () => {
    await query(one.url, "create table mine (n int)");
    expect(await query(one.url, "select to_regclass('public.mine')::text")).toEqual(["mine"]);
    expect(await query(other.url, "select to_regclass('public.mine')::text")).toEqual([null]);
  });

  it("is gone when it was dropped, connected or not", async () => {
    const client = new pg.Client({ connectionString: other.url });
    client.on("error", () => undefined);
    await client.connect();
    await other.drop();
    const name = new URL(other.url).pathname.slice(1);
    expect(await query(inject("postgres").adminUrl, `select count(*)::int from pg_database where datname = '${name}'`)).toEqual([0]);
  });
});
