import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { conflict, DomainError } from "@netra/domain";
import { acquireLock, type Lock } from "../lock.ts";
import { syncDirectory } from "../write-once.ts";

/** Where things lie in a backup directory. */
export const backupFilesOf = (dir: string) => ({
  dir,
  /** The server's log as it was archived. The only part that the server's own user writes. */
  wal: join(dir, "wal"),
  blobs: join(dir, "blobs"),
  /** Whose backups these are: the system identifier of one Postgres cluster. */
  systemId: join(dir, "system-id"),
});
export type BackupFiles = ReturnType<typeof backupFilesOf>;

/** What a base backup holds beside its manifest. */
export const baseFilesOf = (base: string) => ({
  manifest: join(base, "manifest.json"),
  cluster: join(base, "cluster"),
  password: join(base, "postgres.password"),
  blobs: join(base, "blobs.json"),
});

const BASE = /^base-\d{8}T\d{6}Z$/;
const DRAFT = ".tmp";

/** Names of the base backups in a directory, oldest first. What is being made, or was left half made, is none. */
export const listBaseNames = (dir: string): readonly string[] =>
  existsSync(dir)
    ? readdirSync(dir)
        .filter((name) => BASE.test(name))
        .sort()
    : [];

/** A name that no backup has: the second it began in, UTC, or the next free one. */
export function newBaseName(dir: string, now: Date): string {
  for (let at = now.getTime(); ; at += 1000) {
    const name = `base-${compactTime(new Date(at))}`;
    if (!existsSync(join(dir, name))) return name;
  }
}

/** `20291023T021500Z`: a time as a part of a file's name. */
export const compactTime = (at: Date): string => at.toISOString().replace(/\.\d+/, "").replace(/[-:]/g, "");

/** Where a base is made, or removed: under a name that is no backup's. */
export const draftOf = (path: string): string => `${path}${DRAFT}`;

/** Removes a directory so that a kill on the way leaves nothing that looks whole. */
export function removeWhole(path: string): void {
  renameSync(path, draftOf(path));
  rmSync(draftOf(path), { recursive: true });
}

/** Removes what a killed backup left. The caller holds the lock of backups. */
export function clearLeftovers(dir: string): readonly string[] {
  const left = existsSync(dir) ? readdirSync(dir).filter((name) => name.endsWith(DRAFT) && BASE.test(name.slice(0, -DRAFT.length))) : [];
  for (const name of left) rmSync(join(dir, name), { recursive: true, force: true });
  return left;
}

/** One backup or restore of an installation at a time: conflict `backup-runs` while another process is at it. */
export function acquireBackupLock(dataDir: string): Lock {
  try {
    return acquireLock(join(dataDir, "backup.lock"));
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "data-dir-in-use") throw error;
    const { pid } = error.detail;
    throw conflict("backup-runs", `Another backup or restore of ${dataDir} is under way (process ${String(pid)}): wait for it, or stop it.`, { pid });
  }
}

/** The system identifier of a cluster: the first eight bytes of its control file. Null when there is none. */
export function readSystemId(cluster: string): string | null {
  const control = join(cluster, "global", "pg_control");
  return existsSync(control) ? readFileSync(control).readBigUInt64LE(0).toString() : null;
}

/** Whose backups a directory holds; null for nobody's. */
export const readOwner = (files: BackupFiles): string | null => (existsSync(files.systemId) ? readFileSync(files.systemId, "utf8").trim() : null);

/** Writes a small file so that it is whole and safe, or not there. */
export function writeSafely(path: string, text: string): void {
  writeFileSync(draftOf(path), text, { mode: 0o600, flush: true });
  renameSync(draftOf(path), path);
  syncDirectory(join(path, ".."));
}

/** Whether two paths lie on the same disk, whose loss would take both. */
export const onSameDisk = (one: string, other: string): boolean => statSync(one).dev === statSync(other).dev;
