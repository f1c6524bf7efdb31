import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import { type CheckpointFiles, checkpointFiles } from "../checkpoint-files.ts";
import type { CheckpointFacts } from "./check-checkpoints.ts";
import { lookAtPlace } from "./look-at-files.ts";

type Paths = { readonly data: string; readonly checkpoints: string };

/** Looks at the files of checkpoints, and whether the time stamps that are kept, the hash in lower-case hex, lie beside them; null when that is not known. Changes nothing. */
export function lookAtCheckpoints(
  { data, checkpoints: dir }: Paths,
  kept: readonly { readonly size: number; readonly sha256: string }[] | null,
): Pick<CheckpointFacts, "dir" | "files" | "newestAt" | "besideData" | "stampFiles"> {
  const besideData = lookAtPlace(dir).device === lookAtPlace(data).device;
  try {
    const files = checkpointFiles(dir);
    const names = files.names();
    const newest = names.map((name) => statSync(join(dir, name)).mtimeMs).reduce((a, b) => Math.max(a, b), 0);
    return { dir, files: names.length, newestAt: newest === 0 ? null : new Date(newest), besideData, stampFiles: kept && lookAtStamps(files, kept) };
  } catch {
    return { dir, files: null, newestAt: null, besideData, stampFiles: null };
  }
}

function lookAtStamps(files: CheckpointFiles, kept: readonly { readonly size: number; readonly sha256: string }[]) {
  const there = kept.map(({ size, sha256 }) => ({ sha256, token: files.readToken(size) }));
  return {
    kept: kept.length,
    missing: there.filter(({ token }) => token === null).length,
    differing: there.filter(({ token, sha256 }) => token !== null && createHash("sha256").update(token).digest("hex") !== sha256).length,
  };
}
