import { existsSync } from "node:fs";
import { createFileBlobs } from "@netra/blobs";
import type { Config } from "@netra/config";
import { conflict, DomainError } from "@netra/domain";
import { keysOf, openBlobs } from "../open-blobs.ts";
import { findBundledPostgres, type PostgresLog, startBundledPostgres } from "../postgres.ts";
import { filesOf } from "../postgres-files.ts";
import type { Say } from "../start.ts";
import { acquireBackupLock, type BackupFiles, backupFilesOf, clearLeftovers } from "./backup-files.ts";
import { requireBackupDir } from "./backup-setting.ts";
import { type BlobCopies, copyBlobs, onlyListed } from "./blob-copies.ts";
import { makeBase } from "./make-base.ts";
import type { Manifest } from "./manifest.ts";
import { awayRemedy, isAway } from "./open-archive.ts";
import { type Pruned, prune } from "./prune.ts";

export interface BackupAsk {
  /** How many bases stay; 1 or more. */
  readonly keep: number;
  readonly say: Say;
  readonly log: PostgresLog;
}

/** A backup that is complete and safe. */
export interface BackupDone {
  readonly base: Manifest;
  readonly blobs: BlobCopies;
  readonly pruned: Pruned;
}

/** What a backup needs to know of the settings. */
export type BackupConfig = Pick<Config, "database" | "paths" | "bucket">;

/**
 * Copies the bundled Postgres while it runs, starting it when it does not, with the files that its rows refer to, and removes what is superfluous then.
 *
 * All or nothing: a failure leaves the backups as they were. Throws conflict `backup-runs` while another backup or a restore of this installation is at
 * work, and `unavailable` with the remedy when the archive is away or does not take the log.
 */
export async function takeBackup(config: BackupConfig, { keep, say, log }: BackupAsk): Promise<BackupDone> {
  const backupDir = requireBackupDir(config);
  const dataDir = config.paths.data;
  requireData(dataDir);
  const lock = acquireBackupLock(dataDir);
  try {
    const running = findBundledPostgres({ dataDir });
    const own = running ? null : await startBundledPostgres({ dataDir, log, backupDir });
    try {
      const files = requireArchive(dataDir, backupDir);
      for (const left of clearLeftovers(files.dir)) say(`${left} was left half made by a backup that ended early: removed.`);
      const url = (running ?? own)?.url("postgres") ?? "";
      const made = await makeBase(files, { config, dataDir, url, say });
      return { ...made, pruned: prune(files, { keep, present: await keysOf(openBlobs(config)) }) };
    } finally {
      await own?.stop();
    }
  } finally {
    lock.release();
  }
}

/** Copies only the files that the backup lacks: cheap enough for every few minutes. Needs no running database. */
export async function takeFiles(config: BackupConfig, { say }: Pick<BackupAsk, "say">): Promise<BlobCopies> {
  const backupDir = requireBackupDir(config);
  const dataDir = config.paths.data;
  requireData(dataDir);
  const lock = acquireBackupLock(dataDir);
  try {
    const target = createFileBlobs({ dir: requireArchive(dataDir, backupDir).blobs });
    const source = openBlobs(config);
    const keys = await keysOf(source);
    return config.bucket === null ? await copyBlobs({ source, target, keys, say }) : onlyListed(keys);
  } finally {
    lock.release();
  }
}

function requireData(dataDir: string): void {
  if (existsSync(filesOf(dataDir).cluster)) return;
  throw conflict("backup-of-nothing", `${dataDir} holds no database yet, so there is nothing to back up. Set NETRA_DATA_DIR to where it is.`);
}

/** The backup directory, unless its disk is away. */
function requireArchive(dataDir: string, backupDir: string): BackupFiles {
  const [backup, files] = [backupFilesOf(backupDir), filesOf(dataDir)];
  if (isAway(backup, files)) throw new DomainError("unavailable", "backup-away", awayRemedy(backupDir, files));
  return backup;
}
