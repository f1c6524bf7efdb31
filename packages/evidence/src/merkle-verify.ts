import { sameBytes } from "./bytes.ts";
import { emptyRoot, nodeHash } from "./merkle-hash.ts";

/** Hashes of 32 bytes; a proof goes from the leaf up. */
export interface InclusionClaim {
  readonly leafHash: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}
/** Two sizes with their roots, `from` ≤ `to`. */
export interface ConsistencyClaim {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: Uint8Array;
  readonly toRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

const isSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const areHashes = (hashes: readonly Uint8Array[]): boolean => hashes.every(({ length }) => length === 32);
const half = (value: number): number => Math.floor(value / 2);

/** Whether the leaf is at this index of the tree with this size and root (RFC 9162 §2.1.3.2). Never throws: a malformed claim is false. */
export async function verifyInclusion({ leafHash, index, size, proof, root }: InclusionClaim): Promise<boolean> {
  if (!isSize(index) || !isSize(size) || index >= size || !areHashes([leafHash, root, ...proof])) return false;
  // No bit operators: they cut a number to 32 bits.
  let [node, last, hash] = [index, size - 1, leafHash];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = await nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else hash = await nodeHash(hash, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && sameBytes(hash, root);
}

/** Whether the later tree begins with the earlier one, leaf for leaf (RFC 9162 §2.1.4.2). Never throws: a malformed claim is false. */
export async function verifyConsistency({ from, to, fromRoot, toRoot, proof }: ConsistencyClaim): Promise<boolean> {
  if (!isSize(from) || !isSize(to) || from > to || !areHashes([fromRoot, toRoot, ...proof])) return false;
  if (from === to) return proof.length === 0 && sameBytes(fromRoot, toRoot) && (from > 0 || sameBytes(fromRoot, await emptyRoot()));
  if (from === 0) return proof.length === 0 && sameBytes(fromRoot, await emptyRoot());
  const path = isPowerOfTwo(from) ? [fromRoot, ...proof] : proof;
  const [first, ...rest] = path;
  if (first === undefined) return false;
  let [node, last] = [from - 1, to - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  let [earlier, later] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      earlier = await nodeHash(sibling, earlier);
      later = await nodeHash(sibling, later);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else later = await nodeHash(later, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && sameBytes(earlier, fromRoot) && sameBytes(later, toRoot);
}

function isPowerOfTwo(value: number): boolean {
  let power = 1;
  while (power < value) power *= 2;
  return power === value;
}
