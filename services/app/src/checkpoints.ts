import type { Config } from "@netra/config";
import {
  checkpointText,
  importSigningKey,
  openNote,
  parseCheckpoint,
  parseVerifierKey,
  readTimeStamp,
  signNote,
  verifierKeyOf,
} from "@netra/evidence";
import { createTimeStamper } from "@netra/outbound";
import { systemActor } from "@netra/store";
import { createCheckpoint, createSeal, createStampCheckpoints, type Stamper, type ToSign } from "@netra/worker-custody";
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
  const stamper = timeStamper(config.timeStamps);
  return createStampCheckpoints({ store, log, actor: systemActor("custody"), stamper, readToken: files.readToken, writeToken: files.writeToken });
}

/** The configured authority. What it says must be readable without a library too, as whoever checks a passport reads it. */
function timeStamper({ url, caFile }: Config["timeStamps"]): Stamper | null {
  if (url === null) return null;
  const authority = createTimeStamper({ url, ca: caFile === null ? null : readCertificates(caFile) });
  return {
    check: authority.check,
    async stamp(bytes, options) {
      const answer = await authority.stamp(bytes, options);
      readTimeStamp(answer.token);
      return answer;
    },
  };
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
