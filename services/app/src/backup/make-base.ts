import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createFileBlobs } from "@netra/blobs";
import { conflict, DomainError } from "@netra/domain";
import { readArchiver, readServerFacts, type ServerFacts, startBaseBackup } from "@netra/store";
import { type BlobConfig, keysOf, openBlobs } from "../open-blobs.ts";
import { filesOf } from "../postgres-files.ts";
import type { Say } from "../start.ts";
import { syncDirectory } from "../write-once.ts";
import { archivesInto } from "./archive-settings.ts";
import { type BackupFiles, baseFilesOf, draftOf, newBaseName, writeSafely } from "./backup-files.ts";
import { requireSpace } from "./backup-setting.ts";
import { type BlobCopies, copyBlobs, onlyListed, tellEvery } from "./blob-copies.ts";
import { copyCluster } from "./copy-cluster.ts";
import { type Manifest, type ManifestFile, writeManifest } from "./manifest.ts";
import { archivedPath } from "./wal-archive.ts";
import { parseLsn, segmentAt, walName } from "./wal-names.ts";

interface Ask {
  /** Where the files are that the rows refer to. */
  readonly config: BlobConfig;
  readonly dataDir: string;
  /** Superuser of the running server. */
  readonly url: string;
  readonly say: Say;
}

/** The server closes the piece of its log by itself and copies it at once; this long it may take, tries that failed included. */
const ARCHIVE_PATIENCE_MS = 120_000;
/** Postgres tries so often in a row, and then waits for a minute. */
const TRIES_IN_A_ROW = 3;

/**
 * Makes one base backup of a running server, and copies the files that its rows refer to. It gets its name when all is whole, on the disk, and the
 * log that it needs is archived; until then it is a draft, which a failure removes. The caller holds the lock of backups.
 */
export async function makeBase(
  files: BackupFiles,
  { config, dataDir, url, say }: Ask,
): Promise<{ readonly base: Manifest; readonly blobs: BlobCopies }> {
  const facts = await readServerFacts(url);
  requireArchiving(files, facts);
  const startedAt = new Date();
  const name = newBaseName(files.dir, startedAt);
  const path = join(files.dir, name);
  const draft = draftOf(path);
  const inDraft = baseFilesOf(draft);
  try {
    mkdirSync(inDraft.cluster, { recursive: true, mode: 0o700 });
    const { label, stopped, ...copied } = await copyOnline({ config, dataDir, url, name, to: inDraft.cluster, dir: files.dir, say });
    // A blob is written before the row that names it: those of the copied rows are there by now.
    const source = openBlobs(config);
    const keys = await keysOf(source);
    const own = [
      addFile(draft, "cluster/backup_label", label.text),
      addFile(draft, "postgres.password", readFileSync(filesOf(dataDir).password, "utf8")),
      addFile(draft, "blobs.json", JSON.stringify(keys)),
    ];
    const base: Manifest = {
      name,
      systemId: facts.systemId,
      postgres: facts.version,
      timeline: label.timeline,
      segmentBytes: facts.segmentBytes,
      startLsn: label.startLsn,
      stopLsn: stopped.stopLsn,
      startedAt: startedAt.toISOString(),
      stoppedAt: stopped.at.toISOString(),
      directories: copied.directories,
      files: [...copied.files.map((file) => ({ ...file, path: `cluster/${file.path}` })), ...own],
    };
    const blobs = config.bucket === null ? await copyBlobs({ source, target: createFileBlobs({ dir: files.blobs }), keys, say }) : onlyListed(keys);
    await untilArchived(files, { config, base, dataDir, url, say });
    writeManifest(draft, base);
    for (const dir of copied.directories) syncDirectory(join(inDraft.cluster, dir));
    syncDirectory(inDraft.cluster);
    renameSync(draft, path);
    syncDirectory(files.dir);
    return { base, blobs };
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}

async function copyOnline({ dataDir, url, name, to, dir, say }: Ask & { readonly name: string; readonly to: string; readonly dir: string }) {
  const backup = await startBaseBackup(url, name);
  try {
    const copied = await copyCluster(filesOf(dataDir).cluster, to, { requireRoom: (bytes) => requireSpace(dir, bytes), say });
    const stopped = await backup.stop();
    return { ...copied, stopped, label: readLabel(stopped.label) };
  } finally {
    await backup.close();
  }
}

/** The running server may have been started without this setting, or with another. */
function requireArchiving(files: BackupFiles, { archiveMode, archiveCommand }: ServerFacts): void {
  if (archiveMode === "on" && archivesInto(files.dir, archiveCommand)) return;
  throw conflict(
    "backup-not-archiving",
    `The running database does not copy its log to ${files.dir}: Netra was started without NETRA_BACKUP_DIR, or with another. Stop it and start it with this setting.`,
  );
}

/** What Postgres wants beside the copy, and where the log begins that the copy needs. */
function readLabel(text: string): { readonly text: string; readonly startLsn: string; readonly timeline: number } {
  const startLsn = /^START WAL LOCATION: (\S+)/m.exec(text)?.[1];
  const timeline = Number(/^START TIMELINE: (\d+)$/m.exec(text)?.[1]);
  if (!startLsn || !timeline) throw new Error("pg_backup_stop gave a label of another form");
  return { text, startLsn, timeline };
}

function addFile(draft: string, path: string, text: string): ManifestFile {
  writeSafely(join(draft, path), text);
  return { path, bytes: Buffer.byteLength(text), sha256: createHash("sha256").update(text).digest("hex") };
}

/** A base without the log up to its end cannot be opened at all. */
async function untilArchived(files: BackupFiles, { base, dataDir, url, say }: Ask & { readonly base: Manifest }): Promise<void> {
  const last = segmentAt(parseLsn(base.stopLsn) - 1n, base.segmentBytes);
  const name = walName({ timeline: base.timeline, number: last }, base.segmentBytes);
  const { failedCount } = await readArchiver(url);
  const tell = tellEvery(10_000, (left: number) => say(`  waiting for the log: ${left} pieces are not archived yet`));
  for (const until = performance.now() + ARCHIVE_PATIENCE_MS; !existsSync(archivedPath(files.wal, name)); await pause(100)) {
    const now = await readArchiver(url);
    tell(now.waiting);
    if (performance.now() > until || now.failedCount >= failedCount + TRIES_IN_A_ROW)
      throw new DomainError(
        "unavailable",
        "backup-archive-failed",
        `The database's log does not get into ${files.wal} (${now.lastFailedWal ?? name}): ${filesOf(dataDir).log} says why. ` +
          "Until that is mended nothing newer is backed up, and the log fills the database's disk.",
      );
  }
}
