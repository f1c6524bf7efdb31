import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeOnce } from "./write-once.ts";

/** The file of a checkpoint: its size in ten digits, as FORMAT.md of packages/evidence names it. */
const NAME = /^\d{10,16}\.txt$/;
export const checkpointFile = (size: number): string => `${String(size).padStart(10, "0")}.txt`;

/** The file beside it: the authority's answer about exactly its bytes. */
const tokenFile = (size: number): string => checkpointFile(size).replace(/txt$/, "tsr");

/** Checkpoints kept outside the database: one file each, never changed and never written over. */
export interface CheckpointFiles {
  /** What stands in the file of a size; null when there is none. */
  read(size: number): string | null;
  /** Writes the file of a size for good: whole and on the disk, or not at all. Leaves one that is there. */
  write(size: number, note: string): void;
  /** What an authority said of the checkpoint of a size, in the file beside it (`.tsr`); null when there is none. */
  readToken(size: number): Uint8Array | null;
  /** Writes that file for good, as `write` does. */
  writeToken(size: number, token: Uint8Array): void;
  /** The names of all files, smallest size first. */
  names(): readonly string[];
  /** Every file by name, smallest size first; none where there is no directory. Changes nothing. */
  list(): readonly { readonly name: string; readonly note: string }[];
}

/** Opens a directory of checkpoints. It is made when the first is written. */
export function checkpointFiles(dir: string): CheckpointFiles {
  const readBytes = (name: string): Buffer | null => {
    try {
      return readFileSync(join(dir, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw error;
    }
  };
  const read = (name: string): string | null => readBytes(name)?.toString("utf8") ?? null;
  const writeNew = (name: string, content: string | Uint8Array): void => {
    mkdirSync(dir, { recursive: true, mode: 0o755 });
    writeOnce(dir, name, { content, mode: 0o444 });
  };
  const names = (): readonly string[] =>
    namesIn(dir)
      .filter((name) => NAME.test(name))
      .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  return {
    read: (size) => read(checkpointFile(size)),
    write: (size, note) => writeNew(checkpointFile(size), note),
    readToken: (size) => readBytes(tokenFile(size)),
    writeToken: (size, token) => writeNew(tokenFile(size), token),
    names,
    list: () => names().map((name) => ({ name, note: read(name) ?? "" })),
  };
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
