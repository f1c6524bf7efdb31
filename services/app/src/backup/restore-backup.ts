import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createFileBlobs } from "@netra/blobs";
import { codeOf, conflict, DomainError } from "@netra/domain";
import { countClients, noteRestored, type RestoredState, readRestored } from "@netra/store";
import { acquireLock } from "../lock.ts";
import { keysOf, openBlobs } from "../open-blobs.ts";
import { findBundledPostgres, findCluster } from "../postgres.ts";
import { type Cluster, settledServer, shutDown } from "../postgres-cluster.ts";
import { DATABASE, urlOf } from "../postgres-files.ts";
import type { Say } from "../start.ts";
import { acquireBackupLock, type BackupFiles, backupFilesOf } from "./backup-files.ts";
import { requireBackupDir } from "./backup-setting.ts";
import { type BlobCopies, blobTime, copyBlobs, listBlobs } from "./blob-copies.ts";
import { chooseRoute, type Route } from "./choose-base.ts";
import { copyBase } from "./copy-base.ts";
import { readHoldings } from "./holdings.ts";
import { giveTo } from "./open-archive.ts";
import { readBlobList } from "./prune.ts";
import { passwordOfBase, putInPlace, settlePassword } from "./put-in-place.ts";
import { type Recovery, recover } from "./recover.ts";
import type { RestoreTime } from "./restore-time.ts";
import { type SavedLog, saveLog } from "./save-log.ts";
import type { BackupConfig } from "./take-backup.ts";
import { type ArchivedFile, archivedPath } from "./wal-archive.ts";
import { historyName } from "./wal-names.ts";

export interface RestoreAsk {
  /** Null for the newest state. */
  readonly to: RestoreTime | null;
  /** Name of a base; null for the one that fits best. */
  readonly from: string | null;
  readonly now: Date;
  readonly say: Say;
}

/** A database that was brought back and is in its place. Its server does not run. */
export interface RestoreDone {
  readonly base: string;
  /** Commit time of the last transaction that is in it, ISO with microseconds; null when the base needed none. */
  readonly lastTransaction: string | null;
  /** True when nothing was written after the last transaction up to the wished time. */
  readonly endedBefore: boolean;
  readonly timeline: number;
  readonly state: RestoredState;
  /** Where the database is that was there before; null when there was none. */
  readonly aside: string | null;
  readonly blobs: BlobCopies;
  /** Files that were in the base's time and are nowhere any more. */
  readonly blobsMissing: number;
}

interface Work extends RestoreAsk {
  readonly config: BackupConfig;
  readonly dataDir: string;
  readonly backup: BackupFiles;
  readonly cluster: Cluster;
}

/**
 * Brings the bundled Postgres back to a moment, or to its newest state, from a base and the archived log. Nothing of the present database is touched
 * until the restored one has answered; then it is moved aside, never deleted. Refuses while a Netra, a backup or another restore uses the data directory
 * (conflict `data-dir-in-use`, `backup-runs`, `instance-running`).
 */
export async function restoreBackup(config: BackupConfig, ask: RestoreAsk): Promise<RestoreDone> {
  const backup = backupFilesOf(requireBackupDir(config));
  const dataDir = config.paths.data;
  chooseRoute(readHoldings(backup), wishOf(ask));
  // The server's user must pass through, as at a start.
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const cluster = await findCluster({ dataDir, backupDir: backup.dir });
  const lock = acquireLock(cluster.files.lock);
  try {
    const backupLock = acquireBackupLock(dataDir);
    try {
      return await restore({ ...ask, config, dataDir, backup, cluster });
    } finally {
      backupLock.release();
    }
  } finally {
    lock.release();
  }
}

const wishOf = ({ to, from }: Pick<RestoreAsk, "to" | "from">) => ({ to: to?.at ?? null, from });

async function restore(work: Work): Promise<RestoreDone> {
  const { dataDir, backup, cluster, now, say } = work;
  const { files, as } = cluster;
  const draft: Cluster = { ...cluster, files: { ...files, cluster: files.restoring } };
  await stopLeft(cluster, dataDir);
  await shutDown(draft);
  rmSync(files.restoring, { recursive: true, force: true });
  const saved = collectLog(work);
  const holdings = readHoldings(backup);
  const route = chooseRoute(holdings, wishOf(work));
  const base = join(backup.dir, route.base.name);
  say(`Restoring from ${route.base.name}; every file is compared with its manifest.`);
  // On another machine the server's user has another number.
  for (const path of [backup.wal, ...holdings.archive.map((file) => file.path)]) giveTo(as, path);
  try {
    await copyBase(base, files.restoring, { manifest: route.base, as, say });
    const replayed = await replay(work, {
      draft,
      route,
      logIsWhole: isWhole(holdings.archive, route.timeline, saved),
      password: passwordOfBase(base),
    });
    await shutDown(draft);
    const blobs = await putFilesBack(work, route);
    return { base: route.base.name, ...replayed, ...blobs, aside: putInPlace(dataDir, files, now) };
  } catch (error) {
    await shutDown(draft);
    rmSync(files.restoring, { recursive: true, force: true });
    throw error;
  }
}

/** A killed Netra may have left its server running; another process of Netra may still work with it. */
async function stopLeft(cluster: Cluster, dataDir: string): Promise<void> {
  if ((await settledServer(cluster.files)) === null) return;
  const left = findBundledPostgres({ dataDir });
  if (left && (await countClients(left.url("postgres"))) > 0)
    throw conflict("instance-running", `Processes of Netra still use the database in ${dataDir}: stop them all, then restore.`);
  await shutDown(cluster);
}

/** Saves what only the present cluster has of the log. Its disk may be what is broken, and the archive must do then: null. */
function collectLog({ backup, cluster, now, say, ...wish }: Work): SavedLog | null {
  const { systemId, segmentBytes } = chooseRoute(readHoldings(backup), wishOf(wish)).base;
  try {
    const saved = saveLog(backup, { cluster: cluster.files.cluster, systemId, segmentBytes, as: cluster.as, now });
    if (saved && saved.files > 0) say("What was not archived yet of the log is saved from the present database.");
    return saved;
  } catch (error) {
    say(
      `Warning: the newest part of the log cannot be saved from ${cluster.files.cluster}: ${error instanceof Error ? error.message : codeOf(error)}`,
    );
    return null;
  }
}

/** Whether all that was ever written on a timeline is here: it was saved just now, or when an earlier restore left that timeline. */
function isWhole(archive: readonly ArchivedFile[], timeline: number, saved: SavedLog | null): boolean {
  if (saved?.timeline === timeline) return true;
  const pieces = archive.filter(({ kind, timeline: its }) => its === timeline && (kind === "segment" || kind === "tail"));
  const last = pieces.at(-1);
  return last?.kind === "tail" && !pieces.some(({ kind, name }) => kind === "segment" && name === last.name);
}

interface Replay {
  readonly draft: Cluster;
  readonly route: Route;
  /** Whether nothing can have been written after the end of the log that is here. */
  readonly logIsWhole: boolean;
  readonly password: string;
}

async function replay({ backup, cluster, to, say }: Work, { draft, route, logIsWhole, password }: Replay) {
  const ask = { backupDir: backup.dir, password, timeline: route.timeline, say };
  say(`Replaying the log${to ? ` to ${to.text}` : ""}…`);
  const first = await recover(draft, { ...ask, to });
  if (first.end === "short" && !logIsWhole) throw tooLate(to, first, backup);
  // The log is all that ever was, and has nothing between its end and the wished time.
  const reached = first.end === "short" ? await recover(draft, { ...ask, to: null }) : first;
  if (reached.end === "short") throw tooLate(to, reached, backup);
  const url = urlOf(password, reached.port);
  const state = await readRestored(url(DATABASE)).catch((cause: unknown) => {
    throw new DomainError(
      "unavailable",
      "restore-not-netra",
      `The restored database does not answer as Netra's (${codeOf(cause)}). Nothing was changed.`,
      {
        cause,
      },
    );
  });
  await noteRestored(url(DATABASE), {
    objectId: route.base.name,
    detail: { to: to?.at.toISOString() ?? null, lastTransaction: reached.lastTransaction, timeline: reached.timeline },
  });
  await settlePassword(cluster.files, { url: url("postgres"), ofBase: password });
  await untilHistoryArchived(backup, reached.timeline, say);
  return { lastTransaction: reached.lastTransaction, timeline: reached.timeline, endedBefore: first.end === "short", state };
}

function tooLate(to: RestoreTime | null, { lastTransaction }: Extract<Recovery, { end: "short" }>, { dir }: BackupFiles): DomainError {
  return conflict(
    "restore-too-late",
    `The log in ${dir} ends before ${to?.text}: its last transaction is of ${lastTransaction ?? "before the backup"}. ` +
      "Nothing was changed. Leave --to out for the newest state, or give that time.",
  );
}

const HISTORY_PATIENCE_MS = 30_000;

/** Without it in the archive nothing that is written from now on could be restored. */
async function untilHistoryArchived({ wal }: BackupFiles, timeline: number, say: Say): Promise<void> {
  const path = archivedPath(wal, historyName(timeline));
  for (const until = performance.now() + HISTORY_PATIENCE_MS; !existsSync(path); await pause(50)) {
    if (performance.now() < until) continue;
    say(`Warning: ${path} has not appeared: the archive does not take the log. Mend it before relying on backups again.`);
    return;
  }
}

/** Files that the restored rows may name: those of the base, and what was copied since. Of a bucket it compares the list, and fills in what the backup has from before there was one. */
async function putFilesBack({ config, backup, say }: Work, { base }: Route): Promise<Pick<RestoreDone, "blobs" | "blobsMissing">> {
  const listed = readBlobList(join(backup.dir, base.name));
  const since = listBlobs(backup.blobs).filter((key) => blobTime(backup.blobs, key) >= new Date(base.startedAt));
  const target = openBlobs(config);
  const source = createFileBlobs({ dir: backup.blobs });
  const blobs = await copyBlobs({ source, target, keys: [...new Set([...listed, ...since])], say });
  const present = new Set(await keysOf(target));
  return { blobs, blobsMissing: listed.filter((key) => !present.has(key)).length };
}
