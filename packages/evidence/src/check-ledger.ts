import { sameBytes } from "./bytes.ts";
import { growNodes, rootOfNodes } from "./frontier.ts";
import { leafHash } from "./leaf.ts";

/** One leaf as it is kept, in the order of the list. `data` is null once it was erased; `hash` stays. */
export interface LedgerRow {
  readonly index: number;
  readonly data: Uint8Array | null;
  readonly hash: Uint8Array;
}
/** A checkpoint whose signature the caller has checked. `name` is how a person finds it again, such as a file name. */
export interface KeptCheckpoint {
  readonly size: number;
  readonly root: Uint8Array;
  readonly name?: string;
}
/** Which checkpoint the rows contradict: the tree is shorter than it says (`beyond-end`), or had another root at its size (`root`). */
export interface Contradiction {
  readonly kept: "beside" | "external";
  readonly size: number;
  readonly name: string | null;
  readonly reason: "root" | "beyond-end";
}
export interface LedgerVerdict {
  readonly ok: boolean;
  readonly size: number;
  readonly erased: number;
  /** The root of all rows. */
  readonly root: Uint8Array;
  /** The first row that is wrong in itself: not at its place in the list, or its data has another hash. */
  readonly wrongRow: { readonly index: number; readonly reason: "index" | "hash" } | null;
  /** The contradicted checkpoint of the smallest size. */
  readonly contradiction: Contradiction | null;
  /** Where the list was changed: leaves `from` (inclusive) to `to` (exclusive), the narrowest that rows and checkpoints tell. Null when all is well. */
  readonly changed: { readonly from: number; readonly to: number } | null;
}

/**
 * Checks a ledger's rows against themselves and against checkpoints: those kept beside the rows, and those kept where whoever can change the rows
 * cannot reach (`external`). Rows may be a stream; memory does not grow with them. Costs about three hashes a leaf.
 *
 * What follows the last checkpoint is only held together by itself: a cut there cannot be seen. Never throws on what the rows hold.
 */
export async function checkLedger({
  rows,
  checkpoints,
  external,
}: {
  readonly rows: Iterable<LedgerRow> | AsyncIterable<LedgerRow>;
  readonly checkpoints: readonly KeptCheckpoint[];
  readonly external: readonly KeptCheckpoint[];
}): Promise<LedgerVerdict> {
  const waiting = [...checkpoints.map((one) => claimOf(one, "beside")), ...external.map((one) => claimOf(one, "external"))].sort(
    (a, b) => a.size - b.size,
  );
  const nodes: Uint8Array[] = [];
  let [size, erased, agreed, next] = [0, 0, 0, 0];
  let wrongRow: LedgerVerdict["wrongRow"] = null;
  let contradiction: Contradiction | null = null;

  const meet = async (): Promise<void> => {
    let met = false;
    while (waiting[next]?.size === size) {
      const claim = waiting[next]!;
      next += 1;
      met = true;
      if (!sameBytes(claim.root, await rootOfNodes(nodes))) contradiction ??= contradictionOf(claim, "root");
    }
    // Only where all checkpoints of this size agree is everything before it beyond doubt.
    if (met && contradiction === null) agreed = size;
  };
  await meet();
  for await (const row of rows) {
    if (wrongRow === null && row.index !== size) wrongRow = { index: size, reason: "index" };
    if (row.data === null) erased += 1;
    else if (wrongRow === null && !sameBytes(await leafHash(row.data), row.hash)) wrongRow = { index: size, reason: "hash" };
    await growNodes(nodes, size, row.hash);
    size += 1;
    await meet();
  }
  const beyond = waiting[next];
  if (beyond !== undefined) contradiction ??= contradictionOf(beyond, "beyond-end");
  return {
    ok: wrongRow === null && contradiction === null,
    size,
    erased,
    root: await rootOfNodes(nodes),
    wrongRow,
    contradiction,
    changed: changedBetween(),
  };

  function changedBetween(): LedgerVerdict["changed"] {
    if (wrongRow !== null && wrongRow.index < (contradiction?.size ?? Number.POSITIVE_INFINITY))
      return { from: wrongRow.index, to: wrongRow.index + 1 };
    return contradiction && { from: agreed, to: contradiction.size };
  }
}

interface Claim extends KeptCheckpoint {
  readonly kept: Contradiction["kept"];
}
const claimOf = (checkpoint: KeptCheckpoint, kept: Contradiction["kept"]): Claim => ({ ...checkpoint, kept });
const contradictionOf = ({ kept, size, name }: Claim, reason: Contradiction["reason"]): Contradiction => ({ kept, size, name: name ?? null, reason });
