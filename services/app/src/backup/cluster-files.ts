import { type Dirent, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DomainError } from "@netra/domain";

/** What is to be copied of a cluster. Paths are within it, with `/`. */
export interface ClusterContent {
  readonly directories: readonly string[];
  readonly files: readonly string[];
  /** As they were when they were counted; a running server changes them. */
  readonly bytes: number;
}

/** Copied last, when all else is there, and never half: the server rewrites it in place. */
export const CONTROL_FILE = "global/pg_control";

/**
 * Directories whose content a restored server makes anew, or must not find: the log comes from the archive, slots and snapshots belong to the old server.
 * Source: the Postgres manual, "Making a Base Backup Using the Low Level API".
 */
const EMPTIED: ReadonlySet<string> = new Set([
  "pg_wal",
  "pg_replslot",
  "pg_dynshmem",
  "pg_notify",
  "pg_serial",
  "pg_snapshots",
  "pg_stat_tmp",
  "pg_subtrans",
]);
/** Notes of the running server, and what an earlier backup or restore left. Same source. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "postmaster.pid",
  "postmaster.opts",
  "backup_label",
  "backup_label.old",
  "tablespace_map",
  "tablespace_map.old",
  "backup_manifest",
  "recovery.signal",
  "standby.signal",
  "postgresql.auto.conf.tmp",
  "current_logfiles",
  "current_logfiles.tmp",
]);
const LEFT_OUT_ANYWHERE = /^(pgsql_tmp|pg_internal\.init)/;

/** Lists what a base backup of this cluster holds. Files may come and go meanwhile. Throws `unavailable` for data that lies outside the directory. */
export function listCluster(cluster: string): ClusterContent {
  const directories: string[] = [];
  const files: string[] = [];
  let bytes = 0;
  const visit = (dir: string): void => {
    for (const entry of entriesOf(join(cluster, dir))) {
      const path = dir === "" ? entry.name : `${dir}/${entry.name}`;
      if (LEFT_OUT_ANYWHERE.test(entry.name) || (dir === "" && LEFT_OUT.has(entry.name))) continue;
      if (dir === "" && EMPTIED.has(entry.name)) directories.push(path);
      else if (entry.isSymbolicLink()) throw elsewhere(join(cluster, path));
      else if (entry.isDirectory()) {
        directories.push(path);
        visit(path);
      } else if (entry.isFile()) {
        files.push(path);
        bytes += lstatSync(join(cluster, path), { throwIfNoEntry: false })?.size ?? 0;
      }
    }
  };
  visit("");
  return { directories, files, bytes };
}

/** A database that was dropped meanwhile has no directory any more. */
function entriesOf(dir: string): Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

const elsewhere = (path: string): DomainError =>
  new DomainError(
    "unavailable",
    "backup-elsewhere",
    `${path} points out of the database's directory, and netra backup copies only what lies in it: move that data back, or use a server of your own.`,
  );
