import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { type Config, PROJECT_ROOT } from "@netra/config";
import { importSigningKey, parseVerifierKey, type VerifierKey, verifierKeyOf } from "@netra/evidence";
import { createFieldCipher, createPool, createStore, requireSchema } from "@netra/store";
import { checkpointFiles } from "../checkpoint-files.ts";
import { openServer } from "../database-server.ts";
import { loadKeys } from "../keys.ts";
import { checkLedgerOf, printLedgerReport } from "./check-ledger.ts";

/**
 * `netra ledger check [--checkpoints DIR] [--key VKEY]`. Changes nothing, so that a login or a copy of the database that only reads will do; with a verifier
 * key it needs no keys directory either.
 */
export async function runLedgerCheck(
  config: Config,
  asked: { readonly checkpoints?: string | undefined; readonly key?: string | undefined },
): Promise<{ ok: boolean; lines: string[] }> {
  const dir = asked.checkpoints === undefined ? config.paths.checkpoints : resolve(PROJECT_ROOT, asked.checkpoints);
  const server = await openServer(config, {
    given: undefined,
    bundled: "attach",
    tune: undefined,
    log: { info: () => undefined, warn: () => undefined },
  });
  try {
    await requireSchema(server.appUrl);
    // No sealed row holds an encrypted field: the cipher of this store has nothing to do.
    const cipher = createFieldCipher({ field: randomBytes(32), blindIndex: randomBytes(32) });
    const store = createStore({ pool: createPool(server.appUrl, { name: "ledger-check", max: 1 }), cipher });
    try {
      const report = await checkLedgerOf({ store, files: checkpointFiles(dir), dir, keyFor: (origin) => keyFor(origin, config, asked.key) });
      return { ok: report.ok, lines: printLedgerReport(report) };
    } finally {
      await store.close();
    }
  } finally {
    await server.stop();
  }
}

async function keyFor(origin: string, config: Config, given: string | undefined): Promise<VerifierKey> {
  if (given !== undefined) return parseVerifierKey(given);
  const { keys } = loadKeys({ dir: config.paths.keys, mayCreate: false });
  return parseVerifierKey(await verifierKeyOf(origin, await importSigningKey(keys.checkpoint)));
}
