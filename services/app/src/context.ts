import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createFileBlobs } from "@netra/blobs";
import { type Config, loadRegions } from "@netra/config";
import type { Connector } from "@netra/connectors";
import { createQueue, createQueueBackend, type Queue, type QueueBackend } from "@netra/queue";
import { createFieldCipher, createPool, createStore, migrate, type Pool, quoteLiteral, runOnce, type Store, systemActor } from "@netra/store";
import { type Keys, loadKeys } from "./keys.ts";
import { type AppLog, createLog } from "./log.ts";
import { findBundledPostgres, startBundledPostgres } from "./postgres.ts";

/** Everything a role needs, built once a process. */
export interface Context {
  readonly config: Config;
  readonly log: AppLog;
  readonly clock: () => Date;
  readonly keys: Keys;
  readonly store: Store;
  readonly queue: Queue;
  readonly queueBackend: QueueBackend;
  readonly blobs: ReturnType<typeof createFileBlobs>;
  readonly connectors: readonly Connector[];
  /** True while the database holds nobody: no user, and no civil servant whose NIP needs a key. */
  readonly fresh: boolean;
  readonly warnings: readonly string[];
  /** How far this process's connection pools are used right now. The queue has none when its jobs are in Redis. */
  readonly pools: () => Readonly<Partial<Record<"store" | "queue", PoolUse>>>;
  /** Lets go of everything in the reverse order. */
  close(): Promise<void>;
}

/** Connections of a pool. */
export interface PoolUse {
  readonly max: number;
  readonly open: number;
  readonly idle: number;
  /** Callers that wait for a connection. */
  readonly waiting: number;
}

export interface ContextOverrides {
  readonly connectors?: readonly Connector[];
  readonly clock?: () => Date;
  readonly log?: AppLog;
  /** A database server that somebody else runs, by the URL of a superuser without a database name at the end. Tests share one. */
  readonly server?: { url(database: string, user?: string): string; readonly database: string };
  /** `attach`: use the running instance's server when there is one, for a command beside it. */
  readonly attach?: boolean;
  readonly tune?: "test";
}

/** Four consumers hold a connection each; six are left for short queries (packages/queue). */
const QUEUE_POOL = 10;
/** One pool serves every role of this process; each transaction takes its role's rights (packages/store). */
const STORE_POOL = 16;
const DATABASE = "netra";
const QUEUE_SCHEMA = "netra_queue";

interface Server {
  /** May make roles and tables. */
  readonly adminUrl: string;
  readonly appUrl: string;
  readonly queueUrl: string;
  stop(): Promise<void>;
}

/** Builds a process: server, schema, keys, store, queue. What was built is let go again when a later step fails. */
export async function createContext(config: Config, overrides: ContextOverrides = {}): Promise<Context> {
  const log = overrides.log ?? createLog(config.log.level);
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const release of closers.splice(0).reverse()) await release();
  };
  try {
    const server = await openServer(config, overrides, log);
    closers.push(server.stop);
    await migrate(server.adminUrl);
    await setPasswords(server);
    const fresh = await isFresh(server);
    const { keys, warnings } = loadKeys({ dir: config.paths.keys, mayCreate: fresh });

    const storePool = createPool(server.appUrl, { name: "app", max: STORE_POOL });
    const store = createStore({ pool: storePool, cipher: createFieldCipher(keys) });
    closers.push(() => store.close());
    const queuePool = createPool(server.queueUrl, { name: "queue", max: QUEUE_POOL, searchPath: QUEUE_SCHEMA });
    closers.push(() => queuePool.end());
    const queueBackend = createQueueBackend({ pool: queuePool, schema: QUEUE_SCHEMA, queueUrl: config.queue.url ?? undefined, log });
    await queueBackend.prepare();
    const queue = createQueue({ backend: queueBackend, log });
    closers.push(() => queue.close());

    await store.as(systemActor("operator"), (tx) => tx.status.saveRegions(loadRegions()));
    await store.as(systemActor("custody"), (tx) => tx.posts.ensureWeek(1));
    const blobs = createFileBlobs({ dir: directory(config, "blobs") });
    return {
      config,
      log,
      clock: overrides.clock ?? (() => new Date()),
      keys,
      store,
      queue,
      queueBackend,
      blobs,
      connectors: overrides.connectors ?? [],
      fresh,
      warnings,
      pools: () => ({ store: useOf(storePool), queue: useOf(queuePool) }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const useOf = (pool: Pool): PoolUse => ({
  max: pool.options.max,
  open: pool.totalCount,
  idle: pool.idleCount,
  waiting: pool.waitingCount,
});

/** A directory of this installation, made when missing, private to its user. */
export function directory(config: Config, name: string): string {
  const path = join(config.paths.data, name);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

async function openServer(config: Config, overrides: ContextOverrides, log: AppLog): Promise<Server> {
  // With a server of the office's own, one login does all: it must be allowed to make roles and to become them.
  if (config.database.url !== null)
    return { adminUrl: config.database.url, appUrl: config.database.url, queueUrl: config.database.url, stop: async () => undefined };
  if (overrides.server) return urlsOf(overrides.server.url, overrides.server.database, async () => undefined);
  const running = overrides.attach ? findBundledPostgres({ dataDir: config.paths.data }) : null;
  if (running) return urlsOf(running.url, DATABASE, async () => undefined);
  const bundled = await startBundledPostgres({ dataDir: config.paths.data, log, ...(overrides.tune ? { tune: overrides.tune } : {}) });
  try {
    const rows = await runOnce(bundled.url("postgres"), `select from pg_database where datname = ${quoteLiteral(DATABASE)}`);
    if (rows.length === 0) await runOnce(bundled.url("postgres"), `create database ${DATABASE}`);
    return urlsOf(bundled.url, DATABASE, () => bundled.stop());
  } catch (error) {
    await bundled.stop();
    throw error;
  }
}

const urlsOf = (url: (database: string, user?: string) => string, database: string, stop: () => Promise<void>): Server => ({
  adminUrl: url(database),
  appUrl: url(database, "netra_app"),
  queueUrl: url(database, "netra_queue"),
  stop,
});

/** Asked with the rights of the operator's tools: row security hides every civil servant from a login without regions, the tables' owner included. */
async function isFresh({ adminUrl }: Server): Promise<boolean> {
  const url = new URL(adminUrl);
  url.searchParams.set("options", "-c role=netra_operator -c netra.regions=ID");
  const [state] = await runOnce(url.href, "select not exists (select from netra.app_user) and not exists (select from netra.civil_servant) as fresh");
  return state?.fresh === true;
}

/** The bundled server's logins get the passwords that their URLs hold; nothing is stored beside them. */
async function setPasswords({ adminUrl, appUrl, queueUrl }: Server): Promise<void> {
  if (appUrl === adminUrl) return;
  for (const url of [appUrl, queueUrl]) {
    if (await runOnce(url, "select 1").catch(() => null)) continue;
    const { username, password } = new URL(url);
    const alter = `alter role ${username} password ${quoteLiteral(decodeURIComponent(password))}`;
    // Roles belong to the whole server, and Postgres refuses two changes of one at the same moment.
    await runOnce(adminUrl, `begin; lock table pg_authid in share update exclusive mode; ${alter}; commit`);
  }
}
