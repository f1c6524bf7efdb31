import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { setSuperuserPassword } from "@netra/store";
import type { ClusterFiles } from "../postgres-files.ts";
import { syncDirectory } from "../write-once.ts";
import { baseFilesOf, compactTime, writeSafely } from "./backup-files.ts";

/** A base's own password of the superuser. */
export const passwordOfBase = (base: string): string => readFileSync(baseFilesOf(base).password, "utf8").trim();

/**
 * Makes the restored server open with the password that this installation keeps, or keeps the base's when there is none. The server runs; `url` is its
 * superuser's.
 */
export async function settlePassword(files: ClusterFiles, { url, ofBase }: { readonly url: string; readonly ofBase: string }): Promise<void> {
  const kept = existsSync(files.password) ? readFileSync(files.password, "utf8").trim() : "";
  if (kept === "") writeSafely(files.password, `${ofBase}\n`);
  else if (kept !== ofBase) await setSuperuserPassword(url, kept);
}

/**
 * Puts the restored cluster, whose server has stopped, in the place of the present one, which is moved aside; gives where to, null when there was none.
 * A kill between the steps is mended by the next start (`finishPutting`).
 */
export function putInPlace(dataDir: string, files: ClusterFiles, now: Date): string | null {
  const aside = join(dataDir, `postgres.before-restore-${compactTime(now)}`);
  const present = existsSync(files.cluster);
  renameSync(files.restoring, files.restored);
  syncDirectory(dataDir);
  if (present) renameSync(files.cluster, aside);
  finishPutting(files);
  syncDirectory(dataDir);
  return present ? aside : null;
}

/** The last step, also of a restore that was killed before it. The caller holds the lock of the data directory. */
export function finishPutting({ cluster, restored }: ClusterFiles): void {
  if (!existsSync(cluster) && existsSync(restored)) renameSync(restored, cluster);
}
