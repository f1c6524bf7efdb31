import { checkpointText, importSigningKey, openNote, parseCheckpoint, parseVerifierKey, signNote, verifierKeyOf } from "@netra/evidence";
import { systemActor } from "@netra/store";
import { createCheckpoint, createSeal, createStampCheckpoints, type ToSign } from "@netra/worker-custody";
import { createTimeStamper } from "@netra/outbound";
import { checkpointFiles } from "./checkpoint-files.ts";
import type { Context } from "./context.ts";
import { readCertificates } from "./read-certificates.ts";

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
    stamps: config.timeStamps.url !== null,
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

/** What has the checkpoints of this installation stamped, and files the answers beside them. */
export function stampsOf({ store, config, log }: Pick<Context, "store" | "config" | "log">) {
  const files = checkpointFiles(config.paths.checkpoints);
  const { url, caFile } = config.timeStamps;
  const stamper = url === null ? null : createTimeStamper({ url, ca: caFile === null ? null : readCertificates(caFile) });
  return createStampCheckpoints({ store, log, actor: systemActor("custody"), stamper, readToken: files.readToken, writeToken: files.writeToken });
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
