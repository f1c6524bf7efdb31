import { HASH_PRIME, HASH_SEED } from "./hash.ts";

const GRAM = 4;
const BITS = 1 << 13;

/**
 * Tells in passing that a hashtag is none of a contest's and holds none of them, so that nearly all hashtags need no string.
 *
 * It knows the first four units of each known key and looks for them everywhere in a hashtag; a "may" is right about nine times of ten, a "no" always.
 */
export class TagFilter {
  #bits = new Uint8Array(BITS >> 3);
  /** A known key is too short to have four units. */
  #hasShort = false;

  constructor(keys: Iterable<string>) {
    for (const key of keys) {
      if (key.length < GRAM) this.#hasShort = true;
      let hash = HASH_SEED;
      for (let i = 0; i < GRAM; i += 1) hash = Math.imul(hash ^ key.charCodeAt(i), HASH_PRIME);
      const bit = spread(hash);
      this.#bits[bit >> 3] = (this.#bits[bit >> 3] as number) | (1 << (bit & 7));
    }
  }

  /** False when the key that begins at `from` and ends before a zero holds no known key. */
  mayHold(units: Uint16Array, from: number): boolean {
    if (this.#hasShort) return true;
    for (let start = from; units[start] !== 0; start += 1) {
      let hash = HASH_SEED;
      for (let i = 0; i < GRAM; i += 1) hash = Math.imul(hash ^ (units[start + i] as number), HASH_PRIME);
      const bit = spread(hash);
      if (((this.#bits[bit >> 3] as number) & (1 << (bit & 7))) !== 0) return true;
    }
    return false;
  }
}

function spread(hash: number): number {
  return ((hash ^ (hash >>> 15)) >>> 2) & (BITS - 1);
}
