import { statfsSync } from "node:fs";
import type { Config } from "@netra/config";
import { conflict, DomainError, invalid } from "@netra/domain";
import { formatBytes } from "./blob-copies.ts";

/** The backup directory of the bundled Postgres, or why there is none: conflict `backup-not-bundled`, invalid `backup-not-set`. */
export function requireBackupDir({ database, paths }: Pick<Config, "database" | "paths">): string {
  if (database.url !== null)
    throw conflict(
      "backup-not-bundled",
      "DATABASE_URL names a Postgres of your own: back it up and restore it with its own tools. docs/backup.md says how, and what else must be kept.",
    );
  if (paths.backup === null)
    throw invalid("backup-not-set", "No directory for backups is set: set NETRA_BACKUP_DIR, best on another disk, and start Netra again with it.");
  return paths.backup;
}

/** Throws `unavailable` before a copy that would not fit is begun. */
export function requireSpace(dir: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(dir);
  if (bavail * bsize > bytes) return;
  throw new DomainError(
    "unavailable",
    "disk-full",
    `${dir} has room for ${formatBytes(bavail * bsize)}, and ${formatBytes(bytes)} are needed: free some space, and try again.`,
  );
}
