import { HASH_PRIME, HASH_SEED } from "./hash.ts";

const BITS = 1 << 19;

/** Tells in passing that no known word begins with some letters: a "no" is always right, a "may" nearly always. 64 kB, whatever it holds. */
export class PrefixFilter {
  readonly #bits = new Int32Array(BITS >> 5);

  /** Learns every beginning of a word. */
  add(word: string): void {
    let hash = HASH_SEED;
    for (let i = 0; i < word.length; i += 1) {
      hash = Math.imul(hash ^ word.charCodeAt(i), HASH_PRIME);
      const bit = spread(hash);
      this.#bits[bit >> 5] = (this.#bits[bit >> 5] as number) | (1 << (bit & 31));
    }
  }

  /** False when no known word begins with the letters of this rolling hash. */
  mayBegin(hash: number): boolean {
    const bit = spread(hash);
    return ((this.#bits[bit >> 5] as number) & (1 << (bit & 31))) !== 0;
  }
}

function spread(hash: number): number {
  return (hash ^ (hash >>> 13)) & (BITS - 1);
}
