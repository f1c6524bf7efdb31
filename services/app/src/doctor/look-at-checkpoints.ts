import { statSync } from "node:fs";
import { join } from "node:path";
import { checkpointFiles } from "../checkpoint-files.ts";
import type { CheckpointFacts } from "./check-checkpoints.ts";
import { lookAtPlace } from "./look-at-files.ts";

/** Looks at the files of checkpoints. Changes nothing. */
export function lookAtCheckpoints({
  data,
  checkpoints: dir,
}: {
  readonly data: string;
  readonly checkpoints: string;
}): Pick<CheckpointFacts, "dir" | "files" | "newestAt" | "besideData"> {
  const besideData = lookAtPlace(dir).device === lookAtPlace(data).device;
  try {
    const names = checkpointFiles(dir).names();
    const newest = names.map((name) => statSync(join(dir, name)).mtimeMs).reduce((a, b) => Math.max(a, b), 0);
    return { dir, files: names.length, newestAt: newest === 0 ? null : new Date(newest), besideData };
  } catch {
    return { dir, files: null, newestAt: null, besideData };
  }
}
