import { mkdirSync } from "node:fs";
import { setInterval as ticks } from "node:timers/promises";
import { archivePaths, archiveSettings } from "./backup/archive-settings.ts";
import { backupFilesOf } from "./backup/backup-files.ts";
import { openArchive, requireOwn } from "./backup/open-archive.ts";
import { finishPutting } from "./backup/put-in-place.ts";
import { acquireLock } from "./lock.ts";
import { findBinaries, isReachable, whoRunsServer } from "./postgres-binaries.ts";
import { type Cluster, createCluster, launch, settledServer, shutDown, startClockOfArchive } from "./postgres-cluster.ts";
import { filesOf, findServer, readPassword, startedWith, urlOf } from "./postgres-files.ts";

export interface PostgresLog {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
}

export interface BundledPostgresOptions {
  /** Netra's data directory; the server keeps its cluster, password, port and log below it. */
  readonly dataDir: string;
  readonly log: PostgresLog;
  /** `test`: nothing is flushed to disk. A power cut loses the cluster. */
  readonly tune?: "test";
  /** Where the server copies its log as it is written; null or absent for nowhere. */
  readonly backupDir?: string | null;
}

export interface BundledPostgres {
  readonly port: number;
  /** True when a Netra that was killed had left the server running. */
  readonly adopted: boolean;
  /** Address of a database for a user: the superuser, or a role whose password the caller sets to the one in this URL. */
  url(database: string, user?: string): string;
  /** Stops the server (fast shutdown) and gives the data directory free. Idempotent. */
  stop(): Promise<void>;
}

const WATCH_MS = 1_000;

/**
 * Starts the Postgres that comes with Netra, makes its cluster on first start, and keeps it running until `stop()`.
 *
 * - One Netra a data directory: conflict `data-dir-in-use` otherwise.
 * - A server left running by a killed Netra is adopted, not started twice, unless it copies its log elsewhere than `backupDir`; one that dies is started
 *   again within seconds, on the same port.
 * - Listens on 127.0.0.1 only, with a random password, on a free port that is remembered.
 * - Errors (`unavailable`) carry the server's own words and a remedy.
 *
 * A process that ends without `stop()` leaves the server running for the next one to adopt: nothing is lost, nothing needs an exit hook.
 */
export async function startBundledPostgres({ dataDir, log, tune, backupDir = null }: BundledPostgresOptions): Promise<BundledPostgres> {
  // The server's user must pass through; what is private below has modes of its own.
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const files = filesOf(dataDir);
  const lock = acquireLock(files.lock);
  try {
    finishPutting(files);
    const cluster = await findCluster({ dataDir, tune, backupDir });
    if (backupDir !== null) requireOwn(backupFilesOf(backupDir), files);
    if (cluster.as.needsPassage)
      log.info("postgres.passage", {
        why: "its user cannot pass the directories above; move the checkout or data, or run Netra as an ordinary user",
      });
    const password = readPassword(files);
    await createCluster(cluster, password);
    if (backupDir !== null && openArchive({ backupDir, files, as: cluster.as }) === "away") log.warn("backup.away", { dir: backupDir });
    let left = await settledServer(files);
    if (left && !startedWith(files.cluster, cluster.settings)) {
      await shutDown(cluster);
      left = null;
    }
    const port = left?.port ?? (await launch(cluster));
    // The Netra that started it may have been killed before it got so far.
    if (left && backupDir !== null) await startClockOfArchive(cluster);
    log.info(left ? "postgres.adopted" : "postgres.started", { port });
    const watch = keepRunning(cluster, { log, port });
    let stopped: Promise<void> | undefined;
    const stop = async (): Promise<void> => {
      await watch.stop();
      await shutDown(cluster);
      lock.release();
      log.info("postgres.stopped");
    };
    return { port, adopted: left !== null, url: urlOf(password, port), stop: () => (stopped ??= stop()) };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Stops the server that a killed Netra left running, if one did. The caller holds the directory's lock. */
export async function stopLeftServer({ dataDir }: { readonly dataDir: string }): Promise<void> {
  if ((await settledServer(filesOf(dataDir))) !== null) await shutDown(await findCluster({ dataDir }));
}

/** The programs, the user and the settings for a data directory's server. Starts and makes nothing. */
export async function findCluster({ dataDir, tune, backupDir = null }: Omit<BundledPostgresOptions, "log">): Promise<Cluster> {
  const files = filesOf(dataDir);
  const binaries = await findBinaries();
  const user = await whoRunsServer(files.cluster);
  const wanted = [files.cluster, binaries.postgres, ...(backupDir === null ? [] : archivePaths(backupDir))];
  const needsPassage = user.uid !== undefined && !wanted.every(isReachable);
  return {
    binaries,
    files,
    as: { ...user, needsPassage },
    dataDir,
    tune,
    settings: backupDir === null ? {} : archiveSettings(backupDir, { soon: tune === "test" }),
  };
}

/** Finds the bundled server of a Netra that is running, for a command beside it; null when none runs. Starts nothing. */
export function findBundledPostgres({ dataDir }: { readonly dataDir: string }): Pick<BundledPostgres, "port" | "url"> | null {
  const files = filesOf(dataDir);
  const server = findServer(files.cluster);
  return server?.ready ? { port: server.port, url: urlOf(readPassword(files), server.port) } : null;
}

/** Starts the server again whenever it is gone: a crash of it must not need a person. */
function keepRunning(cluster: Cluster, { log, port }: { readonly log: PostgresLog; readonly port: number }): { stop(): Promise<void> } {
  const ending = new AbortController();
  const look = async (): Promise<void> => {
    if (findServer(cluster.files.cluster)) return;
    log.warn("postgres.died", { port });
    await launch(cluster, port);
    log.info("postgres.restarted", { port });
  };
  const watching = async (): Promise<void> => {
    for await (const _ of ticks(WATCH_MS, undefined, { signal: ending.signal, ref: false }))
      await look().catch(() => log.warn("postgres.restart-failed", { port }));
  };
  const watched = watching().catch((error: unknown) => {
    if (!ending.signal.aborted) throw error;
  });
  return {
    stop: () => {
      ending.abort();
      return watched;
    },
  };
}
