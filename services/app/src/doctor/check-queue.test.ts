import type { RedisServer } from "@netra/queue";
import type { DatabaseFacts } from "@netra/store";
import { expect, test } from "vitest";
import { judged } from "../../../../test/support/judged.ts";
import { QUEUE_CHECKS, type QueueSituation } from "./check-queue.ts";

const server: RedisServer = {
  reached: true,
  version: "7.0.15",
  role: "master",
  cluster: false,
  maxmemoryPolicy: "noeviction",
  maxmemoryBytes: 268_435_456,
  usedBytes: 1_048_576,
  appendOnly: true,
  appendFsync: "everysec",
  saving: true,
  password: "accepted",
};
const URL = "redis://:rahasia@queue.internal:6379";
const at = (url: string, change: Partial<RedisServer> = {}): Partial<QueueSituation> => ({ redis: { url, look: { ...server, ...change } } });
const seeing = (change: Partial<RedisServer>) => at(URL, change);
const away = (code: string): Partial<QueueSituation> => ({ redis: { url: URL, look: { reached: false, code } } });
/** The only part of the database's facts that is judged here. */
const inPostgres = (queue: { made: boolean; usable: boolean }): Partial<QueueSituation> => ({
  redis: null,
  database: { reached: true, queue } as DatabaseFacts,
});
const HERE = "redis://127.0.0.1:6379";

test.each<[string, Partial<QueueSituation>, RegExp | null]>([
  ["place", {}, /^ok jobs wait in Redis at queue\.internal:6379$/],
  ["place", away("ECONNREFUSED"), /^fail nothing listens at queue\.internal:6379 → Start Redis, or correct QUEUE_URL\.$/],
  ["place", away("WRONGPASS"), /^fail queue\.internal:6379 refuses the login \(WRONGPASS\) → Correct name and password in QUEUE_URL/],
  ["place", away("NOPERM"), /^fail .* may not ask the server about itself → .*INFO/],
  ["place", inPostgres({ made: true, usable: true }), /^ok jobs wait in the database, schema netra_queue$/],
  ["place", inPostgres({ made: false, usable: true }), /^note .* the next start makes the schema netra_queue$/],
  ["place", inPostgres({ made: true, usable: false }), /^fail .* may not use the schema netra_queue/],
  ["place", { redis: null }, /^note jobs wait in the database; see there$/],
  ["version", {}, /^ok Redis 7\.0\.15$/],
  ["version", seeing({ version: "6.2.14" }), /^note Redis 6\.2\.14/],
  ["version", seeing({ version: "6.0.16" }), /^fail Redis 6\.0\.16 is too old → /],
  ["version", seeing({ version: "5.0.7" }), /^fail Redis 5\.0\.7 is too old/],
  ["version", away("ECONNREFUSED"), null],
  ["eviction", {}, /^ok maxmemory-policy is noeviction/],
  [
    "eviction",
    seeing({ maxmemoryPolicy: "allkeys-lru" }),
    /^fail maxmemory-policy is allkeys-lru.* → Run redis-cli CONFIG SET maxmemory-policy noeviction, and/,
  ],
  ["eviction", seeing({ maxmemoryPolicy: "" }), /^fail maxmemory-policy is unknown/],
  ["memory", {}, /^ok 1\.0 MB of 256 MB used$/],
  ["memory", seeing({ maxmemoryBytes: 0 }), /^ok 1\.0 MB used, no limit set$/],
  ["memory", seeing({ usedBytes: 250_000_000 }), /^warn 238 MB of 256 MB used: it refuses jobs when full → /],
  ["role", {}, null],
  ["role", seeing({ role: "slave" }), /^fail this Redis is a copy of another \(slave\) → Let QUEUE_URL lead to the master/],
  ["role", seeing({ cluster: true }), /^fail this Redis is a cluster → /],
  ["persistence", {}, /^ok the append-only file is on \(everysec\)$/],
  ["persistence", seeing({ appendFsync: null }), /^ok the append-only file is on$/],
  ["persistence", seeing({ appendOnly: false }), /^note appendonly is off.* nothing is lost/],
  ["persistence", seeing({ saving: false }), /^fail Redis could not save/],
  ["encryption", {}, /^warn the connection is not encrypted.* → .*rediss:\/\//],
  ["encryption", at("rediss://:rahasia@queue.internal"), /^ok the connection is encrypted/],
  ["encryption", at(HERE), /^ok the connection stays on this machine$/],
  ["password", {}, /^ok Redis asks for a password$/],
  ["password", seeing({ password: "not-given" }), /^warn Redis asks for no password: whoever reaches it may change jobs → /],
  ["password", seeing({ password: "not-asked" }), /^warn QUEUE_URL holds a password that Redis does not ask for/],
  ["password", at(HERE, { password: "not-given" }), /^note Redis asks for no password: any user of this machine/],
])("%s of %j: %s", (check, change, said) => {
  const lines = judged(QUEUE_CHECKS, check, { redis: { url: URL, look: server }, database: null, schema: "netra_queue", ...change });
  expect(lines).toEqual(said === null ? [] : [expect.stringMatching(said)]);
  expect(lines.join()).not.toContain("rahasia");
});
