import { readFileSync } from "node:fs";
import { describeSchema, migrate } from "@netra/store";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { SCHEMA_FILE } from "../support/write-schema.ts";

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

async function run(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.url, options: "-c search_path=netra" });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

it("migrations/schema.sql says what the migrations make; if not: npm run schema", async () => {
  expect(await describeSchema(database.url), "migrations/schema.sql is stale: run `npm run schema` and commit it").toBe(
    readFileSync(SCHEMA_FILE, "utf8"),
  );
});

it("a second start and the partitions of a week change nothing in it", async () => {
  const before = await describeSchema(database.url);
  expect(await migrate(database.url)).toEqual({ applied: [] });
  await run("select ensure_week('2026-11-16')");
  expect(await describeSchema(database.url)).toBe(before);
});

it.each([
  ["a column", "alter table flag add column jotting text", "jotting text"],
  ["a check", "alter table flag add check (number > 0)", "CHECK ((number > 0))"],
  ["an index", "create index flag_jotting on flag (deadline_at)", "CREATE INDEX flag_jotting"],
  ["a policy", "create policy everybody on flag to netra_api using (true)", "create policy everybody on flag"],
  ["a right on a table", "grant delete on flag to netra_api", "grant delete, select on flag to netra_api;"],
  [
    "a right on a column",
    "grant update (region) on flag to netra_api",
    "grant update (changed_at, claimed_from, fence, first_reader_id, outcome, region",
  ],
  ["a function", "create function now_and_then() returns int language sql return 1", "FUNCTION netra.now_and_then"],
  [
    "a right on a function",
    "grant execute on function drop_week(date) to netra_api",
    "grant execute on routine drop_week(monday date) to netra_api;",
  ],
  ["a view", "create view looks as select id from flag", "create view looks"],
  ["a right on the schema", "grant create on schema netra to netra_api", "grant create, usage on schema netra to netra_api;"],
])("%s that is added shows", async (_what, statement, line) => {
  expect(await describeSchema(database.url)).not.toContain(line);
  await run(statement);
  expect(await describeSchema(database.url)).toContain(line);
});

it.each([
  ["row security that is switched off", "alter table evidence disable row level security", "alter table evidence enable row level security;"],
  ["row security that is no longer forced", "alter table evidence no force row level security", "alter table evidence force row level security;"],
  ["a right that is taken away", "revoke select on evidence from netra_api", "grant select on evidence to netra_api;"],
])("%s shows", async (_what, statement, line) => {
  expect(await describeSchema(database.url)).toContain(line);
  await run(statement);
  expect(await describeSchema(database.url)).not.toContain(line);
});
