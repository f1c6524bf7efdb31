import { join } from "node:path";
import { type Blobs, createFileBlobs, createS3Blobs } from "@netra/blobs";
import type { Config } from "@netra/config";

/** What decides where files are kept. */
export type BlobConfig = Pick<Config, "paths" | "bucket">;

/** Where files lie while they are kept on this machine; also what a bucket is filled from. */
export const blobDir = ({ paths }: Pick<Config, "paths">): string => join(paths.data, "blobs");

/** Opens the store of files as the settings say: a directory, or a bucket. Reaches for nothing and makes nothing yet. */
export const openBlobs = (config: BlobConfig): Blobs =>
  config.bucket === null
    ? createFileBlobs({ dir: blobDir(config) })
    : createS3Blobs({ settings: config.bucket, spoolDir: join(config.paths.data, "spool") });

/** Every key of a store, in order. */
export async function keysOf(blobs: Pick<Blobs, "list">): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of blobs.list()) keys.push(key);
  return keys;
}
