import { join } from "node:path";
import { checkpointFile } from "../checkpoint-files.ts";
import { sealAndSign, verifierKey } from "../checkpoints.ts";
import type { Context } from "../context.ts";

/** `netra checkpoint`: seals what waits and signs the ledger, in the database and in a file. */
export async function makeCheckpoint(context: Pick<Context, "store" | "keys" | "config" | "log" | "clock">): Promise<string[]> {
  const { size, isNew } = await sealAndSign(context);
  const file = join(context.config.paths.checkpoints, checkpointFile(size));
  return [
    isNew
      ? `The ledger was signed at ${size.toLocaleString("en")} leaves: ${file}`
      : `Nothing was sealed since the last checkpoint, at ${size.toLocaleString("en")} leaves: ${file}`,
    "Keep a copy where whoever keeps the database cannot write, e.g. print it, mail it, or point NETRA_CHECKPOINTS_DIR there.",
  ];
}

/** `netra checkpoint --print-key`: what others check checkpoints and passports with. Not a secret. */
export const printKey = (context: Pick<Context, "store" | "keys">): Promise<string> => verifierKey(context);
