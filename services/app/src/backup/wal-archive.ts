import { closeSync, existsSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { parseHistoryName, parseWalName, type Segment } from "./wal-names.ts";

/** A file of the archive. `name` is Postgres' own. */
export interface ArchivedFile {
  readonly name: string;
  /** `tail`: a piece of the log that was not full yet when its server was killed. `label`: the note of a finished base backup. */
  readonly kind: "segment" | "tail" | "history" | "label";
  readonly segment: Segment | null;
  readonly timeline: number;
  /** When it was archived: the file's time of change. Copies of the archive must keep it. */
  readonly at: Date;
  /** As it lies on the disk. */
  readonly bytes: number;
  readonly path: string;
}

/** A file of the log under whose name the archive holds other bytes. */
export class ArchiveHoldsAnother extends Error {}

/** Zeros are most of a piece that was cut off by the clock, and the fastest level removes them: 16 MB become about 75 kB in 20 ms. */
const LEVEL = 1;
const TAIL = ".tail-";

/** Where a file of the log lies in an archive. */
export const archivedPath = (dir: string, name: string): string => join(dir, `${name}.gz`);

/**
 * Puts one file of the log into an archive, compressed, and returns when it is safe there. A file that is there already is left, and counts as done
 * when it holds the same bytes; throws ArchiveHoldsAnother when it does not. A crash leaves at most a `.tmp`, which the next attempt overwrites.
 *
 * Runs on its own in the server's hands (archive-wal.ts): nothing but Node is imported.
 */
export function archiveWal({ from, name, dir }: { readonly from: string; readonly name: string; readonly dir: string }): "archived" | "known" {
  const bytes = readFileSync(from);
  const path = archivedPath(dir, name);
  if (existsSync(path)) {
    if (!holds(path, bytes))
      throw new ArchiveHoldsAnother(`${path} holds other bytes than the database's ${name}: another database writes there, or the file is damaged`);
    sync(path);
    sync(dir);
    return "known";
  }
  place(path, gzipSync(bytes, { level: LEVEL }));
  return "archived";
}

/** Keeps what a killed server had written into a piece that is not full. The whole piece, should it ever come, goes before it. */
export function archiveTail({
  from,
  name,
  dir,
  mark,
}: {
  readonly from: string;
  readonly name: string;
  readonly dir: string;
  readonly mark: string;
}): string {
  const path = archivedPath(dir, `${name}${TAIL}${mark}`);
  place(path, gzipSync(readFileSync(from), { level: LEVEL }));
  return path;
}

/** Gets a file of the log out of an archive, its newest tail when the whole is not there; null when neither is. Throws when it is damaged. */
export function readWal({ name, dir }: { readonly name: string; readonly dir: string }): Buffer | null {
  const path = archivedPath(dir, name);
  if (existsSync(path)) return gunzipSync(readFileSync(path));
  const tail = readdirSync(dir)
    .filter((file) => file.startsWith(`${name}${TAIL}`) && file.endsWith(".gz"))
    .sort()
    .at(-1);
  return tail === undefined ? null : gunzipSync(readFileSync(join(dir, tail)));
}

/** Everything in an archive, by name; what is not of the log is passed over. An archive that is not there is empty. */
export function listArchive(dir: string, segmentBytes: number): readonly ArchivedFile[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .sort()
    .flatMap((file): ArchivedFile[] => {
      const known = file.endsWith(".gz") ? describe(file.slice(0, -".gz".length), segmentBytes) : null;
      if (!known) return [];
      const path = join(dir, file);
      const found = statSync(path, { throwIfNoEntry: false });
      return found ? [{ ...known, at: found.mtime, bytes: found.size, path }] : [];
    });
}

function describe(file: string, segmentBytes: number): Pick<ArchivedFile, "name" | "kind" | "segment" | "timeline"> | null {
  const history = parseHistoryName(file);
  if (history !== null) return { name: file, kind: "history", segment: null, timeline: history };
  const [name = "", more] = file.split(/(?=\.)/, 2);
  const segment = parseWalName(name, segmentBytes);
  if (!segment) return null;
  const kind = more === undefined ? "segment" : more.startsWith(TAIL) ? "tail" : "label";
  return { name, kind, segment, timeline: segment.timeline };
}

function holds(path: string, bytes: Buffer): boolean {
  try {
    return gunzipSync(readFileSync(path)).equals(bytes);
  } catch {
    return false;
  }
}

/** A file appears whole and synced, or not at all. */
function place(path: string, bytes: Buffer): void {
  const draft = `${path}.tmp`;
  const file = openSync(draft, "w", 0o600);
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  sync(join(path, ".."));
}

function sync(path: string): void {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
