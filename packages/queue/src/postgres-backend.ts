import { setTimeout as pause } from "node:timers/promises";
import { codeOf, invalid } from "@netra/domain";
import {
  type BackendFactory,
  type PgPool,
  PostgresConnection,
  type PostgresConnectionOptions,
  PostgresQueueBackend,
  runMigrations,
  withBackend,
} from "bullmq";
import type { QueueBackend } from "./backend.ts";
import type { Log } from "./log.ts";
import { listen, workerOptions } from "./worker-options.ts";

/** What is needed of a `pg.Pool`; the pool itself is made where the database is known. */
export interface QueuePool extends Pick<PgPool, "connect" | "query"> {
  on(event: "error", listener: (error: Error) => void): unknown;
  readonly options?: { readonly max?: number | undefined; readonly keepAlive?: boolean | undefined };
}

/** Connections left for short queries beside the one each consumer holds. With fewer, consumers and producers wait for each other. */
export const SPARE_CONNECTIONS = 3;
const PREPARE_SPACING_MS = 1_000;

/** SQLSTATEs that Postgres answers when a schema went away, before or in the middle of a statement. */
const VANISHED = new Set(["3F000", "42P01", "42883", "42704", "XX000"]);

/**
 * BullMQ's connection on a pool that is not its own, in a schema of our choice.
 *
 * BullMQ checks a given pool once, against the schema `bullmq`, and remembers a refusal for good. Asking `prepare` instead, before every
 * statement, is what lets a dropped schema or a server that was down at start heal without a new Queue or Worker.
 */
class PreparedConnection extends PostgresConnection {
  override readonly schema: string;
  readonly #prepare: () => Promise<void>;

  constructor(pool: PgPool, schema: string, prepare: () => Promise<void>) {
    super(pool);
    this.schema = schema;
    this.#prepare = prepare;
  }

  override waitUntilReady(): Promise<void> {
    return this.#prepare();
  }
}

export function createPostgresBackend({ pool, schema, log }: { pool: QueuePool; schema: string; log: Log }): QueueBackend {
  // An idle connection that breaks raises this event; without a listener it would end the process.
  pool.on("error", (error) => log.warn("queue.connection-lost", { code: codeOf(error) }));
  const { prepare, doubt } = preparation({ pool, schema, log });
  const connection = borrowed(pool);
  // The name shows in pg_stat_activity which connection a consumer holds.
  const factory: BackendFactory<PostgresQueueBackend, PostgresConnectionOptions> = (name, options, { withBlockingConnection = false } = {}) => {
    const prepared = new PreparedConnection(connection, schema, prepare);
    return new PostgresQueueBackend(prepared, name, options, true, withBlockingConnection ? `netra-${name}` : undefined);
  };
  const { Queue, Worker } = withBackend(factory);
  return {
    place: "postgres",
    producer(name) {
      const queue = new Queue<unknown, void, string>(name, { connection, skipMetasUpdate: true });
      queue.on("error", doubt);
      return queue;
    },
    worker(name, spec) {
      const worker = new Worker<unknown, void>(name, (job, _token, signal) => spec.work(job, signal ?? new AbortController().signal), {
        connection,
        ...workerOptions(spec),
      });
      listen(worker, {
        ...spec,
        onError: (error) => {
          spec.onError(error);
          doubt(error);
        },
      });
      return worker;
    },
    maxConsumers: (pool.options?.max ?? Number.POSITIVE_INFINITY) - SPARE_CONNECTIONS,
    prepare,
    // Each statement prepares by itself and has a limit of its own, from the pool.
    ready: async () => undefined,
    doubt,
    ping: async () => {
      await pool.query("select 1");
    },
    close: async () => undefined,
  };
}

/** The pool as BullMQ may use it: it cannot end it, and does not add an error listener for every Queue and Worker. */
function borrowed(pool: QueuePool): PgPool & Pick<QueuePool, "options"> {
  const view: PgPool & Pick<QueuePool, "options"> = {
    connect: () => pool.connect(),
    query: (text, params) => pool.query(text, params),
    end: () => Promise.resolve(),
    on: () => view,
    removeAllListeners: () => view,
    ...(pool.options ? { options: pool.options } : {}),
  };
  return view;
}

function preparation({ pool, schema, log }: { pool: QueuePool; schema: string; log: Log }) {
  let ready: Promise<void> | undefined;
  let running = false;
  let notBefore = 0;

  const run = async (): Promise<void> => {
    running = true;
    try {
      await pause(Math.max(0, notBefore - performance.now()));
      notBefore = performance.now() + PREPARE_SPACING_MS;
      await migrate({ pool, schema });
      log.info("queue.prepared", { schema });
    } catch (error) {
      ready = undefined;
      throw error;
    } finally {
      running = false;
    }
  };

  return {
    prepare: (): Promise<void> => (ready ??= run()),
    doubt: (error: unknown): boolean => {
      const code = (error as { code?: unknown } | undefined)?.code;
      // A number is BullMQ's own answer about a single job, such as a lost lock: the server and the schema are fine.
      if (typeof code === "number") return false;
      if (!running) ready = undefined;
      return typeof code === "string" && VANISHED.has(code);
    },
  };
}

async function migrate({ pool, schema }: { pool: QueuePool; schema: string }): Promise<void> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ path: string }>("select current_setting('search_path') as path");
    const first = rows[0]?.path.split(",")[0]?.trim().replaceAll('"', "");
    if (first !== schema)
      throw invalid(
        "queue-search-path",
        `The queue's pool does not look into its schema first: open it with options "-c search_path=${schema}" and use it for nothing else.`,
      );
    await runMigrations(client, schema);
    client.release();
  } catch (error) {
    // Possibly in the middle of a transaction: the connection is not given back.
    client.release(true);
    throw error;
  }
}
