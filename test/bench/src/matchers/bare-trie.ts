import { LEET } from "./chain.ts";
import { BREAK, classOf, DIGIT, DROP, FOLDS, foldOf, SEVERAL, SIGIL, several } from "./fold-table.ts";
import type { Hit, Matcher } from "./matcher.ts";
import { NO_HASH, roll, WordTree } from "./word-tree.ts";

const LETTER_FOR = Int32Array.from(LEET, (char) => char.charCodeAt(0));
const BREAK_FOLD = BREAK << 24;
const ZERO = 0x30;
const TWO = 0x32;
/** Units of a hit: term, first token, start, end. */
const HIT = 4;

/**
 * The least that finds the same terms as `normalise` and a search for " term ": one pass over the units that folds, squeezes, hashes and walks, hits with
 * places in the original text. No sentences, signals or reasons. It is the yardstick for the classifier's own pass.
 */
export class BareTrie implements Matcher {
  readonly name: string = "bare one-pass trie";
  readonly #tree: WordTree;
  #units = new Uint16Array(1024);
  #bytes = Buffer.from(this.#units.buffer);
  // The token in hand: as letters, and as digits in case it holds nothing else.
  #key = new Uint16Array(1024);
  #digits = new Uint16Array(1024);
  #length = 0;
  #hash = NO_HASH;
  #last = 0;
  #digitCount = 0;
  #digitHash = NO_HASH;
  #hasLetter = false;
  #sigil = 0;
  #start = 0;
  #tokens = 0;
  // Terms that have begun and go on.
  #nodes = new Int32Array(64);
  #starts = new Int32Array(64);
  #firsts = new Int32Array(64);
  #open = 0;
  /** Hits of the last text, four numbers each: term, ordinal of the first token, start, end (UTF-16, end exclusive). */
  hits = new Int32Array(HIT * 64);
  hitCount = 0;

  constructor(keys: readonly string[]) {
    this.#tree = new WordTree(keys);
  }

  /** Finds everything; `hits` holds it until the next text. */
  count(text: string): number {
    const end = text.length;
    this.#load(text, end);
    const units = this.#units;
    const key = this.#key;
    const tree = this.#tree;
    let length = 0;
    let hash = NO_HASH;
    let last = 0;
    // Nothing but letters has come since the last break: nearly always.
    let isPlain = true;
    for (let at = 0; at < end; at += 1) {
      const fold = FOLDS[units[at]!]!;
      if (isPlain) {
        if (fold < 0) {
          const letter = fold & 0xffff;
          if (length === 0) this.#start = at;
          if (letter !== last) {
            key[length] = letter;
            length += 1;
            hash = roll(hash, letter);
            last = letter;
          }
          continue;
        }
        if (fold === BREAK_FOLD) {
          if (length === 0) continue;
          const word = tree.find(key, length, hash);
          if (word === 0) this.#open = 0;
          else this.#walk(word, at);
          this.#tokens += 1;
          length = 0;
          hash = NO_HASH;
          last = 0;
          continue;
        }
        this.#length = length;
        this.#hash = hash;
        this.#last = last;
        this.#hasLetter = length > 0;
      }
      at = this.#other(at);
      isPlain = this.#sigil === 0 && this.#digitCount === 0;
      if (isPlain) {
        length = this.#length;
        hash = this.#hash;
        last = this.#last;
      }
    }
    if (isPlain) {
      this.#length = length;
      this.#hash = hash;
      this.#hasLetter = length > 0;
    }
    this.#endToken(end);
    return this.hitCount;
  }

  list(text: string): Hit[] {
    this.count(text);
    return Array.from({ length: this.hitCount }, (_, i) => ({ term: this.hits[i * HIT]!, first: this.hits[i * HIT + 1]! }));
  }

  /** Spans of the hits of the last text. */
  spans(): { readonly term: number; readonly start: number; readonly end: number }[] {
    return Array.from({ length: this.hitCount }, (_, i) => ({
      term: this.hits[i * HIT]!,
      start: this.hits[i * HIT + 2]!,
      end: this.hits[i * HIT + 3]!,
    }));
  }

  #load(text: string, end: number): void {
    if (this.#units.length < end + 2) {
      this.#units = new Uint16Array(end * 2 + 2);
      this.#bytes = Buffer.from(this.#units.buffer);
    }
    // A token may be longer than the text: one unit can fold to many letters.
    if (this.#key.length < end * 20) {
      this.#key = new Uint16Array(end * 20);
      this.#digits = new Uint16Array(end * 20);
    }
    this.#bytes.write(text, 0, end * 2, "utf16le");
    this.#units[end] = 0;
    this.#tokens = 0;
    this.#open = 0;
    this.#sigil = 0;
    this.hitCount = 0;
    this.#clear();
  }

  /** Reads what is no plain letter. Returns the last unit read. */
  #other(at: number): number {
    const high = this.#units[at]!;
    const low = this.#units[at + 1]!;
    const isPair = (high & 0xfc00) === 0xd800 && (low & 0xfc00) === 0xdc00;
    const code = isPair ? ((high - 0xd800) << 10) + (low - 0xdc00) + 0x10000 : high;
    const fold = foldOf(code);
    if (classOf(fold) === SEVERAL) for (const point of several(fold)) this.#take(foldOf(point), at);
    else this.#take(fold, at);
    return isPair ? at + 1 : at;
  }

  #take(fold: number, at: number): void {
    const point = fold & 0x1fffff;
    if (fold < 0) {
      this.#begin(at);
      this.#hasLetter = true;
      if (point !== this.#last) this.#append(point);
      return;
    }
    const kind = classOf(fold);
    if (kind === DIGIT) {
      this.#begin(at);
      this.#digits[this.#digitCount] = point;
      this.#digitHash = roll(this.#digitHash, point);
      this.#digitCount += 1;
      const letter = LETTER_FOR[point - ZERO]!;
      if (letter === TWO || letter !== this.#last) this.#append(letter);
      return;
    }
    if (kind === DROP) return;
    this.#endToken(at);
    this.#sigil = kind === SIGIL ? point : 0;
    if (kind === SIGIL) this.#start = at;
  }

  #begin(at: number): void {
    if (this.#length > 0) return;
    if (this.#sigil === 0) {
      this.#start = at;
      return;
    }
    this.#append(this.#sigil);
    this.#digits[0] = this.#sigil;
    this.#digitHash = roll(this.#digitHash, this.#sigil);
    this.#digitCount = 1;
    this.#last = 0;
  }

  #append(point: number): void {
    this.#last = point;
    if (point <= 0xffff) {
      this.#key[this.#length] = point;
      this.#length += 1;
      this.#hash = roll(this.#hash, point);
      return;
    }
    for (const unit of [0xd7c0 + (point >> 10), 0xdc00 | (point & 0x3ff)]) {
      this.#key[this.#length] = unit;
      this.#length += 1;
      this.#hash = roll(this.#hash, unit);
    }
  }

  #endToken(at: number): void {
    if (this.#length === 0) return;
    const word = this.#hasLetter
      ? this.#tree.find(this.#key, this.#length, this.#hash)
      : this.#tree.find(this.#digits, this.#digitCount, this.#digitHash);
    if (word === 0) this.#open = 0;
    else this.#walk(word, at);
    this.#tokens += 1;
    this.#sigil = 0;
    this.#clear();
  }

  #clear(): void {
    this.#length = 0;
    this.#hash = NO_HASH;
    this.#last = 0;
    this.#digitCount = 0;
    this.#digitHash = NO_HASH;
    this.#hasLetter = false;
  }

  #walk(word: number, end: number): void {
    const tree = this.#tree;
    let kept = 0;
    for (let i = 0; i < this.#open; i += 1) {
      const node = tree.child(this.#nodes[i]!, word);
      if (node !== 0) kept = this.#arrive({ node, start: this.#starts[i]!, first: this.#firsts[i]!, end, kept });
    }
    const node = tree.root(word);
    if (node !== 0) kept = this.#arrive({ node, start: this.#start, first: this.#tokens, end, kept });
    this.#open = kept;
  }

  #arrive({ node, start, first, end, kept }: { node: number; start: number; first: number; end: number; kept: number }): number {
    const term = this.#tree.terms[node]!;
    if (term !== 0) {
      if (this.hits.length < (this.hitCount + 1) * HIT) {
        const wide = new Int32Array(this.hits.length * 2);
        wide.set(this.hits);
        this.hits = wide;
      }
      const row = this.hitCount * HIT;
      this.hits[row] = term - 1;
      this.hits[row + 1] = first;
      this.hits[row + 2] = start;
      this.hits[row + 3] = end;
      this.hitCount += 1;
    }
    if (this.#tree.inner[node] === 0) return kept;
    this.#nodes[kept] = node;
    this.#starts[kept] = start;
    this.#firsts[kept] = first;
    return kept + 1;
  }
}
