import { chownSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, sep } from "node:path";
import { conflict, DomainError, invalid } from "@netra/domain";
import type { RunAs } from "../postgres-binaries.ts";
import type { ClusterFiles } from "../postgres-files.ts";
import { type BackupFiles, backupFilesOf, readOwner, readSystemId, writeSafely } from "./backup-files.ts";

interface Ask {
  readonly backupDir: string;
  readonly files: ClusterFiles;
  readonly as: RunAs;
}

/**
 * Makes the backup directory with its archive, which the server's user may write, and marks it as this cluster's, which must exist. Idempotent.
 *
 * Returns `away`, and makes nothing, when this installation has used the directory before and finds it empty now: its disk is not mounted. The server may
 * run meanwhile: it keeps its log until the archive is back.
 */
export function openArchive({ backupDir, files, as }: Ask): "open" | "away" {
  const backup = backupFilesOf(backupDir);
  if (isAway(backup, files)) return "away";
  if (`${backupDir}${sep}`.startsWith(`${files.cluster}${sep}`))
    throw invalid("backup-inside", `NETRA_BACKUP_DIR (${backupDir}) lies inside the database's own directory: choose another, best on another disk.`);
  mkdirSync(backupDir, { recursive: true, mode: 0o711 });
  mkdirSync(backup.wal, { recursive: true, mode: 0o700 });
  giveTo(as, backup.wal);
  const systemId = readSystemId(files.cluster);
  if (readOwner(backup) === null && systemId !== null) writeSafely(backup.systemId, `${systemId}\n`);
  if (!hasUsed(backupDir, files)) writeSafely(files.backupClaim, `${backupDir}\n`);
  return "open";
}

/** Throws conflict `backup-of-another` for the backups of another database, of which nothing may be overwritten, also while our cluster does not exist. */
export function requireOwn(backup: BackupFiles, files: ClusterFiles): void {
  const owner = readOwner(backup);
  if (owner === null || owner === readSystemId(files.cluster)) return;
  throw conflict(
    "backup-of-another",
    `${backup.dir} holds the backups of another database than ${files.cluster}. ` +
      "To bring that one back: netra restore. To begin anew: set NETRA_BACKUP_DIR to an empty directory.",
  );
}

/** Whether this installation's backups should be here and are not. Throws like `requireOwn`. */
export function isAway(backup: BackupFiles, files: ClusterFiles): boolean {
  requireOwn(backup, files);
  return readOwner(backup) === null && hasUsed(backup.dir, files);
}

/** What to do about a backup directory that is away. */
export const awayRemedy = (backupDir: string, files: ClusterFiles): string =>
  `${backupDir} held this database's backups and is empty now: mount its disk. To begin anew in it, remove ${files.backupClaim}.`;

/** Whether this installation has put backups there before. */
export const hasUsed = (backupDir: string, { backupClaim }: ClusterFiles): boolean =>
  existsSync(backupClaim) && readFileSync(backupClaim, "utf8").trim() === backupDir;

/** As root the server has a user of its own, who writes the archive. */
export function giveTo(as: RunAs, path: string): void {
  if (as.uid === undefined || as.gid === undefined || statSync(path).uid === as.uid) return;
  try {
    chownSync(path, as.uid, as.gid);
  } catch (cause) {
    throw new DomainError(
      "unavailable",
      "backup-not-writable",
      `${path} cannot be given to the database's user: let it write there, or put the backups on a disk of Linux' own (${dirname(path)} may be a share).`,
      { cause },
    );
  }
}
