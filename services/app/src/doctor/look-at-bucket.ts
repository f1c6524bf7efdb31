import { lookAtBucket } from "@netra/blobs";
import type { Config } from "@netra/config";
import { listBlobs } from "../backup/blob-copies.ts";
import { blobDir } from "../open-blobs.ts";
import type { FilesFacts } from "./check-files.ts";

/** Asks the bucket, if there is one, and counts what lies in the data directory beside it. Changes nothing. */
export async function lookAtFileStore(config: Pick<Config, "paths" | "bucket">, { timeoutMs }: { readonly timeoutMs: number }): Promise<FilesFacts> {
  const { bucket } = config;
  if (bucket === null) return { bucket: null, inDirectory: null };
  // It is asked two things, one after the other.
  const half = timeoutMs / 2;
  const look = await lookAtBucket(bucket, { connectMs: half, idleMs: half, totalMs: half, attempts: 1, backoffMs: 0 });
  return { bucket: { url: bucket.url, name: bucket.bucket, look }, inDirectory: countIn(blobDir(config)) };
}

function countIn(dir: string): number | null {
  try {
    return listBlobs(dir).length;
  } catch {
    return null;
  }
}
