import { type Dictionary, grown, TAG_WORD } from "./dictionary.ts";
import { squash } from "./normalize.ts";
import { HAS_BARE, HAS_LEET, type Scan } from "./scan.ts";
import { stemWord } from "./stem.ts";
import { tokenize } from "./tokenize.ts";
import { formsOf } from "./word-forms.ts";

/** A stretch of tokens that a slot of a pattern may stand for. */
export interface Slot {
  readonly first: number;
  readonly last: number;
}

/** Where slots begin, by token index: `{candidate}` and `{number}` of a pattern. */
export interface SlotTable {
  readonly candidate: ReadonlyMap<number, readonly Slot[]>;
  readonly number: ReadonlyMap<number, readonly Slot[]>;
}

/** A pattern found: tokens `first..last`, and the slot it used, if any. */
export interface Found<T> {
  readonly payload: T;
  readonly first: number;
  readonly last: number;
  readonly slot: Slot | null;
}

const ROOT = 0;
// Slots are edges like words; a dictionary has no negative entries.
const CANDIDATE = -1;
const NUMBER = -2;
const SLOTS = /(\{candidate\}|\{number\})/;
// Marks the entry that stands for all forms of a stem; no key holds it.
const STEM_SIGN = "~";
const ROW = 4;
const WORD_EDGES = 1;
const STEM_EDGES = 2;
const SLOT_EDGES = 4;
const NO_SPANS: readonly Slot[] = [];
/** What a text without a pattern gives; one list for all of them. */
const NOTHING: readonly never[] = Object.freeze([]);

/**
 * Patterns compiled into one tree over the entries of a dictionary; lookup cost does not depend on how many there are.
 *
 * Nodes are numbers. All edges lie in one open-addressing table of (node, entry, child) rows. Entry 0, the unknown word, has no edge anywhere.
 */
export class Trie<T> {
  readonly words: Dictionary;
  #edges = new Int32Array(ROW * 256);
  #mask = 255;
  #edgeCount = 0;
  /** Children of the root by entry: most walks take one step, and this makes it one read. */
  #roots = new Int32Array(1024);
  /** What edges a node has, a bit set; most nodes are ends and have none. */
  #kinds = new Uint8Array(256);
  /** By node: bit `entry & 31` for each of its word edges, so that most words that do not go on cost one read. */
  #hints = new Int32Array(256);
  #payloads: (T[] | undefined)[] = [undefined];
  // What a walk works on; findAll sets it.
  #scan: Scan | undefined;
  #slots: SlotTable | undefined;
  #found: readonly Found<T>[] = NOTHING;

  /** Mark of the words that some pattern begins with; the other words of a text are passed over. */
  readonly #head: number;

  constructor(words: Dictionary) {
    this.words = words;
    this.#head = words.takeHeadMark();
  }

  /** See `addPattern`. */
  add(term: string, payload: T, byStem: boolean): boolean {
    let node = ROOT;
    for (const piece of term.split(SLOTS)) {
      if (piece === "{candidate}" || piece === "{number}") {
        node = this.#step(node, piece === "{candidate}" ? CANDIDATE : NUMBER, SLOT_EDGES);
        continue;
      }
      for (const token of tokenize(piece).tokens) {
        const isWord = token.kind === "word";
        const entry = isWord ? this.words.mark(token.key, TAG_WORD) : this.words.add(token.key);
        const head = node === ROOT ? this.#head : 0;
        if (byStem && isWord) node = this.#step(node, this.#addStem(stemWord(token.plain), head), STEM_EDGES);
        else {
          this.words.markEntry(entry, head);
          node = this.#step(node, entry, WORD_EDGES);
        }
      }
    }
    if (node === ROOT) return false;
    const known = this.#payloads[node];
    if (known === undefined) this.#payloads[node] = [payload];
    else known.push(payload);
    return true;
  }

  /** See `findAll`. */
  findAll(scan: Scan, slots: SlotTable | undefined): readonly Found<T>[] {
    const head = this.#head;
    const { marks } = this.words;
    const { entries, count } = scan;
    const hasHeads = (scan.marks & head) !== 0;
    if (!hasHeads && slots === undefined) return NOTHING;
    this.#found = NOTHING;
    this.#scan = scan;
    this.#slots = slots;
    for (let row = 0; row < count; row += 1) {
      const others = (scan.flags[row] as number) & (HAS_LEET | HAS_BARE);
      if (others !== 0 || ((marks[entries[row] as number] as number) & head) !== 0) this.#walkWords(ROOT, row, row, null);
      if (slots !== undefined) this.#walkSlots(ROOT, row, row);
    }
    this.#scan = undefined;
    return this.#found;
  }

  /** Takes what ends at a node that was reached before token `at`, and goes on. */
  #arrive(node: number, at: number, first: number, slot: Slot | null): void {
    this.#takeAll(node, at, first, slot);
    const kinds = this.#kinds[node] as number;
    if (kinds === 0) return;
    const scan = this.#scan as Scan;
    if (at >= scan.count || scan.sentences[at] !== scan.sentences[first]) return;
    this.#walkWords(node, at, first, slot);
    if ((kinds & SLOT_EDGES) !== 0 && this.#slots !== undefined) this.#walkSlots(node, at, first);
  }

  #takeAll(node: number, at: number, first: number, slot: Slot | null): void {
    const payloads = this.#payloads[node];
    if (payloads !== undefined) for (const payload of payloads) this.#take({ payload, first, last: at - 1, slot });
  }

  #take(found: Found<T>): void {
    if (this.#found === NOTHING) this.#found = [found];
    else (this.#found as Found<T>[]).push(found);
  }

  /** Follows the edges of the word at `at`: by its key, by its further keys, by its stem. */
  #walkWords(node: number, at: number, first: number, slot: Slot | null): void {
    const scan = this.#scan as Scan;
    const { usual } = this.words;
    const flags = scan.flags[at] as number;
    const entry = scan.entries[at] as number;
    const leet = (flags & HAS_LEET) === 0 ? 0 : (scan.leets[at] as number);
    const bare = (flags & HAS_BARE) === 0 ? 0 : (scan.bares[at] as number);
    const next = this.#child(node, usual[entry] as number);
    if (next !== 0) this.#arrive(next, at + 1, first, slot);
    if (leet !== 0) {
      const other = this.#child(node, usual[leet] as number);
      if (other !== 0 && other !== next) this.#arrive(other, at + 1, first, slot);
    }
    if (bare !== 0) {
      const other = this.#child(node, usual[bare] as number);
      if (other !== 0 && other !== next) this.#arrive(other, at + 1, first, slot);
    }
    if (((this.#kinds[node] as number) & STEM_EDGES) !== 0) {
      const stemmed = this.#child(node, this.#stemOf(entry) || this.#stemOf(leet) || this.#stemOf(bare));
      if (stemmed !== 0) this.#arrive(stemmed, at + 1, first, slot);
    }
  }

  #walkSlots(node: number, at: number, first: number): void {
    const { candidate, number } = this.#slots as SlotTable;
    for (const span of candidate.get(at) ?? NO_SPANS) this.#arriveBySlot(this.#child(node, CANDIDATE), span, first);
    for (const span of number.get(at) ?? NO_SPANS) {
      const next = this.#child(node, NUMBER);
      // "{number} orang" counts people; "nomor 1, orangnya amanah" does not.
      if (next !== 0 && this.#endsClause(span.last)) this.#takeAll(next, span.last + 1, first, span);
      else this.#arriveBySlot(next, span, first);
    }
  }

  #endsClause(at: number): boolean {
    const { clauses, count } = this.#scan as Scan;
    return at + 1 < count && clauses[at + 1] !== clauses[at];
  }

  #arriveBySlot(node: number, span: Slot, first: number): void {
    if (node !== 0) this.#arrive(node, span.last + 1, first, span);
  }

  /** The stem's entry for a word, by its own spelling or by the usual one ("boong" is "bohong"). */
  #stemOf(entry: number): number {
    const { stems, usual } = this.words;
    return (stems[entry] as number) || (stems[usual[entry] as number] as number);
  }

  #addStem(stem: string, mark: number): number {
    const group = this.words.add(STEM_SIGN + stem);
    for (const form of formsOf(stem)) {
      const entry = this.words.add(squash(form));
      if (this.words.stems[entry] === 0) this.words.stems[entry] = group;
      this.words.markEntry(entry, mark);
    }
    return group;
  }

  /** The child of a node by an entry; 0, which is nobody's child, when there is none. */
  #child(node: number, entry: number): number {
    if (entry === 0) return 0;
    if (node === ROOT && entry > 0) return entry < this.#roots.length ? (this.#roots[entry] as number) : 0;
    if (((this.#hints[node] as number) & (1 << (entry & 31))) === 0) return 0;
    const edges = this.#edges;
    for (let row = spread(node, entry) & this.#mask; ; row = (row + 1) & this.#mask) {
      const child = edges[row * ROW + 2] as number;
      if (child === 0) return 0;
      if (edges[row * ROW] === node && edges[row * ROW + 1] === entry) return child;
    }
  }

  #step(node: number, entry: number, kind: number): number {
    this.#kinds[node] = (this.#kinds[node] as number) | kind;
    const known = this.#child(node, entry);
    if (known !== 0) return known;
    const child = this.#payloads.push(undefined) - 1;
    if (child >= this.#kinds.length) {
      this.#kinds = grown(this.#kinds, Uint8Array);
      this.#hints = grown(this.#hints, Int32Array);
    }
    this.#hints[node] = (this.#hints[node] as number) | (1 << (entry & 31));
    if (node === ROOT && entry > 0) {
      while (entry >= this.#roots.length) this.#roots = grown(this.#roots, Int32Array);
      this.#roots[entry] = child;
      return child;
    }
    this.#edgeCount += 1;
    if (this.#edgeCount * 2 > this.#mask) this.#growEdges();
    this.#place(node, entry, child);
    return child;
  }

  #place(node: number, entry: number, child: number): void {
    let row = spread(node, entry) & this.#mask;
    while (this.#edges[row * ROW + 2] !== 0) row = (row + 1) & this.#mask;
    this.#edges[row * ROW] = node;
    this.#edges[row * ROW + 1] = entry;
    this.#edges[row * ROW + 2] = child;
  }

  #growEdges(): void {
    const old = this.#edges;
    this.#edges = new Int32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let i = 0; i < old.length; i += ROW) if (old[i + 2] !== 0) this.#place(old[i] as number, old[i + 1] as number, old[i + 2] as number);
  }
}

function spread(node: number, entry: number): number {
  const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(entry, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** An empty tree over the entries of a dictionary. Trees that read the same scan share it. */
export function newTrie<T>(words: Dictionary): Trie<T> {
  return new Trie(words);
}

/**
 * Adds a term, read by the same tokenizer as texts. Returns false when nothing of it can be matched (only punctuation).
 *
 * `byStem`: each of its words matches any form with the same Indonesian stem.
 */
export function addPattern<T>(trie: Trie<T>, term: string, payload: T, byStem = false): boolean {
  return trie.add(term, payload, byStem);
}

/**
 * Finds every pattern in a scan made with the tree's dictionary, overlaps kept, ordered by first token. A match stays inside one sentence.
 *
 * Cost: one walk per token, as deep as the longest pattern that begins there. Only what is found is allocated.
 */
export function findAll<T>(trie: Trie<T>, scan: Scan, slots?: SlotTable): readonly Found<T>[] {
  return trie.findAll(scan, slots);
}
