import { closeSync, existsSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import type { RunAs } from "../postgres-binaries.ts";
import { type BackupFiles, compactTime, readSystemId } from "./backup-files.ts";
import { giveTo } from "./open-archive.ts";
import { archivedPath, archiveTail, archiveWal } from "./wal-archive.ts";
import { parseWalName, walName } from "./wal-names.ts";

interface Ask {
  /** Of a server that does not run. */
  readonly cluster: string;
  readonly systemId: string;
  readonly segmentBytes: number;
  readonly as: RunAs;
  readonly now: Date;
}

/** What a cluster's own log came to. */
export interface SavedLog {
  /** Files that the archive did not have. */
  readonly files: number;
  /** The timeline that the cluster wrote last; null when its log holds nothing. */
  readonly timeline: number | null;
}

/**
 * Puts what a killed server had not archived yet into the archive, so that nothing acknowledged is lost while its disk can be read, and a later restore
 * finds it too. Null when there is no cluster, or another database's. Throws when a file cannot be read or is refused.
 */
export function saveLog(files: BackupFiles, { cluster, systemId, segmentBytes, as, now }: Ask): SavedLog | null {
  const wal = join(cluster, "pg_wal");
  if (!existsSync(wal) || readSystemId(cluster) !== systemId) return null;
  const status = join(wal, "archive_status");
  const ready = (existsSync(status) ? readdirSync(status) : []).flatMap((name) => (name.endsWith(".ready") ? [name.slice(0, -".ready".length)] : []));
  let saved = 0;
  let newest: number | null = null;
  for (const name of ready.filter((file) => existsSync(join(wal, file))).sort()) {
    if (archiveWal({ from: join(wal, name), name, dir: files.wal }) === "archived") saved += 1;
    giveTo(as, archivedPath(files.wal, name));
  }
  for (const name of readdirSync(wal).sort()) {
    const piece = parseWalName(name, segmentBytes);
    if (!piece || !isWritten(join(wal, name), name, segmentBytes)) continue;
    newest = Math.max(newest ?? 0, piece.timeline);
    if (existsSync(archivedPath(files.wal, name))) continue;
    giveTo(as, archiveTail({ from: join(wal, name), name, dir: files.wal, mark: compactTime(now) }));
    saved += 1;
  }
  return { files: saved, timeline: newest };
}

/** A piece that holds what its name says: Postgres keeps old files under the names of pieces to come. Its first page says timeline and position. */
function isWritten(path: string, name: string, segmentBytes: number): boolean {
  const head = Buffer.alloc(16);
  const file = openSync(path, "r");
  try {
    if (readSync(file, head) < head.length) return false;
  } finally {
    closeSync(file);
  }
  const number = Number(head.readBigUInt64LE(8) / BigInt(segmentBytes));
  return head.readUInt16LE(0) !== 0 && walName({ timeline: head.readUInt32LE(4), number }, segmentBytes) === name;
}
