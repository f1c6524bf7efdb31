import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFileBlobs } from "@netra/blobs";
import { loadConfig } from "@netra/config";
import { importSigningKey, parseVerifierKey, verifierKeyOf } from "@netra/evidence";
import { checkpointFiles } from "../../services/app/src/checkpoint-files.ts";
import { checkpointer, sealer } from "../../services/app/src/checkpoints.ts";
import { checkLedgerOf } from "../../services/app/src/commands/check-ledger.ts";
import { loadKeys } from "../../services/app/src/keys.ts";
import { silent, type World } from "./world.ts";

/** The sealer and the signer of a world, with keys and a directory of checkpoints of its own: new ones, or a copy of those that are in `from`. */
export function openLedger({ store }: Pick<World, "store">, settings: Readonly<Record<string, string>> = {}, from?: string) {
  const dir = mkdtempSync(join(tmpdir(), "netra-ledger-"));
  if (from !== undefined) cpSync(from, dir, { recursive: true });
  const config = loadConfig({ NETRA_DATA_DIR: dir, ...settings });
  const { keys } = loadKeys({ dir: config.paths.keys, mayCreate: true });
  const blobs = createFileBlobs({ dir: join(dir, "blobs") });
  const context = { store, keys, config, blobs, log: { ...silent, pino: undefined as never }, clock: () => new Date() };
  const keyFor = async (origin: string) => parseVerifierKey(await verifierKeyOf(origin, await importSigningKey(keys.checkpoint)));
  return {
    dir,
    config,
    keys,
    context,
    seal: sealer(context),
    checkpoint: checkpointer(context),
    check: () => checkLedgerOf({ store, files: checkpointFiles(config.paths.checkpoints), dir: "the checkpoints directory", keyFor }),
    close: () => rmSync(dir, { recursive: true, force: true }),
  };
}
