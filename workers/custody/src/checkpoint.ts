import { conflict } from "@netra/domain";
import type { Log } from "@netra/queue";
import type { Store } from "@netra/store";

/** What a checkpoint says, before it is signed. */
export interface ToSign {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

export interface CheckpointDeps {
  readonly store: Store;
  readonly actor: Parameters<Store["as"]>[0];
  readonly log: Log;
  /** Signs with the key of this installation, in the name of the origin. */
  readonly sign: (said: ToSign) => Promise<string>;
  /** What stands in the file of a size; null when there is none. */
  readonly readFile: (size: number) => string | null;
  /** Writes the file of a size for good. Never overwrites one. */
  readonly writeFile: (size: number, note: string) => void;
  /** Whether an authority is to stamp each checkpoint: it waits for that from the moment it is signed. */
  readonly stamps: boolean;
  /** Whether a note is by this installation's key and says this size and root. */
  readonly says: (note: string, said: ToSign) => Promise<boolean>;
}

/** A checkpoint that stands. */
export interface Checkpointed {
  readonly size: number;
  readonly note: string;
  /** False when nothing was sealed since the one before: then it is that one. */
  readonly isNew: boolean;
}

/**
 * Builds what signs the ledger as it stands, in the database and in a file outside it. Each size has one checkpoint: without new leaves it is the one that is
 * there. The file is written first and taken up again after a kill. Throws conflict `checkpoint-contradicts` when the file of this size says
 * something else: then the database is not the one that it was.
 */
export function createCheckpoint({ store, actor, log, sign, readFile, writeFile, stamps, says }: CheckpointDeps) {
  return async function checkpoint(): Promise<Checkpointed> {
    const made = await store.as(actor, async (tx) => {
      await tx.ledger.lock();
      const said = { origin: await tx.ledger.origin(), ...(await tx.ledger.state()) };
      const kept = await tx.ledger.findCheckpoint(said.size);
      const filed = readFile(said.size);
      const note = kept?.note ?? filed ?? (await sign(said));
      for (const known of [kept?.note, filed])
        if (known != null && !(await says(known, said)))
          throw conflict(
            "checkpoint-contradicts",
            `The checkpoint of size ${said.size} says something else than the ledger does: run \`netra ledger check\`, keep both, and do not write over either.`,
          );
      if (filed === null) writeFile(said.size, note);
      if (!kept) await tx.ledger.addCheckpoint({ ...said, note });
      if (!kept && stamps) await tx.stamps.plan(said.size);
      return { size: said.size, note, isNew: !kept };
    });
    if (made.isNew) log.info("custody.checkpoint", { size: made.size });
    return made;
  };
}
