import { chownSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { RunAs } from "../postgres-binaries.ts";
import type { Say } from "../start.ts";
import { requireSpace } from "./backup-setting.ts";
import { formatBytes, tellEvery } from "./blob-copies.ts";
import { copyFile, forEachFile } from "./copy-files.ts";
import { damaged, type Manifest, requireSame } from "./manifest.ts";

const CLUSTER = "cluster/";

/**
 * Copies the cluster of a base to `to`, for the user the server runs as, comparing every file of the base with its manifest on the way. Throws invalid
 * `backup-damaged` with the file's name. Not synced: a server that recovers syncs its directory first.
 */
export async function copyBase(
  base: string,
  to: string,
  { manifest, as, say }: { readonly manifest: Manifest; readonly as: RunAs; readonly say: Say },
): Promise<void> {
  const total = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  mkdirSync(to, { mode: 0o700 });
  requireSpace(to, total);
  for (const dir of manifest.directories) mkdirSync(join(to, dir), { recursive: true, mode: 0o700 });
  let done = 0;
  const tell = tellEvery(10_000, () => say(`  database: ${formatBytes(done)} of ${formatBytes(total)}`));
  const onBytes = (count: number): void => {
    done += count;
    tell();
  };
  const own = (path: string): void => {
    if (as.uid !== undefined && as.gid !== undefined) chownSync(path, as.uid, as.gid);
  };
  await forEachFile(manifest.files, async (file) => {
    const from = join(base, file.path);
    // What is not the cluster's is read only to be compared.
    const target = file.path.startsWith(CLUSTER) ? join(to, file.path.slice(CLUSTER.length)) : null;
    const copied = await copyFile(from, target, { sync: false, onBytes });
    if (!copied) throw damaged(from, "is missing");
    requireSame(base, file, copied);
    if (target) own(target);
  });
  for (const path of ["", ...manifest.directories]) own(join(to, path));
}
