import { type Dictionary, grown, TAG_WORD } from "./dictionary.ts";
import { squash } from "./normalize.ts";
import type { Scan } from "./scan.ts";
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
  /** Edges by node; most nodes are ends and have none. */
  #fanOut = new Int32Array(256);
  #payloads: (T[] | undefined)[] = [undefined];
  #hasStems = false;
  // What a walk works on; findAll sets it.
  #scan: Scan | undefined;
  #slots: SlotTable | undefined;
  #found: Found<T>[] = [];

  /** Mark of the words that some pattern begins with; the other words of a text are passed over. */
  readonly #head: number;

  constructor(words: Dictionary) {
    this.words = words;
    this.#head = words.takeHeadMark();
  }

  /** See `addPattern`. */
  add(term: string, payload: T, byStem: boolean): boolean {
    let node = ROOT;
    let length = 0;
    for (const piece of term.split(SLOTS)) {
      if (piece === "{candidate}" || piece === "{number}") {
        node = this.#step(node, piece === "{candidate}" ? CANDIDATE : NUMBER);
        length += 1;
        continue;
      }
      for (const token of tokenize(piece).tokens) {
        length += 1;
        const isWord = token.kind === "word";
        const entry = isWord ? this.words.mark(token.key, TAG_WORD) : this.words.add(token.key);
        if (byStem && isWord) node = this.#step(node, this.#addStem(stemWord(token.plain), node === ROOT ? this.#head : 0));
        else {
          if (node === ROOT) this.words.markEntry(entry, this.#head);
          node = this.#step(node, entry);
        }
      }
    }
    if (length === 0) return false;
    const known = this.#payloads[node];
    if (known === undefined) this.#payloads[node] = [payload];
    else known.push(payload);
    return true;
  }

  /** See `findAll`. */
  findAll(scan: Scan, slots: SlotTable | undefined): Found<T>[] {
    const head = this.#head;
    if (slots === undefined && (scan.marks & head) === 0) return [];
    this.#found = [];
    this.#scan = scan;
    this.#slots = slots;
    const { entries, leets, bares, count } = scan;
    const { marks } = this.words;
    for (let row = 0; row < count; row += 1) {
      const others = (leets[row] as number) | (bares[row] as number);
      if (((marks[entries[row] as number] as number) & head) !== 0 || others !== 0 || slots !== undefined) this.#walk(ROOT, row, row, null);
    }
    this.#scan = undefined;
    return this.#found;
  }

  #walk(node: number, at: number, first: number, slot: Slot | null): void {
    if (at > first) {
      const payloads = this.#payloads[node];
      if (payloads !== undefined) for (const payload of payloads) this.#found.push({ payload, first, last: at - 1, slot });
      if (this.#fanOut[node] === 0) return;
    }
    const scan = this.#scan as Scan;
    if (at >= scan.count || (at > first && scan.sentences[at] !== scan.sentences[first])) return;
    const entry = scan.entries[at] as number;
    const leet = scan.leets[at] as number;
    const bare = scan.bares[at] as number;
    const { usual } = this.words;
    const next = this.#child(node, usual[entry] as number);
    if (next !== 0) this.#walk(next, at + 1, first, slot);
    if (leet !== 0) {
      const other = this.#child(node, usual[leet] as number);
      if (other !== 0 && other !== next) this.#walk(other, at + 1, first, slot);
    }
    if (bare !== 0) {
      const other = this.#child(node, usual[bare] as number);
      if (other !== 0 && other !== next) this.#walk(other, at + 1, first, slot);
    }
    if (this.#hasStems) {
      const stemmed = this.#child(node, this.#stemOf(entry) || this.#stemOf(leet) || this.#stemOf(bare));
      if (stemmed !== 0) this.#walk(stemmed, at + 1, first, slot);
    }
    const slots = this.#slots;
    if (slots === undefined) return;
    this.#walkSlots(this.#child(node, CANDIDATE), slots.candidate.get(at), first);
    this.#walkSlots(this.#child(node, NUMBER), slots.number.get(at), first);
  }

  #walkSlots(node: number, spans: readonly Slot[] | undefined, first: number): void {
    if (node !== 0 && spans !== undefined) for (const span of spans) this.#walk(node, span.last + 1, first, span);
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
    this.#hasStems = true;
    return group;
  }

  /** The child of a node by an entry; 0, which is nobody's child, when there is none. */
  #child(node: number, entry: number): number {
    if (entry === 0) return 0;
    const edges = this.#edges;
    for (let row = spread(node, entry) & this.#mask; ; row = (row + 1) & this.#mask) {
      const child = edges[row * ROW + 2] as number;
      if (child === 0) return 0;
      if (edges[row * ROW] === node && edges[row * ROW + 1] === entry) return child;
    }
  }

  #step(node: number, entry: number): number {
    const known = this.#child(node, entry);
    if (known !== 0) return known;
    const child = this.#payloads.push(undefined) - 1;
    if (child >= this.#fanOut.length) this.#fanOut = grown(this.#fanOut, Int32Array);
    this.#fanOut[node] = (this.#fanOut[node] as number) + 1;
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
export function findAll<T>(trie: Trie<T>, scan: Scan, slots?: SlotTable): Found<T>[] {
  return trie.findAll(scan, slots);
}
