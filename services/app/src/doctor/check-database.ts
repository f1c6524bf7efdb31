import type { DatabaseFacts, DatabaseServerFacts } from "@netra/store";
import { MAX_CLOCK_SKEW_MS } from "../clock-guard.ts";
import { away, placeOf, staysHere } from "./address.ts";
import { type BundledFacts, judgeBundled } from "./check-bundled.ts";
import { bytes } from "./check-data.ts";
import { type Checks, fail, note, ok, type Verdict, warn } from "./finding.ts";

export interface DatabaseSituation {
  /** Null with a server of the office's own. */
  readonly bundled: BundledFacts | null;
  /** DATABASE_URL, or the bundled server's; null while that does not run. */
  readonly url: string | null;
  /** Null while there is nobody to ask. */
  readonly look: DatabaseFacts | null;
  readonly admin: { readonly url: string; readonly look: DatabaseFacts } | null;
  /** Connections that one process with every role may open. */
  readonly budget: number;
}

const NEEDED = 160000;
const CROWDED = 0.8;

/** For what can be told of a server only once it answered. */
const whenReached =
  (check: (situation: DatabaseSituation & { readonly server: DatabaseServerFacts }) => Verdict | null) =>
  (situation: DatabaseSituation): Verdict | null =>
    situation.look?.reached ? check({ ...situation, server: situation.look }) : null;

export const DATABASE_CHECKS: Checks<DatabaseSituation> = {
  server: ({ bundled, url, look }) => {
    const awayCode = look && !look.reached ? look.code : null;
    if (bundled) return judgeBundled(bundled, { url, awayCode });
    const place = placeOf(url ?? "");
    return awayCode === null ? ok(`your own server answers at ${place}`) : away(awayCode, { what: "the database", place, setting: "DATABASE_URL" });
  },
  version: whenReached(({ server }) =>
    server.versionNumber >= NEEDED
      ? ok(`Postgres ${server.version}, ${bytes(server.bytes)}`)
      : fail(`Postgres ${server.version} is too old`, "Netra needs Postgres 16 or newer."),
  ),
  writable: whenReached(({ server }) =>
    server.replica ? fail("this server is a copy that only reads", "Let DATABASE_URL lead to the primary server.") : null,
  ),
  encryption: whenReached(({ server, bundled, url }) => {
    if (bundled) return null;
    if (server.encrypted) return ok("the connection is encrypted (TLS)");
    if (staysHere(url ?? "")) return ok("the connection stays on this machine");
    return warn("the connection is not encrypted", "Switch TLS on at the server and add ?sslmode=verify-full to DATABASE_URL.");
  }),
  login: whenReached(({ server: { login }, bundled }) => {
    if (bundled) return null;
    const remedy = "Give Netra a login of its own that is neither, and keep the administrator's in DATABASE_ADMIN_URL for npx netra migrate.";
    if (login.superuser) return warn("the login of DATABASE_URL is a superuser: a hole in Netra would be a hole in the whole server", remedy);
    if (login.bypassesRowSecurity) return warn("the login of DATABASE_URL passes by row security, which keeps regions apart", remedy);
    return ok("the login has no rights beyond its own");
  }),
  schema: whenReached(({ server, admin, bundled }) => schemaOf(server, { helped: admin !== null || bundled !== null })),
  roles: whenReached(({ server: { rolesMissing, schema, versionNumber } }) => {
    if (versionNumber < NEEDED || !schema || schema.missing.includes(FIRST_MIGRATION)) return null;
    if (rolesMissing.length === 0) return ok("the login may take on every role of Netra's processes");
    return fail(
      `the login may not take on ${rolesMissing.join(", ")}`,
      "As the server's administrator, create those that do not exist (nologin noinherit), and grant all of them to that login.",
    );
  }),
  durability: whenReached(({ server: { durability } }) => {
    const remedy = "Switch it on in the server's settings and reload.";
    const off = [durability.fsync === "off" && "fsync", durability.fullPageWrites === "off" && "full_page_writes"].filter(Boolean);
    if (off.length > 0) return fail(`${off.join(" and ")} off: a power cut can destroy the database`, remedy);
    if (durability.synchronousCommit === "off") return warn("synchronous_commit off: a power cut takes back decisions that people saw saved", remedy);
    return ok("what is committed is on the disk");
  }),
  checksums: whenReached(({ server }) =>
    server.checksums
      ? ok("data checksums are on")
      : warn(
          "data checksums are off: a failing disk damages data unseen",
          "Stop the server, run pg_checksums --enable on its directory, and start it.",
        ),
  ),
  encoding: whenReached(({ server: { encoding } }) =>
    encoding === "UTF8" ? null : fail(`the database's encoding is ${encoding}`, "Create it anew with encoding UTF8: posts hold every script."),
  ),
  connections: whenReached(({ server: { connections }, budget }) => {
    const { used, usable } = connections;
    const seen = `${used} of ${usable} connections used; a process with every role may open ${budget}`;
    const remedy = "Raise max_connections on the server, or run fewer processes.";
    if (usable < budget) return fail(seen, remedy);
    return used > usable * CROWDED ? warn(seen, remedy) : ok(seen);
  }),
  clock: whenReached(({ server: { aheadMs } }) => {
    const seconds = Math.abs(aheadMs / 1_000);
    const seen = `this machine's clock is ${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s ${aheadMs > 0 ? "ahead of" : "behind"} the database's`;
    if (Math.abs(aheadMs) > MAX_CLOCK_SKEW_MS)
      return fail(
        `${seen}; Netra refuses to start above ${MAX_CLOCK_SKEW_MS / 1_000} s`,
        "Set both clocks by NTP, for example: timedatectl set-ntp true",
      );
    return ok(seconds < 0.1 ? "this machine's clock and the database's agree" : seen);
  }),
  administrator: ({ admin, look }) => {
    if (!admin) return null;
    if (!admin.look.reached) {
      const verdict = away(admin.look.code, { what: "the database", place: placeOf(admin.url), setting: "DATABASE_ADMIN_URL" });
      return { ...verdict, seen: `for the administrator, ${verdict.seen}` };
    }
    if (look?.reached && look.identity !== admin.look.identity)
      return fail("DATABASE_ADMIN_URL leads to another database than DATABASE_URL", "Let both lead to the same database of the same server.");
    if (!admin.look.login.makesRoles)
      return fail("the administrator's login may not make roles", "As a superuser: alter role … createrole, for that login.");
    return ok("the administrator's login may change the schema; running processes need not have it");
  },
};

const FIRST_MIGRATION = "0001_access";

/** Whether a database was looked at and holds no Netra yet. */
export const isUnborn = ({ bundled, look }: DatabaseSituation): boolean =>
  bundled?.cluster === "none" || (look?.reached === true && look.schema?.missing[0] === FIRST_MIGRATION);

function schemaOf({ schema, login }: DatabaseServerFacts, { helped }: { readonly helped: boolean }): Verdict {
  if (!schema)
    return note("the login may not read which migrations are applied", "Let DATABASE_URL hold the login that npx netra migrate was run for.");
  if (schema.unknown.length > 0)
    return fail(`the schema is newer than this Netra: it has ${schema.unknown.join(", ")}`, "Start the newer version of Netra that made it.");
  const [first] = schema.missing;
  if (first === undefined) return ok("the schema is the one this Netra expects");
  const seen = first === FIRST_MIGRATION ? "the database holds no Netra yet" : `the schema is behind: ${schema.missing.join(", ")} missing`;
  if (!login.makesRoles && !helped)
    return fail(
      `${seen}, and the login of DATABASE_URL may not make roles`,
      "Run npx netra migrate with DATABASE_ADMIN_URL set to a login that may.",
    );
  if (!login.makesRoles) return fail(seen, "Run npx netra migrate.");
  return first === FIRST_MIGRATION ? note(`${seen}; the first start makes its schema`) : warn(seen, "Take a backup; the next start applies them.");
}
