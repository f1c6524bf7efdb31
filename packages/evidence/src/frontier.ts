import { decodeBase64, encodeBase64 } from "./base64.ts";
import { EvidenceError } from "./evidence-error.ts";
import { emptyRoot, nodeHash } from "./merkle-hash.ts";

/**
 * What of a tree is needed to append to it: the roots of its whole subtrees, largest (left-most) first, one for each binary 1 of the size.
 * Plain JSON; nodes are base64 of 32 bytes. At most 53 nodes.
 */
export interface Frontier {
  readonly size: number;
  readonly nodes: readonly string[];
}

/** The frontier of a tree without leaves. */
export const emptyFrontier = (): Frontier => ({ size: 0, nodes: [] });

/** The frontier with one leaf more. On average two hashes. Throws `frontier-malformed` when the number of nodes does not fit the size. */
export async function appendLeaf(frontier: Frontier, leafHash: Uint8Array): Promise<Frontier> {
  const nodes = readNodes(frontier);
  if (leafHash.length !== 32) throw new EvidenceError("merkle-hash-length", `a leaf hash has 32 bytes, not ${leafHash.length}`);
  await growNodes(nodes, frontier.size, leafHash);
  return { size: frontier.size + 1, nodes: nodes.map(encodeBase64) };
}

/** The root of the tree, the same as `MerkleTree` gives for the same leaves. */
export const frontierRoot = async (frontier: Frontier): Promise<Uint8Array> => rootOfNodes(readNodes(frontier));

/** Adds a leaf to the nodes of a tree of this size, in place; for loops over many leaves, which need no JSON between. */
export async function growNodes(nodes: Uint8Array[], size: number, leafHash: Uint8Array): Promise<void> {
  let hash = leafHash;
  for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) hash = await nodeHash(nodes.pop()!, hash);
  nodes.push(hash);
}

/** The root of the tree whose nodes these are. */
export async function rootOfNodes(nodes: readonly Uint8Array[]): Promise<Uint8Array> {
  const [last, ...rest] = [...nodes].reverse();
  if (last === undefined) return emptyRoot();
  let root = last;
  for (const left of rest) root = await nodeHash(left, root);
  return root;
}

function readNodes({ size, nodes }: Frontier): Uint8Array[] {
  const hashes = nodes.map((node) => decodeBase64(node, "a node of the frontier"));
  if (!Number.isSafeInteger(size) || size < 0 || onesOf(size) !== hashes.length || hashes.some(({ length }) => length !== 32))
    throw new EvidenceError("frontier-malformed", `a frontier of size ${size} has ${onesOf(size)} nodes of 32 bytes; read the ledger anew`);
  return hashes;
}

function onesOf(size: number): number {
  let ones = 0;
  for (let rest = size; rest >= 1; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}
