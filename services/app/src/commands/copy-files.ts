import { createFileBlobs } from "@netra/blobs";
import type { Config } from "@netra/config";
import { invalid } from "@netra/domain";
import { copyBlobs } from "../backup/blob-copies.ts";
import { blobDir, keysOf, openBlobs } from "../open-blobs.ts";
import type { Say } from "../start.ts";
import { describeBlobs, stopwatch, tellDamaged } from "./backup.ts";

/** Reads `--to`. Throws invalid `files-to`. */
export function parseFilesTo(text: string): "bucket" | "directory" {
  if (text === "bucket" || text === "directory") return text;
  throw invalid("files-to", `--to ${JSON.stringify(text)} is neither bucket nor directory.`);
}

/**
 * `netra files copy --to bucket|directory`: copies what the other side lacks, each file compared with its hash; removes nothing. May run while Netra works, and again after it
 * stopped, for what came meanwhile.
 */
export async function runCopyFiles(config: Config, to: "bucket" | "directory", say: Say): Promise<void> {
  if (config.bucket === null) throw invalid("files-no-bucket", "No bucket is set: set NETRA_S3_URL and what belongs to it (npx netra --help).");
  const seconds = stopwatch();
  const [bucket, directory] = [openBlobs(config), createFileBlobs({ dir: blobDir(config) })];
  const [source, target] = to === "bucket" ? [directory, bucket] : [bucket, directory];
  const copies = await copyBlobs({ source, target, keys: await keysOf(source), say });
  tellDamaged(copies, say);
  say(`Copied ${describeBlobs(copies)}, ${seconds()}. Nothing was removed.`);
}
