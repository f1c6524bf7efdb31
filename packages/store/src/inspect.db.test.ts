import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "../../../test/support/postgres.ts";
import { type DatabaseServerFacts, inspectDatabase } from "./inspect.ts";
import { runOnce } from "./pool.ts";

const ASK = { timeoutMs: 3_000, queueSchema: "netra_queue" };

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

async function look(url = database.url): Promise<DatabaseServerFacts> {
  const facts = await inspectDatabase(url, ASK);
  if (!facts.reached) throw new Error(facts.code);
  return facts;
}

/** A login of this server; roles belong to all of it, so the name is the test's own. */
async function login(name: string, rights: string): Promise<string> {
  const url = new URL(database.url);
  url.username = name;
  url.password = "rahasia";
  await runOnce(database.url, `create role ${name} login password 'rahasia' ${rights}`);
  onTestFinished(async () => void (await runOnce(database.url, `drop owned by ${name}; drop role ${name}`)));
  return url.href;
}

test("a superuser sees a whole server, and changes nothing in it", async () => {
  const before = await runOnce(database.url, "select pg_current_xact_id_if_assigned() is null as none, (select count(*) from pg_class) as classes");
  expect(await look()).toEqual({
    reached: true,
    versionNumber: expect.any(Number),
    version: expect.stringMatching(/^1[6-9]\.\d+$/),
    identity: expect.stringContaining("@"),
    bytes: expect.any(Number),
    replica: false,
    encrypted: false,
    encoding: "UTF8",
    checksums: true,
    // The tests' server flushes nothing.
    durability: { fsync: "off", fullPageWrites: "off", synchronousCommit: "off" },
    connections: { usable: 97, used: expect.any(Number) },
    login: { superuser: true, bypassesRowSecurity: true, makesRoles: true },
    rolesMissing: [],
    schema: { missing: [], unknown: [] },
    queue: { made: false, usable: true },
    aheadMs: expect.any(Number),
    live: expect.objectContaining({ fresh: true, pack: null }),
  });
  expect(await runOnce(database.url, "select pg_current_xact_id_if_assigned() is null as none, (select count(*) from pg_class) as classes")).toEqual(
    before,
  );
});

test("a login without rights learns what is missing", async () => {
  const facts = await look(await login("uji_poor", ""));
  expect(facts.login).toEqual({ superuser: false, bypassesRowSecurity: false, makesRoles: false });
  expect(facts.rolesMissing).toEqual(["api", "ingest", "classify", "report", "custody", "scheduler", "operator"].map((name) => `netra_${name}`));
  expect(facts).toMatchObject({ schema: null, live: null, queue: { made: false, usable: false } });
});

test("the application's login may become every process, which it does not say of another", async () => {
  const facts = await look(await login("uji_app", "noinherit in role netra_app"));
  expect(facts.rolesMissing).toEqual([]);
  const url = await login("uji_two", "noinherit");
  await runOnce(database.url, "grant netra_api, netra_report to uji_two; grant netra_ingest to uji_two with set false");
  expect((await look(url)).rolesMissing).toEqual(["netra_ingest", "netra_classify", "netra_custody", "netra_scheduler", "netra_operator"]);
});

test("the queue's schema is usable to whom it was opened", async () => {
  await runOnce(database.url, "create schema netra_queue");
  onTestFinished(async () => void (await runOnce(database.url, "drop schema netra_queue")));
  const url = await login("uji_queue", "");
  expect((await look(url)).queue).toEqual({ made: true, usable: false });
  await runOnce(database.url, "grant usage on schema netra_queue to uji_queue");
  expect((await look(url)).queue).toEqual({ made: true, usable: true });
});

test("a schema that is behind, newer or not there is told by its migrations", async () => {
  const other = await freshDatabase();
  onTestFinished(() => other.drop());
  await runOnce(other.url, "delete from netra_migration.kysely_migration where name = '0001_access'");
  await runOnce(other.url, "insert into netra_migration.kysely_migration (name, timestamp) values ('9999_later', 'now')");
  expect(await look(other.url)).toMatchObject({ schema: { missing: ["0001_access"], unknown: ["9999_later"] }, live: null });
  await runOnce(other.url, "drop schema netra_migration cascade");
  const { schema, live } = await look(other.url);
  expect({ first: schema?.missing[0], live }).toEqual({ first: "0001_access", live: null });
});

test("one server is told from another, and one database of it from the next", async () => {
  const [first, again] = [await look(), await look()];
  expect(again.identity).toBe(first.identity);
  const other = new URL(database.url);
  other.pathname = "/postgres";
  expect((await look(other.href)).identity).not.toBe(first.identity);
});

test("what an installation is at is counted without a name", async () => {
  const contest = JSON.stringify({ id: "uji", watch: { from: "2029-06-01" }, candidates: [{ people: ["Contoh Calon"] }] });
  await runOnce(
    database.url,
    `insert into netra.app_user (username, name, role, regions, password_hash, active) values
       ('a', 'Contoh Satu', 'admin', '{ID}', 'x', true), ('b', 'Contoh Dua', 'admin', '{ID}', null, true), ('c', 'Contoh Tiga', 'admin', '{ID}', 'x', false),
       ('d', 'Contoh Empat', 'analyst', '{ID}', 'x', true);
     insert into netra.app_user (username, name, role, regions) values ('e', 'Contoh Enam', 'supervisor', '{19.71}');
     insert into netra.second_factor (user_id, secret_cipher, active_at) select id, '\\x01', case username when 'd' then now() end from netra.app_user where username in ('d', 'e');
     insert into netra.rule_pack_version (hash, pack_id, version, body, state) values ('p', 'inti', 3, '{}', 'live');
     insert into netra.contest (id, region) values ('uji', '19.71');
     insert into netra.contest_version (hash, contest_id, version, body) values ('h', 'uji', 1, '${contest}');
     update netra.contest set live_hash = 'h';
     insert into netra.civil_servant (id, region, name) values ('00000000-0000-4000-8000-000000000001', '19.71', 'Contoh Lima');
     insert into netra.account (id, civil_servant_id, region, platform, handle, handle_key, link, link_source, revoked_at, fetched_at)
       select gen_random_uuid(), '00000000-0000-4000-8000-000000000001', '19.71', platform, handle, handle, 'declared', 'surat', revoked, clock_timestamp() - interval '1 hour'
       from (values ('facebook', 'contoh.a', null), ('facebook', 'contoh.b', now()), ('tiktok', 'contoh.c', null)) as t (platform, handle, revoked);
     insert into netra.post (id, platform, external_id, account_id, civil_servant_id, region, kind, visibility, origin, time_trust, posted_at)
       select '00000000-0000-4000-8000-000000000002', 'facebook', '1', id, civil_servant_id, region, 'post', 'public', 'own', 'platform', now() from netra.account where handle = 'contoh.a';
     insert into netra.post_version (post_id, platform, external_id, version_key, seq, region, sha256, byte_length, week, state, captured_at)
       select '00000000-0000-4000-8000-000000000002', 'facebook', '1', key, seq, '19.71', sha256(key::bytea), 1, '2029-06-04', state, clock_timestamp() - waited
       from (values ('v1', 1, 'pending', interval '20 minutes'), ('v2', 2, 'pending', interval '1 minute'), ('v3', 3, 'quarantined', interval '1 day')) as t (key, seq, state, waited);
     insert into netra.export (kind, format, region, filter, state, needs_approval, asked_by, asked_role, expected, ended_at, expires_at, row_count, bytes, sha256, failed_code)
       select 'flags', 'csv', '19.71', '{}', state, false, u.id, 'supervisor', 1, now() - ended, now() - ended + interval '7 days', 1, 1, sha256('x'), 'x' from netra.app_user u,
         (values ('ready', interval '1 day'), ('ready', interval '8 days'), ('expired', interval '9 days'), ('cancelled', interval '3 days'), ('failed', interval '5 minutes')) as t (state, ended)
       where u.username = 'a';
     insert into netra.export_part (export_id, region, no, blob_key, bytes, row_count, position) select id, region, 0, 'k', 1, 1, 1 from netra.export where state not in ('expired')`,
  );
  const { live } = await look();
  expect(live).toEqual({
    fresh: false,
    pack: { id: "inti", version: 3, confirmed: false },
    contests: [{ id: "uji", demo: false, calendar: { id: "uji", watch: { from: "2029-06-01" } } }],
    admins: { all: 2, ready: 1 },
    users: 4,
    accounts: [
      { platform: "facebook", count: 1 },
      { platform: "tiktok", count: 1 },
    ],
    pending: { count: 2, oldestUnreadSeconds: expect.any(Number) },
    quarantined: 1,
    fixityFaults: 0,
    fixityRoundSeconds: null,
    stamps: { waiting: 0, oldestSeconds: 0, lastError: null, kept: [] },
    checkpointMail: { waiting: 0, oldestSeconds: 0, code: null },
    digest: { wanted: 0, failed: 0, code: null },
    reportMail: { failed: 0, code: null },
    // Of what has ended one had its file taken away.
    exports: { kept: 1, over: 3, oldestSeconds: expect.any(Number) },
    exporters: { all: 2, withCode: 1 },
    lastFetchSeconds: expect.any(Number),
  });
  expect(Math.round((live?.pending.oldestUnreadSeconds ?? 0) / 60)).toBe(20);
  expect(Math.round((live?.lastFetchSeconds ?? 0) / 60)).toBe(60);
  expect(Math.round((live?.exports.oldestSeconds ?? 0) / 86_400), "cancelled three days ago").toBe(3);
  expect(JSON.stringify(live)).not.toMatch(/contoh/i);
  // The application's own login, which row security holds, learns the same.
  const own = database.server.url(database.server.database, "netra_app");
  const alter = `alter role netra_app password '${new URL(own).password}'`;
  await runOnce(database.url, `begin; lock table pg_authid in share update exclusive mode; ${alter}; commit`);
  const asApp = await look(own);
  expect(asApp).toMatchObject({ login: { superuser: false, bypassesRowSecurity: false, makesRoles: false }, rolesMissing: [] });
  expect(asApp.live).toEqual({
    ...live,
    pending: { count: 2, oldestUnreadSeconds: expect.any(Number) },
    exports: { kept: 1, over: 3, oldestSeconds: expect.any(Number) },
    lastFetchSeconds: expect.any(Number),
  });
});

test.each([
  ["a closed port", () => at({ port: "1" }), "ECONNREFUSED"],
  ["a host that does not exist", () => at({ hostname: "tidak-ada.invalid" }), "ENOTFOUND"],
  ["a wrong password", () => at({ password: "tebakan" }), "28P01"],
  ["a database that does not exist", () => at({ pathname: "/tidak_ada" }), "3D000"],
  ["TLS asked of a server without it", () => at({ search: "?sslmode=verify-full" }), "no-tls"],
  ["an address that is none", () => "postgres://u:a#b@127.0.0.1/netra", "ERR_INVALID_URL"],
])("%s is an answer, not an error", async (_what, url, code) => {
  expect(await inspectDatabase(url(), ASK)).toEqual({ reached: false, code });
});

const at = (change: Partial<Record<"port" | "hostname" | "password" | "pathname" | "search", string>>): string =>
  Object.assign(new URL(database.url), change).href;

test("a server that takes the connection and says nothing costs the time given: who gave less is answered first, though asked later", async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket.on("error", () => undefined))).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as { port: number };
  const order: number[] = [];
  const look = async (timeoutMs: number): Promise<void> => {
    const found = await inspectDatabase(`postgres://netra:rahasia@127.0.0.1:${port}/netra`, { ...ASK, timeoutMs });
    expect(found).toEqual({ reached: false, code: "no-answer" });
    order.push(timeoutMs);
  };
  await Promise.all([look(2_000), look(300)]);
  expect(order).toEqual([300, 2_000]);
});
