import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Blobs } from "@netra/blobs";
import { codeOf } from "@netra/domain";
import { keysOf } from "../open-blobs.ts";
import type { Say } from "../start.ts";

/** What became of the blobs that were to be copied. */
export interface BlobCopies {
  readonly copied: number;
  readonly bytes: number;
  /** In the target already. */
  readonly known: number;
  /** Not to be copied: they are in the office's bucket, whose own versions or copies bring them back. The backup holds the list of their keys. */
  readonly listed: number;
  /** Their bytes are not those of their key: not copied, since they would be no evidence. */
  readonly damaged: readonly string[];
}

/** Keys of the blobs in a directory of `@netra/blobs`, in order; none when it does not exist. */
export function listBlobs(dir: string): readonly string[] {
  const pairs = (path: string): string[] => (existsSync(path) ? readdirSync(path).filter((name) => /^[0-9a-f]{2}$/.test(name)) : []);
  return pairs(dir)
    .flatMap((one) => pairs(join(dir, one)).map((two) => join(dir, one, two)))
    .flatMap((path) => readdirSync(path).filter((name) => /^[0-9a-f]{64}$/.test(name)))
    .sort();
}

/** When a blob was put into a directory. */
export const blobTime = (dir: string, key: string): Date => statSync(blobPath(dir, key)).mtime;

export interface CopyAsk {
  readonly source: Blobs;
  readonly target: Blobs;
  readonly keys: readonly string[];
  readonly say: Say;
}

/** Copies those of `keys` that the target lacks; each is compared with its key on the way. One that was removed meanwhile is passed over. */
export async function copyBlobs({ source, target, keys, say }: CopyAsk): Promise<BlobCopies> {
  const there = new Set(await keysOf(target));
  const damaged: string[] = [];
  let [copied, bytes, known] = [0, 0, 0];
  const tell = tellEvery(10_000, () => say(`  files: ${copied} of ${keys.length}, ${formatBytes(bytes)}`));
  for (const key of keys) {
    if (there.has(key)) {
      known += 1;
      continue;
    }
    try {
      bytes += (await target.put(await source.open(key))).size;
      copied += 1;
    } catch (error) {
      if (codeOf(error) === "blob-damaged") damaged.push(key);
      else if (codeOf(error) !== "blob-not-found") throw error;
    }
    tell();
  }
  return { copied, bytes, known, damaged, listed: 0 };
}

/** What a backup says of files that are in a bucket. */
export const onlyListed = (keys: readonly string[]): BlobCopies => ({ copied: 0, bytes: 0, known: 0, damaged: [], listed: keys.length });

/** Removes blobs of a backup. */
export function removeBlobs(dir: string, keys: readonly string[]): void {
  for (const key of keys) rmSync(blobPath(dir, key), { force: true });
}

/** A line of progress at most every so often, so that short work says nothing. */
export function tellEvery<Args extends unknown[]>(ms: number, tell: (...args: Args) => void): (...args: Args) => void {
  let last = performance.now();
  return (...args) => {
    if (performance.now() - last < ms) return;
    last = performance.now();
    tell(...args);
  };
}

/** `41 MB`: sizes as people compare them, in powers of ten. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)));
  const value = bytes / 1000 ** step;
  return `${value.toFixed(step === 0 || value >= 100 ? 0 : 1)} ${units[step]}`;
}

const blobPath = (dir: string, key: string): string => join(dir, key.slice(0, 2), key.slice(2, 4), key);
