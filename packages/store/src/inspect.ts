import { codeOf } from "@netra/domain";
import pg from "pg";
import { asAway } from "./away.ts";
import { type LiveFacts, readLive } from "./inspect-live.ts";
import { measureSkew } from "./measure-skew.ts";
import { compareSchema, type SchemaState } from "./schema-state.ts";

/** What a Postgres server says of itself, and of our database on it. */
export interface DatabaseServerFacts {
  readonly reached: true;
  /** As `server_version_num`: 180004 is 18.4. */
  readonly versionNumber: number;
  readonly version: string;
  /** Together these name one database of one running server. */
  readonly identity: string;
  readonly bytes: number;
  /** A copy that only reads. */
  readonly replica: boolean;
  readonly encrypted: boolean;
  readonly encoding: string;
  readonly checksums: boolean;
  /** `on`, `off`, or another word of `synchronous_commit`. */
  readonly durability: { readonly fsync: string; readonly fullPageWrites: string; readonly synchronousCommit: string };
  /** `usable` leaves out what the server keeps for administrators. */
  readonly connections: { readonly usable: number; readonly used: number };
  /** Of this connection's login. */
  readonly login: { readonly superuser: boolean; readonly bypassesRowSecurity: boolean; readonly makesRoles: boolean };
  /** Roles of ours that the login may not become, or that do not exist. */
  readonly rolesMissing: readonly string[];
  /** Null when this login may not read it. */
  readonly schema: SchemaState | null;
  /** The queue's own schema, and whether this login may use or else make it. */
  readonly queue: { readonly made: boolean; readonly usable: boolean };
  /** Milliseconds that this machine's clock is ahead, at least: what the way there and back may explain is taken off. */
  readonly aheadMs: number;
  /** Null when it could not be read: the schema is another, or the login may not become the operator's role. */
  readonly live: LiveFacts | null;
}

/** A database that could not be asked: a SQLSTATE, a system or TLS code, `no-answer` in time, or `no-tls` for a server that speaks none. */
export interface DatabaseAway {
  readonly reached: false;
  readonly code: string;
}

export type DatabaseFacts = DatabaseServerFacts | DatabaseAway;

export interface InspectOptions {
  readonly timeoutMs: number;
  /** Schema that the queue keeps its jobs in. */
  readonly queueSchema: string;
}

/** Roles that a process takes on, one per kind. Source: migrations/0001_access.sql. */
const ROLES = ["api", "ingest", "classify", "report", "custody", "scheduler", "operator"].map((process) => `netra_${process}`);
/** Counting a large house may take longer than there is time: the rest is told all the same. */
const LIVE_SHARE = 0.8;
/** Before it, `pg_has_role` cannot tell who may take a role on. */
const FIRST_VERSION = 160000;

/**
 * Looks at a database over one connection of its own, in read-only transactions: nothing is made or changed. Never throws; answers within `timeoutMs`.
 * Holds no text, handle or name of a person.
 */
export async function inspectDatabase(url: string, { timeoutMs, queueSchema }: InspectOptions): Promise<DatabaseFacts> {
  let client: pg.Client | undefined;
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(Object.assign(new Error("late"), { code: "no-answer" })), timeoutMs);
  try {
    client = new pg.Client({
      connectionString: url,
      application_name: "netra-doctor",
      options: "-c default_transaction_read_only=on -c timezone=UTC",
      connectionTimeoutMillis: timeoutMs,
      statement_timeout: timeoutMs,
    });
    // A connection that breaks while nothing is asked would otherwise end the process.
    client.on("error", () => undefined);
    return await Promise.race([look(client, { timeoutMs, queueSchema }), late]);
  } catch (error) {
    return { reached: false, code: awayCode(error) };
  } finally {
    clearTimeout(timer);
    void client?.end().catch(() => undefined);
  }
}

async function look(client: pg.Client, { timeoutMs, queueSchema }: InspectOptions): Promise<DatabaseFacts> {
  await client.connect();
  const server = await one<ServerRow>(client, SERVER);
  const aheadMs = await readAhead(client);
  const schema = await readSchema(client).catch(() => null);
  return {
    reached: true,
    versionNumber: server.version_number,
    version: server.version,
    identity: server.identity,
    bytes: server.bytes,
    replica: server.replica,
    encrypted: server.encrypted,
    encoding: server.encoding,
    checksums: server.checksums,
    durability: { fsync: server.fsync, fullPageWrites: server.full_page_writes, synchronousCommit: server.synchronous_commit },
    connections: { usable: server.usable, used: server.used },
    login: { superuser: server.rolsuper, bypassesRowSecurity: server.rolbypassrls, makesRoles: server.rolsuper || server.rolcreaterole },
    rolesMissing: server.version_number < FIRST_VERSION ? [] : await listRolesMissing(client),
    schema,
    queue: await one(client, QUEUE, [queueSchema]),
    aheadMs,
    live: schema?.missing.length === 0 ? await readLive(client, { timeoutMs: timeoutMs * LIVE_SHARE }).catch(() => null) : null,
  };
}

interface ServerRow {
  readonly version_number: number;
  readonly version: string;
  readonly identity: string;
  readonly bytes: number;
  readonly replica: boolean;
  readonly encrypted: boolean;
  readonly encoding: string;
  readonly checksums: boolean;
  readonly fsync: string;
  readonly full_page_writes: string;
  readonly synchronous_commit: string;
  readonly usable: number;
  readonly used: number;
  readonly rolsuper: boolean;
  readonly rolbypassrls: boolean;
  readonly rolcreaterole: boolean;
}

/** `reserved_connections` is younger than the oldest server that may be asked. */
const SERVER = `select current_setting('server_version_num')::int as version_number, split_part(current_setting('server_version'), ' ', 1) as version,
  (select oid from pg_database where datname = current_database()) || '@' || pg_postmaster_start_time() as identity,
  pg_database_size(current_database())::float8 as bytes, pg_is_in_recovery() as replica,
  coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as encrypted,
  current_setting('server_encoding') as encoding, current_setting('data_checksums') = 'on' as checksums,
  current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes, current_setting('synchronous_commit') as synchronous_commit,
  current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
    - coalesce(current_setting('reserved_connections', true), '0')::int as usable,
  (select coalesce(sum(numbackends), 0)::int from pg_stat_database) as used,
  rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user`;

const QUEUE = `select to_regnamespace($1) is not null as made, case when to_regnamespace($1) is null then has_database_privilege(current_database(), 'create')
  else has_schema_privilege(to_regnamespace($1)::oid, 'usage') end as usable`;

async function listRolesMissing(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ rolname: string }>(
    "select rolname from pg_roles where rolname = any($1) and pg_has_role(current_user, oid, 'SET')",
    [ROLES],
  );
  const may = new Set(rows.map(({ rolname }) => rolname));
  return ROLES.filter((role) => !may.has(role));
}

async function readSchema(client: pg.Client): Promise<SchemaState> {
  const { made } = await one<{ made: boolean }>(client, "select to_regclass('netra_migration.kysely_migration') is not null as made");
  const { rows } = made ? await client.query<{ name: string }>("select name from netra_migration.kysely_migration") : { rows: [] };
  return compareSchema(rows.map(({ name }) => name));
}

const readAhead = (client: pg.Client): Promise<number> =>
  measureSkew(async () => (await one<{ now: Date }>(client, "select clock_timestamp() as now")).now);

async function one<T extends pg.QueryResultRow>(client: pg.Client, statement: string, values: unknown[] = []): Promise<T> {
  const { rows } = await client.query<T>(statement, values);
  if (!rows[0]) throw new Error("expected a row");
  return rows[0];
}

/** The driver's own words for some failures come without a code. Source: pg/lib/connection.js. */
function awayCode(error: unknown): string {
  if (error instanceof Error && /does not support SSL/.test(error.message)) return "no-tls";
  const coded = typeof (error as { code?: unknown } | null)?.code === "string";
  return !coded && asAway(error) !== error ? "no-answer" : codeOf(error);
}
