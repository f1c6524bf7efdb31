import { hashText } from "./hash.ts";
import { PrefixFilter } from "./prefix-filter.ts";

/** Marks of an entry, a bit set. What a mark means is decided by who sets it; the scanner reports the union of a text's marks. */
export const TAG_WORD = 1; // hashtags in small letters may be cut at it
export const ABBREVIATION = 2; // a full stop after it ends no sentence
export const BALLOT = 4; // a number, or a word for it, that is on the ballot
export const LEAD = 8; // "nomor", "paslon": makes the number behind it a mention
export const ACCOUNT = 16; // an account of a candidate
/** The first of the marks that trees give to words their patterns begin with; each tree has its own. */
const FIRST_HEAD = 32;
const LAST_HEAD = 128;

/**
 * The words a pack and a contest know, as small integers from 1; 0 is "unknown" and ends every walk.
 *
 * Open addressing over typed arrays; a find compares hash, length and every unit, so that two words never share a number. Nothing is allocated by a find.
 */
export class Dictionary {
  /** The words by entry; "" at 0. */
  readonly texts: string[] = [""];
  /** By entry: the entry of the usual spelling, itself when it is usual. */
  usual = new Int32Array(1024);
  /** By entry: the entry that stands for all forms of the word's stem, or 0. */
  stems = new Int32Array(1024);
  /** By entry: bit set of marks. A colloquial spelling has those of the usual one. */
  marks = new Uint8Array(1024);
  /** How the words marked TAG_WORD begin. */
  readonly tagWords = new PrefixFilter();
  #colloquials = new Map<number, number[]>();
  #nextHead = FIRST_HEAD;
  #slots = new Int32Array(4096); // hash, entry
  #mask = 2047;
  #units = new Uint16Array(8192);
  #from = new Int32Array(1025);

  /** Entry of a text, new or known. */
  add(text: string): number {
    const known = this.findText(text);
    if (known !== 0) return known;
    const entry = this.texts.push(text) - 1;
    if (entry >= this.usual.length) this.#growEntries();
    const from = this.#from[entry] as number;
    while (from + text.length > this.#units.length) this.#units = grown(this.#units, Uint16Array);
    for (let i = 0; i < text.length; i += 1) this.#units[from + i] = text.charCodeAt(i);
    this.#from[entry + 1] = from + text.length;
    this.usual[entry] = entry;
    if (entry * 2 > this.#mask) this.#growSlots();
    this.#place(hashText(text), entry);
    return entry;
  }

  /** Adds a text and marks it. */
  mark(text: string, mark: number): number {
    const entry = this.add(text);
    this.markEntry(entry, mark);
    return entry;
  }

  /** Marks an entry and its colloquial spellings. */
  markEntry(entry: number, mark: number): void {
    this.#markOne(entry, mark);
    for (const colloquial of this.#colloquials.get(entry) ?? []) this.#markOne(colloquial, mark);
  }

  #markOne(entry: number, mark: number): void {
    const before = this.marks[entry] as number;
    this.marks[entry] = before | mark;
    if ((mark & ~before & TAG_WORD) !== 0) this.tagWords.add(this.texts[entry] as string);
  }

  /** Adds another spelling of a word. To be called before the word is marked. */
  addColloquial(colloquial: string, usual: string): void {
    const to = this.add(usual);
    const from = this.add(colloquial);
    if (from === to) return;
    this.usual[from] = to;
    const known = this.#colloquials.get(to);
    if (known === undefined) this.#colloquials.set(to, [from]);
    else known.push(from);
  }

  /** A mark of its own for a tree. A dictionary serves three trees at most. */
  takeHeadMark(): number {
    const mark = this.#nextHead;
    if (mark > LAST_HEAD) throw new RangeError("a dictionary serves three trees at most; use another dictionary");
    this.#nextHead *= 2;
    return mark;
  }

  /** Entry of `units[from .. from + length)`, whose rolling hash is given, or 0. */
  find(units: Uint16Array, from: number, length: number, hash: number): number {
    const slots = this.#slots;
    for (let slot = spread(hash) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const entry = slots[2 * slot + 1] as number;
      if (entry === 0) return 0;
      if (slots[2 * slot] === hash && this.#holds(entry, units, from, length)) return entry;
    }
  }

  /** Entry of a text, or 0. */
  findText(text: string): number {
    const units = new Uint16Array(text.length);
    for (let i = 0; i < text.length; i += 1) units[i] = text.charCodeAt(i);
    return this.find(units, 0, text.length, hashText(text));
  }

  #holds(entry: number, units: Uint16Array, from: number, length: number): boolean {
    const start = this.#from[entry] as number;
    if ((this.#from[entry + 1] as number) - start !== length) return false;
    for (let i = 0; i < length; i += 1) if (this.#units[start + i] !== units[from + i]) return false;
    return true;
  }

  #place(hash: number, entry: number): void {
    let slot = spread(hash) & this.#mask;
    while (this.#slots[2 * slot + 1] !== 0) slot = (slot + 1) & this.#mask;
    this.#slots[2 * slot] = hash;
    this.#slots[2 * slot + 1] = entry;
  }

  #growEntries(): void {
    this.usual = grown(this.usual, Int32Array);
    this.stems = grown(this.stems, Int32Array);
    this.marks = grown(this.marks, Uint8Array);
    const from = new Int32Array(this.usual.length + 1);
    from.set(this.#from);
    this.#from = from;
  }

  #growSlots(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    this.#mask = old.length - 1;
    for (let i = 0; i < old.length; i += 2) if (old[i + 1] !== 0) this.#place(old[i] as number, old[i + 1] as number);
  }
}

// The low bits of the rolling hash depend on the last letters most; the table is indexed by low bits.
function spread(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 7;
}

/** A typed array of twice the length with the same beginning. */
export function grown<A extends Int32Array | Uint16Array | Uint8Array>(column: A, make: new (length: number) => A): A {
  const wide = new make(column.length * 2);
  wide.set(column);
  return wide;
}
