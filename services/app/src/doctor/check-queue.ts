import type { RedisFacts, RedisServer } from "@netra/queue";
import type { DatabaseFacts } from "@netra/store";
import { away, placeOf, staysHere } from "./address.ts";
import { bytes } from "./check-data.ts";
import { type Checks, fail, note, ok, type Verdict, warn } from "./finding.ts";

export interface QueueSituation {
  /** Null while jobs wait in Postgres. */
  readonly redis: { readonly url: string; readonly look: RedisFacts } | null;
  readonly database: DatabaseFacts | null;
  readonly schema: string;
}

const OLDEST = [6, 2] as const;
const CURRENT_MAJOR = 7;
const NEARLY_FULL = 0.9;

type Reached = { readonly server: RedisServer; readonly url: string };
const onRedis =
  (check: (reached: Reached) => Verdict | null) =>
  ({ redis }: QueueSituation): Verdict | null =>
    redis?.look.reached ? check({ server: redis.look, url: redis.url }) : null;

export const QUEUE_CHECKS: Checks<QueueSituation> = {
  place: ({ redis, database, schema }) => {
    if (redis) {
      const asked = { what: "Redis", place: placeOf(redis.url), setting: "QUEUE_URL" };
      return redis.look.reached ? ok(`jobs wait in Redis at ${asked.place}`) : away(redis.look.code, asked);
    }
    if (!database?.reached) return note("jobs wait in the database; see there");
    if (!database.queue.usable)
      return fail(
        `the login of DATABASE_URL may not use the schema ${schema}, where jobs wait`,
        "Run npx netra migrate with DATABASE_ADMIN_URL set.",
      );
    return database.queue.made
      ? ok(`jobs wait in the database, schema ${schema}`)
      : note(`jobs will wait in the database; the next start makes the schema ${schema}`);
  },
  version: onRedis(({ server: { version } }) => {
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
      return fail(`Redis ${version} is too old`, "Netra needs Redis 6.2, and is tested on 7.");
    return major < CURRENT_MAJOR ? note(`Redis ${version}; Netra is tested on ${CURRENT_MAJOR}`) : ok(`Redis ${version}`);
  }),
  eviction: onRedis(({ server: { maxmemoryPolicy } }) =>
    maxmemoryPolicy === "noeviction"
      ? ok("maxmemory-policy is noeviction: no job is thrown away")
      : fail(
          `maxmemory-policy is ${maxmemoryPolicy || "unknown"}: when memory is short, Redis throws waiting jobs away`,
          'Run redis-cli CONFIG SET maxmemory-policy noeviction, and write "maxmemory-policy noeviction" into redis.conf so that it stays.',
        ),
  ),
  memory: onRedis(({ server: { maxmemoryBytes, usedBytes } }) => {
    if (maxmemoryBytes === 0) return ok(`${bytes(usedBytes)} used, no limit set`);
    const seen = `${bytes(usedBytes)} of ${bytes(maxmemoryBytes)} used`;
    return usedBytes > maxmemoryBytes * NEARLY_FULL
      ? warn(`${seen}: it refuses jobs when full`, "Raise maxmemory, or find out why jobs pile up.")
      : ok(seen);
  }),
  role: onRedis(({ server: { role, cluster } }) => {
    if (role !== "master") return fail(`this Redis is a copy of another (${role || "unknown"})`, "Let QUEUE_URL lead to the master.");
    return cluster ? fail("this Redis is a cluster", "Netra needs a single Redis, with or without copies.") : null;
  }),
  persistence: onRedis(({ server: { appendOnly, appendFsync, saving } }) => {
    if (!saving) return fail("Redis could not save to its disk and refuses jobs until it can", "Look at the Redis log; its disk is probably full.");
    if (!appendOnly)
      return note(
        "appendonly is off: a restart of Redis forgets the jobs; nothing is lost, since the sweep offers their work again, but it takes a while",
        'Run redis-cli CONFIG SET appendonly yes, and write "appendonly yes" into redis.conf.',
      );
    return ok(`the append-only file is on${appendFsync === null ? "" : ` (${appendFsync})`}`);
  }),
  encryption: onRedis(({ url }) => {
    if (url.startsWith("rediss:")) return ok("the connection is encrypted (TLS)");
    if (staysHere(url)) return ok("the connection stays on this machine");
    return warn(
      "the connection is not encrypted; jobs hold ids only, but the password crosses the network readable",
      "Switch TLS on at Redis and write rediss:// in QUEUE_URL.",
    );
  }),
  password: onRedis(({ server: { password }, url }) => {
    if (password === "accepted") return ok("Redis asks for a password");
    const seen = password === "not-asked" ? "QUEUE_URL holds a password that Redis does not ask for" : "Redis asks for no password";
    const remedy = "Set requirepass or an ACL user in Redis, and write redis://:PASSWORD@HOST:PORT in QUEUE_URL.";
    return staysHere(url)
      ? note(`${seen}: any user of this machine may change jobs`, remedy)
      : warn(`${seen}: whoever reaches it may change jobs`, remedy);
  }),
};
