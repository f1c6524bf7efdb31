import type { Socket } from "node:net";
import pg from "pg";

export type Pool = pg.Pool;

export interface PoolOptions {
  /** What the connections are for, shown in pg_stat_activity. */
  readonly name: string;
  readonly max: number;
  readonly searchPath?: string;
  /** After so long without an answer a statement fails and its connection is ended; 20 s unless given. The server itself ends a statement at three quarters of it. */
  readonly patienceMs?: number;
  /** Told when the pool ended without so many of its connections, whose holders never gave them back. */
  readonly onAbandoned?: (connections: number) => void;
}

const PATIENCE_MS = 20_000;
/** A server that is there answers a farewell at once. */
const FAREWELL_MS = 1_000;
/** Holders have stopped before their pool ends; what they still hold then, nobody gives back. */
const GIVE_BACK_MS = 3_000;

/**
 * Makes a pool whose connections never wait for ever: a statement ends after 15 s, a lock wait after 5 s, an idle transaction after 15 s, and
 * a half-open connection is noticed by the client after 20 s (measured: a swallowed packet otherwise hangs a worker without an error). `end()`
 * resolves within 3 s, whoever holds a connection, and a connection that ended keeps the process for 1 s at most.
 */
export function createPool(url: string, options: PoolOptions): Pool {
  const patienceMs = options.patienceMs ?? PATIENCE_MS;
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max,
    application_name: `netra-${options.name}`,
    options: `-c search_path=${options.searchPath ?? "netra"} -c timezone=UTC`,
    statement_timeout: (patienceMs * 3) / 4,
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: 15_000,
    query_timeout: patienceMs,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // A connection that breaks is replaced by the pool, and whoever used it hears of it from the statement. Its event would end the process without a listener,
  // also of a connection that is taken and between two statements at that moment, which the pool does not listen to.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => {
    client.on("error", () => undefined);
    endWhenSilent(client);
    endFor(client);
  });
  endInTime(pool, options.onAbandoned);
  return pool;
}

/**
 * Ends a connection as soon as one of its statements got no answer in time, and tells its holder by the event `error`. pg gives only the statement up:
 * the connection waits for that answer for ever, keeps every later statement waiting behind it, and goes back to the pool as if it were good.
 */
function endWhenSilent(client: pg.PoolClient): void {
  const ask = client.query.bind(client) as (...args: unknown[]) => unknown;
  const query = (...args: unknown[]): unknown => {
    const answer = ask(...args);
    if (answer instanceof Promise)
      answer.catch((error: unknown) => {
        if (!isSilence(error)) return;
        void (client as unknown as pg.Client).end().catch(() => undefined);
        client.emit("error", new Error("Connection terminated: a statement got no answer", { cause: error }));
      });
    return answer;
  };
  client.query = query as typeof client.query;
}

/**
 * Makes the end of a connection an end: pg says farewell and waits for the other side to hang up, which on a half-open connection keeps the process,
 * and a pool that waits for it, for as long as the line stays silent.
 */
function endFor(client: pg.PoolClient): void {
  const { connection } = client as unknown as { readonly connection: { readonly stream: Socket } };
  const ending = client as unknown as { end(told?: () => void): unknown };
  const end = ending.end.bind(ending);
  ending.end = (...told) => {
    const timer = setTimeout(() => connection.stream.destroy(), FAREWELL_MS).unref();
    connection.stream.once("close", () => clearTimeout(timer));
    return end(...told);
  };
}

/** Bounds `pool.end()`: pg waits for ever for a connection that is not given back. Such connections are cut, and counted. */
function endInTime(pool: Pool, onAbandoned: PoolOptions["onAbandoned"]): void {
  const open = new Set<pg.PoolClient>();
  pool.on("connect", (client) => open.add(client));
  pool.on("remove", (client) => open.delete(client));
  const end = pool.end.bind(pool) as () => Promise<void>;
  pool.end = (async () => {
    const ended = end();
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      if (open.size > 0) onAbandoned?.(open.size);
      for (const client of open) void (client as unknown as pg.Client).end().catch(() => undefined);
      resolve();
    }, GIVE_BACK_MS);
    await Promise.race([ended, late]).finally(() => clearTimeout(timer));
  }) as Pool["end"];
}

/** How pg says it: without a code. Source: pg/lib/client.js. */
const isSilence = (error: unknown): boolean => error instanceof Error && error.message === "Query read timeout";

/** Runs one statement on a connection of its own, for the few acts that come before any pool: creating a database, setting a login's password. */
export async function runOnce(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(statement)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

/** Quotes a string for a statement that takes no parameters (`alter role … password`). */
export const quoteLiteral = (value: string): string => pg.escapeLiteral(value);
