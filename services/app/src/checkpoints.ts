import { checkpointText, importSigningKey, openNote, parseCheckpoint, parseVerifierKey, signNote, verifierKeyOf } from "@netra/evidence";
import { systemActor } from "@netra/store";
import { createCheckpoint, createSeal, type ToSign } from "@netra/worker-custody";
import { checkpointFiles } from "./checkpoint-files.ts";
import type { Context } from "./context.ts";

type Needs = Pick<Context, "store" | "keys" | "config" | "log" | "clock">;

/** The sealer of this installation. */
export const sealer = ({ store, log }: Pick<Context, "store" | "log">) => createSeal({ store, log, actor: systemActor("custody") });

/** What signs the ledger of this installation, in the database and in `NETRA_CHECKPOINTS_DIR`. */
export function checkpointer({ store, keys, config, log, clock }: Needs) {
  const files = checkpointFiles(config.paths.checkpoints);
  return createCheckpoint({
    store,
    log,
    actor: systemActor("custody"),
    readFile: files.read,
    writeFile: files.write,
    async sign({ origin, size, root }: ToSign) {
      return signNote({ text: checkpointText({ origin, size, root, at: clock() }), name: origin, key: await importSigningKey(keys.checkpoint) });
    },
    async says(note, { origin, size, root }) {
      const key = await parseVerifierKey(await verifierKeyOf(origin, await importSigningKey(keys.checkpoint)));
      try {
        const said = parseCheckpoint((await openNote(note, key)).text);
        return said.origin === origin && said.size === size && Buffer.from(said.root).equals(root);
      } catch {
        // Another key's, or no note at all: it does not say it.
        return false;
      }
    },
  });
}

/** Seals everything that waits, and signs. */
export async function sealAndSign(context: Needs) {
  await sealer(context)();
  return checkpointer(context)();
}

/** What others check this installation's signatures with. */
export async function verifierKey({ store, keys }: Pick<Context, "store" | "keys">): Promise<string> {
  const origin = await store.as(systemActor("custody"), (tx) => tx.ledger.origin());
  return verifierKeyOf(origin, await importSigningKey(keys.checkpoint));
}
