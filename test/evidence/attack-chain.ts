import {
  checkpointText,
  type KeptCheckpoint,
  type LedgerRow,
  MerkleTree,
  openNote,
  parseCheckpoint,
  parseVerifierKey,
  type SigningKey,
  signNote,
  verifierKeyOf,
} from "@netra/evidence";
import { honestRow } from "./edit-ledger.ts";
import { NAME } from "./fictional-passport.ts";
import type { Random } from "./random.ts";

/** A chain as whoever holds the database and the signing key would leave it: rows and checkpoints beside them fit each other. */
export interface Chain {
  readonly rows: readonly LedgerRow[];
  readonly beside: readonly KeptCheckpoint[];
}
type Attack = (rows: readonly LedgerRow[], random: Random) => Promise<LedgerRow[]>;

/** Signs a checkpoint at each of these sizes and opens it again, as a check would. */
export async function signCheckpoints(rows: readonly LedgerRow[], sizes: readonly number[], key: SigningKey): Promise<KeptCheckpoint[]> {
  const tree = new MerkleTree();
  for (const { hash } of rows) tree.append(hash);
  const verifier = await parseVerifierKey(await verifierKeyOf(NAME, key));
  return Promise.all(
    sizes.map(async (size) => {
      const text = checkpointText({ origin: NAME, size, root: await tree.rootAt(size), at: new Date("2029-10-22T13:10:00Z") });
      return parseCheckpoint((await openNote(await signNote({ text, name: NAME, key }), verifier)).text);
    }),
  );
}

const goOn = (rows: LedgerRow[], to: number, random: Random): Promise<LedgerRow[]> =>
  Promise.all(Array.from({ length: to - rows.length }, (_, index) => honestRow(rows.length + index, "flag.other", random))).then((more) => [
    ...rows,
    ...more,
  ]);

/** What the external checkpoints, the last at the full size, must contradict. */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  "tail cut": async (rows, random) => rows.slice(0, random.below(rows.length)),
  "history rewritten and signed again": async (rows, random) => {
    const at = random.below(rows.length);
    const row = await honestRow(at, "flag.rewritten", random);
    return rows.map((one, index) => (index === at ? row : one));
  },
  "rolled back and gone on beyond": async (rows, random) =>
    goOn(rows.slice(0, random.below(rows.length)), rows.length + 1 + random.below(20), random),
  "forked to the same size": async (rows, random) => goOn(rows.slice(0, random.below(rows.length)), rows.length, random),
};
