import { readArchiver, readServerFacts } from "@netra/store";
import { findBundledPostgres } from "../postgres.ts";
import { filesOf } from "../postgres-files.ts";
import { archivesInto } from "./archive-settings.ts";
import { backupFilesOf, listBaseNames, readOwner, readSystemId } from "./backup-files.ts";
import { readHoldings } from "./holdings.ts";
import { hasUsed } from "./open-archive.ts";
import type { BackupConfig } from "./take-backup.ts";

/** How backups of the bundled Postgres stand. */
export interface BackupState {
  readonly dir: string;
  /** `new`: never used. `away`: this installation's backups should be there and are not. `of-another`: another database's; ours does not start with it. */
  readonly owner: "ours" | "new" | "away" | "of-another";
  /** Bases that are whole. */
  readonly bases: number;
  /** Directories called like a base whose manifest is missing or damaged. */
  readonly basesUnreadable: number;
  /** To when the newest base reaches by itself. */
  readonly lastBaseAt: Date | null;
  /** Of the newest file of the archive. */
  readonly lastWalArchivedAt: Date | null;
  /** Of the archived log, as it lies on the disk. */
  readonly walBytes: number;
  /** What the running server says; null when none runs. */
  readonly server: {
    /** False when it was started without this directory, or with another. */
    readonly archiving: boolean;
    /** Attempts that failed since it began to count. */
    readonly failedCount: number;
    /** The last attempt failed. */
    readonly failing: boolean;
    readonly lastFailedAt: Date | null;
    /** Pieces of the log that wait to be archived; more than a few mean that it does not keep up. */
    readonly waiting: number;
  } | null;
}

/** Looks at the backups of the bundled Postgres; null when none are set up or the server is the office's own. Reads only; needs no lock. */
export async function backupState({ database, paths }: BackupConfig): Promise<BackupState | null> {
  if (database.url !== null || paths.backup === null) return null;
  const files = backupFilesOf(paths.backup);
  const { bases, archive } = readHoldings(files);
  return {
    dir: files.dir,
    owner: ownerOf(files.dir, paths.data),
    bases: bases.length,
    basesUnreadable: listBaseNames(files.dir).length - bases.length,
    lastBaseAt: bases.length === 0 ? null : new Date(bases.at(-1)?.stoppedAt ?? 0),
    lastWalArchivedAt: archive.reduce<Date | null>((newest, { at }) => (newest === null || at > newest ? at : newest), null),
    walBytes: archive.reduce((sum, { bytes }) => sum + bytes, 0),
    server: await askServer(paths.data, files.dir),
  };
}

function ownerOf(dir: string, dataDir: string): BackupState["owner"] {
  const [owner, cluster] = [readOwner(backupFilesOf(dir)), filesOf(dataDir)];
  if (owner === null) return hasUsed(dir, cluster) ? "away" : "new";
  return owner === readSystemId(cluster.cluster) ? "ours" : "of-another";
}

async function askServer(dataDir: string, dir: string): Promise<BackupState["server"]> {
  try {
    const url = findBundledPostgres({ dataDir })?.url("postgres");
    if (!url) return null;
    const [facts, archiver] = await Promise.all([readServerFacts(url), readArchiver(url)]);
    const { lastFailedAt, lastArchivedAt, failedCount, waiting } = archiver;
    return {
      archiving: facts.archiveMode === "on" && archivesInto(dir, facts.archiveCommand),
      failedCount,
      failing: lastFailedAt !== null && (lastArchivedAt === null || lastFailedAt > lastArchivedAt),
      lastFailedAt,
      waiting,
    };
  } catch {
    // On its way up or down: whoever asks about the server itself will say so.
    return null;
  }
}
