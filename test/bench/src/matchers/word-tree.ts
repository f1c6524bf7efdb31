const HASH_SEED = 0x811c9dc5 | 0;
const HASH_PRIME = 0x01000193;

/** Rolls one unit into the hash of a word. */
export function roll(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, HASH_PRIME);
}

/** The hash of no units. */
export const NO_HASH = HASH_SEED;

/**
 * Terms as a tree of words in typed arrays: words by hash with every unit compared, edges by (node, word) in one open-addressing table.
 *
 * Word 0 is unknown, node 0 is the root and nobody's child.
 */
export class WordTree {
  readonly #slots: Int32Array; // hash, word
  readonly #slotMask: number;
  readonly #units: Uint16Array;
  readonly #from: Int32Array;
  readonly #roots: Int32Array;
  readonly #edges: Int32Array; // node, word, child
  readonly #edgeMask: number;
  /** By node: number of the term that ends there, plus one. */
  readonly terms: Int32Array;
  /** By node: 1 when words follow. */
  readonly inner: Uint8Array;

  /** `keys`: normalised terms, words with one space between. */
  constructor(keys: readonly string[]) {
    const phrases = keys.map((key) => key.split(" "));
    const words = [...new Set(phrases.flat())];
    const numbers = new Map(words.map((word, i) => [word, i + 1]));
    this.#slotMask = 2 ** Math.ceil(Math.log2(words.length * 2 + 2)) - 1;
    this.#slots = new Int32Array((this.#slotMask + 1) * 2);
    this.#units = new Uint16Array(words.reduce((sum, word) => sum + word.length, 0));
    this.#from = new Int32Array(words.length + 2);
    this.#roots = new Int32Array(words.length + 1);
    for (const [i, word] of words.entries()) this.#addWord(i + 1, word);
    const steps = phrases.reduce((sum, phrase) => sum + phrase.length, 0);
    this.#edgeMask = 2 ** Math.ceil(Math.log2(steps * 2 + 2)) - 1;
    this.#edges = new Int32Array((this.#edgeMask + 1) * 3);
    this.terms = new Int32Array(steps + 1);
    this.inner = new Uint8Array(steps + 1);
    let nodes = 1;
    for (const [term, phrase] of phrases.entries()) {
      let node = 0;
      for (const text of phrase) {
        const word = numbers.get(text)!;
        let child = node === 0 ? this.root(word) : this.child(node, word);
        if (child === 0) {
          child = nodes;
          nodes += 1;
          this.#addEdge(node, word, child);
        }
        node = child;
      }
      this.terms[node] = term + 1;
    }
  }

  /** The word at `units[0 .. length)`, whose hash is given, or 0. */
  find(units: Uint16Array, length: number, hash: number): number {
    const slots = this.#slots;
    for (let slot = spread(hash) & this.#slotMask; ; slot = (slot + 1) & this.#slotMask) {
      const word = slots[2 * slot + 1]!;
      if (word === 0) return 0;
      if (slots[2 * slot] === hash && this.#holds(word, units, length)) return word;
    }
  }

  /** The node of a term's first word, or 0. */
  root(word: number): number {
    return this.#roots[word]!;
  }

  /** The node after `node` by a word, or 0. */
  child(node: number, word: number): number {
    const edges = this.#edges;
    for (let row = mix(node, word) & this.#edgeMask; ; row = (row + 1) & this.#edgeMask) {
      const child = edges[row * 3 + 2]!;
      if (child === 0 || (edges[row * 3] === node && edges[row * 3 + 1] === word)) return child;
    }
  }

  #holds(word: number, units: Uint16Array, length: number): boolean {
    const from = this.#from[word]!;
    if (this.#from[word + 1]! - from !== length) return false;
    for (let i = 0; i < length; i += 1) if (this.#units[from + i] !== units[i]) return false;
    return true;
  }

  #addWord(word: number, text: string): void {
    const from = this.#from[word]!;
    let hash = NO_HASH;
    for (let i = 0; i < text.length; i += 1) {
      this.#units[from + i] = text.charCodeAt(i);
      hash = roll(hash, text.charCodeAt(i));
    }
    this.#from[word + 1] = from + text.length;
    let slot = spread(hash) & this.#slotMask;
    while (this.#slots[2 * slot + 1] !== 0) slot = (slot + 1) & this.#slotMask;
    this.#slots[2 * slot] = hash;
    this.#slots[2 * slot + 1] = word;
  }

  #addEdge(node: number, word: number, child: number): void {
    if (node === 0) {
      this.#roots[word] = child;
      return;
    }
    this.inner[node] = 1;
    let row = mix(node, word) & this.#edgeMask;
    while (this.#edges[row * 3 + 2] !== 0) row = (row + 1) & this.#edgeMask;
    this.#edges.set([node, word, child], row * 3);
  }
}

// The low bits of the rolling hash depend on the last letters most.
function spread(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 7;
}

function mix(node: number, word: number): number {
  const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(word, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
