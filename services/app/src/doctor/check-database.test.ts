import type { DatabaseServerFacts } from "@netra/store";
import { expect, test } from "vitest";
import { judged } from "../../../../test/support/judged.ts";
import type { BundledFacts } from "./check-bundled.ts";
import { DATABASE_CHECKS, type DatabaseSituation, isUnborn } from "./check-database.ts";

const server: DatabaseServerFacts = {
  reached: true,
  versionNumber: 180004,
  version: "18.4",
  identity: "5@2029-06-03",
  bytes: 20_000_000,
  replica: false,
  encrypted: true,
  encoding: "UTF8",
  checksums: true,
  durability: { fsync: "on", fullPageWrites: "on", synchronousCommit: "on" },
  connections: { usable: 97, used: 12 },
  login: { superuser: false, bypassesRowSecurity: false, makesRoles: false },
  rolesMissing: [],
  schema: { missing: [], unknown: [] },
  queue: { made: true, usable: true },
  aheadMs: 0,
  live: null,
};
const own: DatabaseSituation = { bundled: null, url: "postgres://netra:rahasia@db.internal:5432/netra", look: server, admin: null, budget: 30 };
const seeing = (change: Partial<DatabaseServerFacts>): Partial<DatabaseSituation> => ({ look: { ...server, ...change } });
const away = (code: string) => ({ reached: false, code }) as const;
const administrator = (change: Partial<DatabaseServerFacts> = {}): Partial<DatabaseSituation> => ({
  admin: {
    url: "postgres://kepala:rahasia@db.internal:5432/netra",
    look: { ...server, login: { superuser: false, bypassesRowSecurity: false, makesRoles: true }, ...change },
  },
});
const maker = { superuser: false, bypassesRowSecurity: false, makesRoles: true };
const ALL = { missing: ["0001_access", "0002_people"], unknown: [] };
const BEHIND = { missing: ["0009_cases"], unknown: [] };

const bundled: BundledFacts = { cluster: "made", dir: "/srv/netra", programs: true, server: { pid: 12, port: 5433, ready: true }, holder: 11 };
const withBundled = (change: Partial<BundledFacts>, more: Partial<DatabaseSituation> = {}): Partial<DatabaseSituation> => ({
  bundled: { ...bundled, ...change },
  ...more,
});
const NOT_ASKED = { url: null, look: null };

test.each<[string, Partial<DatabaseSituation>, RegExp | null]>([
  ["server", {}, /^ok your own server answers at db\.internal:5432\/netra$/],
  ["server", { look: away("ECONNREFUSED") }, /^fail nothing listens at db\.internal:5432\/netra → Start the database, or correct DATABASE_URL\.$/],
  ["server", { look: away("28P01") }, /^fail db\.internal:5432\/netra refuses the login \(28P01\) → /],
  ["server", withBundled({}), /^ok the bundled Postgres runs at 127\.0\.0\.1:5433 \(process 12\) for Netra \(process 11\)$/],
  ["server", withBundled({ holder: null }), /^note .* left by a Netra that was killed; the next start takes it over$/],
  ["server", withBundled({ server: null, holder: null }, NOT_ASKED), /^note the bundled Postgres does not run/],
  ["server", withBundled({ server: null }, NOT_ASKED), /^fail Netra runs \(process 11\), but its Postgres does not → /],
  ["server", withBundled({ server: { pid: 12, port: 5433, ready: false } }, NOT_ASKED), /^note .* is starting or stopping/],
  ["server", withBundled({}, NOT_ASKED), /^fail .* its password cannot be read → Put \/srv\/netra\/postgres\.password back/],
  ["server", withBundled({}, { look: away("no-answer") }), /^fail 127\.0\.0\.1:5433 gives no answer in time/],
  ["server", withBundled({ cluster: "none", server: null, holder: null }, NOT_ASKED), /^note .* has no database yet/],
  ["server", withBundled({ cluster: "hidden", server: null, holder: null }, NOT_ASKED), /^fail .* cannot be looked at by you → /],
  ["server", withBundled({ programs: false }, NOT_ASKED), /^fail the bundled Postgres is not installed → Run npm ci/],
  ["version", {}, /^ok Postgres 18\.4, 19 MB$/],
  ["version", seeing({ versionNumber: 150011, version: "15.11" }), /^fail Postgres 15\.11 is too old → Netra needs Postgres 16 or newer\.$/],
  ["version", { look: away("ECONNREFUSED") }, null],
  ["writable", {}, null],
  ["writable", seeing({ replica: true }), /^fail this server is a copy that only reads → /],
  ["encryption", {}, /^ok the connection is encrypted/],
  ["encryption", seeing({ encrypted: false }), /^warn the connection is not encrypted → .*sslmode=verify-full/],
  ["encryption", { ...seeing({ encrypted: false }), url: "postgres://netra@127.0.0.1/netra" }, /^ok the connection stays on this machine$/],
  ["encryption", { ...seeing({ encrypted: false }), url: "postgres:///netra?host=/run/postgresql" }, /^ok the connection stays on this machine$/],
  ["encryption", { ...seeing({ encrypted: false }), bundled }, null],
  ["login", {}, /^ok the login has no rights beyond its own$/],
  ["login", seeing({ login: { ...maker, superuser: true } }), /^warn the login of DATABASE_URL is a superuser.* → .*DATABASE_ADMIN_URL/],
  ["login", seeing({ login: { ...maker, bypassesRowSecurity: true } }), /^warn .* passes by row security/],
  ["login", { ...seeing({ login: { ...maker, superuser: true } }), bundled }, null],
  ["schema", {}, /^ok the schema is the one this Netra expects$/],
  ["schema", seeing({ schema: null }), /^note the login may not read which migrations are applied/],
  ["schema", seeing({ schema: { missing: [], unknown: ["0010_x"] } }), /^fail the schema is newer than this Netra: it has 0010_x → Start the newer/],
  ["schema", seeing({ schema: BEHIND, login: maker }), /^warn the schema is behind: 0009_cases missing → Take a backup; the next start applies them/],
  ["schema", { ...seeing({ schema: BEHIND }), ...administrator() }, /^fail the schema is behind: 0009_cases missing → Run npx netra migrate\.$/],
  ["schema", seeing({ schema: BEHIND }), /^fail .* may not make roles → Run npx netra migrate with DATABASE_ADMIN_URL set/],
  ["schema", seeing({ schema: ALL, login: maker }), /^note the database holds no Netra yet; the first start makes its schema$/],
  ["schema", seeing({ schema: ALL }), /^fail the database holds no Netra yet, and the login .* may not make roles → /],
  ["roles", {}, /^ok /],
  [
    "roles",
    seeing({ rolesMissing: ["netra_api", "netra_report"] }),
    /^fail the login may not take on netra_api, netra_report → .* grant all of them/,
  ],
  ["roles", seeing({ rolesMissing: ["netra_api"], schema: ALL }), null],
  ["durability", {}, /^ok /],
  [
    "durability",
    seeing({ durability: { ...server.durability, fsync: "off", fullPageWrites: "off" } }),
    /^fail fsync and full_page_writes off: .* destroy/,
  ],
  ["durability", seeing({ durability: { ...server.durability, fullPageWrites: "off" } }), /^fail full_page_writes off/],
  ["durability", seeing({ durability: { ...server.durability, synchronousCommit: "off" } }), /^warn synchronous_commit off/],
  ["durability", seeing({ durability: { ...server.durability, synchronousCommit: "remote_write" } }), /^ok /],
  ["checksums", {}, /^ok /],
  ["checksums", seeing({ checksums: false }), /^warn data checksums are off.* → .*pg_checksums --enable/],
  ["encoding", {}, null],
  ["encoding", seeing({ encoding: "SQL_ASCII" }), /^fail the database's encoding is SQL_ASCII → /],
  ["connections", {}, /^ok 12 of 97 connections used; a process with every role may open 30$/],
  ["connections", seeing({ connections: { usable: 97, used: 78 } }), /^warn 78 of 97/],
  ["connections", seeing({ connections: { usable: 29, used: 2 } }), /^fail 2 of 29 .* → Raise max_connections/],
  ["clock", {}, /^ok this machine's clock and the database's agree$/],
  ["clock", seeing({ aheadMs: -1_400 }), /^ok this machine's clock is 1\.4 s behind the database's$/],
  ["clock", seeing({ aheadMs: 2_001 }), /^fail this machine's clock is 2\.0 s ahead of .* refuses to start above 2 s → .*NTP/],
  ["clock", seeing({ aheadMs: -86_400_000 }), /^fail this machine's clock is 86400 s behind/],
  ["administrator", {}, null],
  ["administrator", administrator(), /^ok /],
  ["administrator", administrator({ identity: "6@2029-06-03" }), /^fail DATABASE_ADMIN_URL leads to another database/],
  ["administrator", administrator({ login: server.login }), /^fail the administrator's login may not make roles → /],
  [
    "administrator",
    { admin: { url: "postgres://kepala:rahasia@db.internal/netra", look: away("28P01") } },
    /^fail for the administrator, db\.internal\/netra refuses the login .* DATABASE_ADMIN_URL/,
  ],
])("%s of %j: %s", (check, change, said) => {
  const lines = judged(DATABASE_CHECKS, check, { ...own, ...change });
  expect(lines).toEqual(said === null ? [] : [expect.stringMatching(said)]);
  expect(lines.join()).not.toMatch(/rahasia|kepala/);
});

test.each<[boolean, Partial<DatabaseSituation>]>([
  [false, {}],
  [false, seeing({ schema: BEHIND })],
  [false, { look: away("ECONNREFUSED") }],
  [true, seeing({ schema: ALL })],
  [true, withBundled({ cluster: "none" }, NOT_ASKED)],
  [false, withBundled({ server: null }, NOT_ASKED)],
])("nothing is in it yet: %s of %j", (unborn, change) => {
  expect(isUnborn({ ...own, ...change })).toBe(unborn);
});
