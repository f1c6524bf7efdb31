import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { ManifestFile } from "./manifest.ts";

const CHUNK_BYTES = 1 << 20;
/** Enough to keep a disk busy while another file is hashed. */
const AT_ONCE = 4;

interface CopyOptions {
  /** Return only when the copy is safe. */
  readonly sync: boolean;
  /** Told of every part that was read. */
  readonly onBytes: (count: number) => void;
}

/** Copies one file, or only reads it, hashing what passes. Gives null when there is no such file. */
export async function copyFile(from: string, to: string | null, options: CopyOptions): Promise<Omit<ManifestFile, "path"> | null> {
  const source = await open(from, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (!source) return null;
  try {
    const target = to === null ? null : await open(to, "wx", 0o600);
    try {
      return await pass(source, target, options);
    } finally {
      await target?.close();
    }
  } finally {
    await source.close();
  }
}

async function pass(source: FileHandle, target: FileHandle | null, { sync, onBytes }: CopyOptions): Promise<Omit<ManifestFile, "path">> {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await source.read(buffer, 0, CHUNK_BYTES);
    if (bytesRead === 0) break;
    const chunk = buffer.subarray(0, bytesRead);
    hash.update(chunk);
    await target?.writeFile(chunk);
    bytes += bytesRead;
    onBytes(bytesRead);
  }
  if (sync) await target?.sync();
  return { bytes, sha256: hash.digest("hex") };
}

/** Runs a task for every item, a few at once; the first failure stops the rest and is thrown when none runs any more. Results come in the order of the items. */
export async function forEachFile<T, R>(items: readonly T[], task: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const entries = items.entries();
  let failed = false;
  const work = async (): Promise<void> => {
    for (const [index, item] of entries) {
      if (failed) return;
      try {
        results[index] = await task(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  // Nothing of ours may still write when the caller clears away what was made.
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return results;
}
