import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type BackupFiles, baseFilesOf, listBaseNames, removeWhole } from "./backup-files.ts";
import { listBlobs, removeBlobs } from "./blob-copies.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { type ArchivedFile, listArchive } from "./wal-archive.ts";
import { parseLsn, segmentAt } from "./wal-names.ts";

/** What was removed. */
export interface Pruned {
  readonly bases: readonly string[];
  readonly walFiles: number;
  readonly blobs: number;
}

/**
 * Removes all but the newest `keep` bases, the log that only they needed, and copies of files that neither a kept base nor the installation has
 * (`present`) any more. A base whose manifest cannot be read is counted as none and left for a person, and then no log is removed: what it needs
 * cannot be told.
 */
export function prune(files: BackupFiles, { keep, present }: { readonly keep: number; readonly present: readonly string[] }): Pruned {
  const names = listBaseNames(files.dir);
  const readable = names.flatMap((name) => readIfWhole(join(files.dir, name)));
  const bases = readable.slice(0, -keep).map(({ name }) => name);
  const kept = readable.slice(-keep);
  for (const name of bases) removeWhole(join(files.dir, name));
  const [first] = kept;
  if (!first || readable.length < names.length) return { bases, walFiles: 0, blobs: 0 };

  const superfluous = findSuperfluous(listArchive(files.wal, first.segmentBytes), kept);
  for (const { path } of superfluous) rmSync(path, { force: true });
  const wanted = new Set([...present, ...kept.flatMap(({ name }) => readBlobList(join(files.dir, name)))]);
  const blobs = listBlobs(files.blobs).filter((key) => !wanted.has(key));
  removeBlobs(files.blobs, blobs);
  return { bases, walFiles: superfluous.length, blobs: blobs.length };
}

/**
 * Pieces of the log that no base of `kept` can use: they lie before where each of them begins, on any timeline. Tails whose whole piece has come are
 * superfluous too. Where a timeline came from is always kept.
 */
export function findSuperfluous(archive: readonly ArchivedFile[], kept: readonly Manifest[]): readonly ArchivedFile[] {
  const from = Math.min(...kept.map(({ startLsn, segmentBytes }) => segmentAt(parseLsn(startLsn), segmentBytes)));
  const whole = new Set(archive.filter(({ kind }) => kind === "segment").map(({ name }) => name));
  return archive.filter(({ segment, kind, name }) => segment !== null && (segment.number < from || (kind === "tail" && whole.has(name))));
}

/** Keys of the files that an installation had when a base was made. */
export const readBlobList = (base: string): readonly string[] => JSON.parse(readFileSync(baseFilesOf(base).blobs, "utf8")) as string[];

/** Manifests of the bases that can be read, oldest first. */
export const listBases = (dir: string): readonly Manifest[] => listBaseNames(dir).flatMap((name) => readIfWhole(join(dir, name)));

function readIfWhole(base: string): Manifest[] {
  try {
    return [readManifest(base)];
  } catch {
    return [];
  }
}
