import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Blobs } from "@netra/blobs";
import { type Config, loadRegions } from "@netra/config";
import type { Connector, OembedCheck } from "@netra/connectors";
import { createQueue, createQueueBackend, type Queue, type QueueBackend } from "@netra/queue";
import { createFieldCipher, createPool, createStore, type Pool, type PoolOptions, type Store, systemActor } from "@netra/store";
import { type ClockGuard, requireAgreement, watchClock } from "./clock-guard.ts";
import { connectionBudget, isQuick } from "./connection-budget.ts";
import { createConnectors, createOembed } from "./connectors.ts";
import { type BundledUse, type DatabaseServer, type GivenServer, isFresh, openServer, prepareDatabase } from "./database-server.ts";
import { type Keys, loadKeys } from "./keys.ts";
import { type AppLog, createLog, roleName } from "./log.ts";
import { openBlobs } from "./open-blobs.ts";
import { PROCESS_ROLES, type ProcessRole } from "./process-roles.ts";
import { QUEUE_SCHEMA } from "./queue-schema.ts";

/** Everything a role needs, built once a process. */
export interface Context {
  readonly config: Config;
  readonly log: AppLog;
  readonly clock: () => Date;
  readonly keys: Keys;
  readonly store: Store;
  readonly queue: Queue;
  readonly queueBackend: QueueBackend;
  readonly blobs: Blobs;
  readonly connectors: readonly Connector[];
  readonly oembed: OembedCheck;
  /** True while the database holds nobody: no user, and no civil servant whose NIP needs a key. */
  readonly fresh: boolean;
  readonly warnings: readonly string[];
  /** How far this process's connection pools are used right now. The queue has none when its jobs are in Redis. */
  readonly pools: () => Readonly<Partial<Record<"store" | "queue", PoolUse>>>;
  /** Tells when this machine's clock and the database's have come apart: then the process must stop. */
  readonly clockGuard: ClockGuard;
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
  readonly oembed?: OembedCheck;
  readonly clock?: () => Date;
  readonly log?: AppLog;
  /** A database server that somebody else runs, for any of its logins. Tests share one. */
  readonly server?: GivenServer;
  /** How to come to the bundled server. `own` unless given. */
  readonly bundled?: BundledUse;
  /** What this process will do, which decides how many connections it may open. Every role unless given; none for a command. */
  readonly roles?: readonly ProcessRole[];
  readonly tune?: "test";
}

// Shorter than a lease: a worker whose line went silent is back before long.
const WORKER_PATIENCE_MS = 8_000;

/** Builds a process: server, schema, keys, store, queue. What was built is let go again when a later step fails. */
export async function createContext(config: Config, overrides: ContextOverrides = {}): Promise<Context> {
  const log = overrides.log ?? createLog(config.log.level, { role: roleName(overrides.roles ?? PROCESS_ROLES) });
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const release of closers.splice(0).reverse()) await release();
  };
  try {
    const server = await openServer(config, { given: overrides.server, bundled: overrides.bundled ?? "own", tune: overrides.tune, log });
    closers.push(server.stop);
    await prepareDatabase(server, { keepsJobs: config.queue.url === null });
    const fresh = await isFresh(server);
    const { keys, warnings } = loadKeys({ dir: config.paths.keys, mayCreate: fresh });

    const roles = overrides.roles ?? PROCESS_ROLES;
    const budget = connectionBudget(roles);
    const patience = isQuick(roles) ? { patienceMs: WORKER_PATIENCE_MS } : {};
    const onAbandoned = (pool: string) => (connections: number) => log.warn("pool.abandoned", { pool, connections });
    const storePool = createPool(server.appUrl, { name: "app", max: budget.store, ...patience, onAbandoned: onAbandoned("store") });
    const store = createStore({ pool: storePool, cipher: createFieldCipher(keys) });
    closers.push(() => store.close());
    const databaseClock = async (): Promise<Date> => (await store.pulse()).now;
    await requireAgreement(databaseClock);
    const clockGuard = watchClock(databaseClock);
    closers.push(async () => clockGuard.stop());
    const { queueBackend, queuePool } = await openQueue(config, {
      server,
      pool: { max: budget.queue, ...patience, onAbandoned: onAbandoned("queue") },
      log,
    });
    if (queuePool) closers.push(() => queuePool.end());
    const queue = createQueue({ backend: queueBackend, log });
    closers.push(() => queue.close());

    await store.as(systemActor("operator"), (tx) => tx.status.saveRegions(loadRegions()));
    await store.as(systemActor("custody"), (tx) => tx.posts.ensureWeek(1));
    directory(config, config.bucket === null ? "blobs" : "spool");
    const blobs = openBlobs(config);
    const clock = overrides.clock ?? (() => new Date());
    return {
      config,
      log,
      clock,
      keys,
      store,
      queue,
      queueBackend,
      blobs,
      connectors: overrides.connectors ?? createConnectors(config),
      oembed: overrides.oembed ?? createOembed(config, clock),
      fresh,
      warnings,
      pools: () => ({ store: useOf(storePool), ...(queuePool ? { queue: useOf(queuePool) } : {}) }),
      clockGuard,
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

/** Opens where jobs are kept. A Redis that does not answer stops nothing: the queue is only a hint, and the sweep offers again what it missed. */
async function openQueue(
  config: Config,
  {
    server,
    pool,
    log,
  }: { readonly server: DatabaseServer; readonly pool: Pick<PoolOptions, "max" | "patienceMs" | "onAbandoned">; readonly log: AppLog },
): Promise<{ queueBackend: QueueBackend; queuePool: Pool | null }> {
  if (config.queue.url !== null) {
    const queueBackend = createQueueBackend({ redisUrl: config.queue.url }, { log });
    await queueBackend.prepare().catch(() => log.warn("queue.away"));
    return { queueBackend, queuePool: null };
  }
  const queuePool = createPool(server.queueUrl, { name: "queue", searchPath: QUEUE_SCHEMA, ...pool });
  const queueBackend = createQueueBackend({ pool: queuePool, schema: QUEUE_SCHEMA }, { log });
  try {
    await queueBackend.prepare();
    return { queueBackend, queuePool };
  } catch (error) {
    await queuePool.end();
    throw error;
  }
}
