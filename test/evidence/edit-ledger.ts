import { type LedgerRow, leafData, leafHash } from "@netra/evidence";
import type { Random } from "./random.ts";

/** An edit of one row: the changed list, and a leaf that must lie in the range that the check names. */
export interface Edit {
  readonly rows: LedgerRow[];
  readonly at: number;
}
type Editor = (rows: LedgerRow[], at: number, random: Random) => Promise<void> | void;

/** A row that is right in itself. */
export async function honestRow(index: number, act: string, random: Random): Promise<LedgerRow> {
  const data = leafData({ kind: "audit", entry: { id: String(index), act, at: "2029-10-22T13:10:00.123456Z" }, salt: random.bytes(16) });
  return { index, data, hash: await leafHash(data) };
}

function numberAnew(rows: LedgerRow[]): void {
  for (const [index, row] of rows.entries()) rows[index] = { ...row, index };
}
const flipped = (bytes: Uint8Array, from: number, to: number, random: Random): Uint8Array => {
  const changed = bytes.slice();
  changed[from + random.below(to - from)]! ^= 1 + random.below(255);
  return changed;
};
const readText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The kinds of edit; those that make the row fit itself again can only be seen by a checkpoint. */
export const EDITORS: Readonly<Record<string, Editor>> = {
  "entry changed": (rows, at, random) => {
    const row = rows[at]!;
    rows[at] = { ...row, data: flipped(row.data!, 0, readText(row.data!).indexOf('"salt"'), random) };
  },
  "salt changed": (rows, at, random) => {
    const row = rows[at]!;
    const from = readText(row.data!).indexOf('"salt":"') + 8;
    rows[at] = { ...row, data: flipped(row.data!, from, from + 22, random) };
  },
  "hash changed": (rows, at, random) => {
    rows[at] = { ...rows[at]!, hash: flipped(rows[at]!.hash, 0, 32, random) };
  },
  "entry and hash changed": async (rows, at, random) => {
    rows[at] = await honestRow(at, "flag.other", random);
  },
  "erased and hash changed": (rows, at, random) => {
    rows[at] = { index: at, data: null, hash: random.bytes(32) };
  },
  "swapped with another, numbered anew": (rows, at, random) => {
    const other = (at + 1 + random.below(rows.length - 1)) % rows.length;
    const [first, second] = [rows[at]!, rows[other]!];
    rows[at] = second;
    rows[other] = first;
    numberAnew(rows);
  },
  dropped: (rows, at) => void rows.splice(at, 1),
  "dropped, numbered anew": (rows, at) => {
    rows.splice(at, 1);
    numberAnew(rows);
  },
  "inserted, numbered anew": async (rows, at, random) => {
    rows.splice(at, 0, await honestRow(at, "flag.inserted", random));
    numberAnew(rows);
  },
  "index changed": (rows, at, random) => {
    rows[at] = { ...rows[at]!, index: (at + 1 + random.below(rows.length - 1)) % rows.length };
  },
};
