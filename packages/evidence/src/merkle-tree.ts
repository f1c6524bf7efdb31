import { EvidenceError } from "./evidence-error.ts";
import { emptyRoot, nodeHash } from "./merkle-hash.ts";

/**
 * An append-only Merkle tree in memory, as of RFC 6962 §2.1. Takes and gives hashes of 32 bytes; `leafHash` makes those of leaves.
 *
 * `append` costs nothing: nodes are hashed when first asked for, and kept. A root or proof of a tree of n leaves then costs about log2 n hashes;
 * memory is about 64 bytes a leaf and the engine's overhead. Sizes and indices outside the tree throw `merkle-range`.
 */
export class MerkleTree {
  /** levels[k][i] is the root of leaves i·2^k … (i+1)·2^k − 1; a level is filled as its nodes are asked for. */
  readonly #levels: Uint8Array[][] = [[]];

  /** Takes the hash of the next leaf; its index is the size before. */
  append(hash: Uint8Array): void {
    if (hash.length !== 32) throw new EvidenceError("merkle-hash-length", `a leaf hash has 32 bytes, not ${hash.length}`);
    this.#leaves.push(hash);
  }

  /** How many leaves there are. */
  get size(): number {
    return this.#leaves.length;
  }

  /** The root of all leaves; of none, SHA-256 of nothing. */
  root(): Promise<Uint8Array> {
    return this.rootAt(this.size);
  }

  /** The root when the tree had this many leaves. */
  async rootAt(size: number): Promise<Uint8Array> {
    inRange("size", size, 0, this.size);
    return size === 0 ? emptyRoot() : this.#rootOf(0, size);
  }

  /** The audit path of a leaf in the tree of this size, from the leaf up (RFC 9162 §2.1.3.1). */
  async inclusionProof(index: number, size: number): Promise<Uint8Array[]> {
    inRange("size", size, 1, this.size);
    inRange("index", index, 0, size - 1);
    const path: Uint8Array[] = [];
    let [from, to] = [0, size];
    while (to - from > 1) {
      const middle = from + splitOf(to - from);
      if (index < middle) {
        path.push(await this.#rootOf(middle, to));
        to = middle;
      } else {
        path.push(await this.#rootOf(from, middle));
        from = middle;
      }
    }
    return path.reverse();
  }

  /** What shows that the tree of size `to` begins with that of size `from` (RFC 9162 §2.1.4.1). Empty from 0, and between equal sizes. */
  async consistencyProof(from: number, to: number): Promise<Uint8Array[]> {
    inRange("to", to, 0, this.size);
    inRange("from", from, 0, to);
    if (from === 0 || from === to) return [];
    const path: Uint8Array[] = [];
    let [start, end, wasWhole] = [0, to, true];
    // The old tree's end wanders down until it is the end of a subtree.
    while (from !== end) {
      const middle = start + splitOf(end - start);
      if (from <= middle) {
        path.push(await this.#rootOf(middle, end));
        end = middle;
      } else {
        path.push(await this.#rootOf(start, middle));
        start = middle;
        wasWhole = false;
      }
    }
    if (!wasWhole) path.push(await this.#rootOf(start, end));
    return path.reverse();
  }

  get #leaves(): Uint8Array[] {
    return this.#levels[0]!;
  }

  async #rootOf(from: number, to: number): Promise<Uint8Array> {
    const size = to - from;
    const split = splitOf(size);
    if (split * 2 === size || size === 1) return this.#wholeNode(Math.log2(size), from / size);
    return nodeHash(await this.#rootOf(from, from + split), await this.#rootOf(from + split, to));
  }

  async #wholeNode(level: number, index: number): Promise<Uint8Array> {
    while (this.#levels.length <= level) this.#levels.push([]);
    const known = this.#levels[level]![index];
    if (known) return known;
    const made = await nodeHash(await this.#wholeNode(level - 1, index * 2), await this.#wholeNode(level - 1, index * 2 + 1));
    this.#levels[level]![index] = made;
    return made;
  }
}

/** The largest power of two below n (1 for n = 1, where nothing is split). */
function splitOf(n: number): number {
  let split = 1;
  while (split * 2 < n) split *= 2;
  return split;
}

function inRange(name: string, value: number, least: number, most: number): void {
  if (!Number.isSafeInteger(value) || value < least || value > most)
    throw new EvidenceError("merkle-range", `${name} is ${value}; the tree has it from ${least} to ${most}`);
}
