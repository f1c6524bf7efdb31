import { type Dictionary, grown } from "./dictionary.ts";
import { WordBuffer } from "./word-buffer.ts";

/** Kind of a token, bits 0–1 of its flags. */
export const WORD = 0;
export const NUMBER = 1;
export const PICTURE = 2; // an emoji
export const HANDLE = 3; // an @mention
export const KIND = 3;
/** Two or more letters, all of them capitals. */
export const CAPS = 4;
/** Begins with a capital. */
export const INITIAL = 8;
/** One letter or digit once stretching is undone: may be part of a word spelled out. */
export const SINGLE = 16;
export const KEYCAP = 32;
/** Several single letters read as one word. */
export const JOINED = 64;
/** Its place in the text holds ASCII letters and nothing else. */
export const ASCII = 128;
/** Holds a letter twice or more in a row. */
export const STRETCHED = 256;
/** Ends in -lah, -nya or -pun, or holds digits: it answers to further keys. */
export const HAS_OTHERS = 512;

/** How far the scanner may look past the last unit it reads. */
const LOOK_AHEAD = 16;
/** More arguments than this are not passed in one call. */
const AT_ONCE = 256;

/**
 * One text as the scanner leaves it: a row per token and per hashtag, in columns that are used again for the next text.
 *
 * Entries are those of `words`; 0 is a word nobody asks for. Places are UTF-16 offsets in the text, end exclusive. Valid until the next text is loaded.
 */
export class Scan {
  readonly words: Dictionary;
  readonly word = new WordBuffer();
  text = "";
  /** The text's units, then zeros. A charCodeAt loop becomes 6–12 times slower once any code in the process extends String; an array does not. */
  units = new Uint16Array(1024);
  #bytes = Buffer.from(this.units.buffer);
  /** Key of the word in hand: folded, squashed. */
  key = new Uint16Array(1024);

  count = 0;
  starts = new Int32Array(256);
  ends = new Int32Array(256);
  sentences = new Int32Array(256);
  clauses = new Int32Array(256);
  quotes = new Int32Array(256);
  /** Row of the hashtag the token is part of, or -1. */
  tags = new Int32Array(256);
  flags = new Uint16Array(256);
  entries = new Int32Array(256);
  /** Entry with digits read as letters, or 0. */
  leets = new Int32Array(256);
  /** Entry without -lah, -nya, -pun, or 0. */
  bares = new Int32Array(256);
  /** Where the folded letters are kept in `pool`, plus one; 0 when they can be read from the text itself. */
  raws = new Int32Array(256);

  tagCount = 0;
  tagStarts = new Int32Array(32);
  tagEnds = new Int32Array(32);
  tagSentences = new Int32Array(32);
  tagRaws = new Int32Array(32);

  sentence = 0;
  clause = 0;
  quote = 0;
  /** Tokens in each quotation; 0 stands for "outside". */
  quoteLengths = new Int32Array(32);
  quoteCount = 1;
  questions = new Int32Array(32);
  questionCount = 0;
  links = 0;
  exclaims = false;
  singles = 0;
  /** Union of the marks of all entries seen. */
  marks = 0;

  pool = new Uint16Array(1024);
  poolLength = 0;

  constructor(words: Dictionary) {
    this.words = words;
  }

  /** Makes the first `limit` units of a text ready to be read. */
  load(text: string, limit: number): void {
    this.text = text;
    if (this.units.length < limit + LOOK_AHEAD) {
      this.units = new Uint16Array(2 ** Math.ceil(Math.log2(limit + LOOK_AHEAD)));
      this.#bytes = Buffer.from(this.units.buffer);
      this.key = new Uint16Array(this.units.length);
    }
    const copied = Math.min(text.length, limit + LOOK_AHEAD / 2);
    this.#bytes.write(text, 0, copied * 2, "utf16le");
    for (let i = 0; i < LOOK_AHEAD / 2; i += 1) this.units[copied + i] = 0;
    this.count = 0;
    this.tagCount = 0;
    this.sentence = 0;
    this.clause = 0;
    this.quote = 0;
    this.quoteCount = 1;
    this.questionCount = 0;
    this.links = 0;
    this.exclaims = false;
    this.singles = 0;
    this.marks = 0;
    this.poolLength = 0;
    this.word.clear();
  }

  /** Makes room for a key of `length` units; what was in the key is lost when it grows. */
  reserveKey(length: number): void {
    if (length > this.key.length) this.key = new Uint16Array(length * 2);
  }

  /** Adds a token at the present sentence, clause and quotation; returns its row. The rest of the row is set to "nothing". */
  push(start: number, end: number, flags: number, entry: number): number {
    const row = this.count;
    if (row === this.starts.length) this.#growTokens();
    this.starts[row] = start;
    this.ends[row] = end;
    this.sentences[row] = this.sentence;
    this.clauses[row] = this.clause;
    this.quotes[row] = this.quote;
    this.tags[row] = -1;
    this.flags[row] = flags;
    this.entries[row] = entry;
    this.leets[row] = 0;
    this.bares[row] = 0;
    this.raws[row] = 0;
    this.count = row + 1;
    if (entry !== 0) this.marks |= this.words.marks[entry] as number;
    if (this.quote !== 0) this.quoteLengths[this.quote] = (this.quoteLengths[this.quote] as number) + 1;
    if ((flags & SINGLE) !== 0) this.singles += 1;
    return row;
  }

  /** Lets a token answer to a further entry: with digits read as letters, or without its clitic. */
  addLeet(row: number, entry: number): void {
    this.leets[row] = entry;
    this.marks |= this.words.marks[entry] as number;
  }

  addBare(row: number, entry: number): void {
    this.bares[row] = entry;
    this.marks |= this.words.marks[entry] as number;
  }

  /** Moves a token to an earlier row. */
  move(from: number, to: number): void {
    this.starts[to] = this.starts[from] as number;
    this.ends[to] = this.ends[from] as number;
    this.sentences[to] = this.sentences[from] as number;
    this.clauses[to] = this.clauses[from] as number;
    this.quotes[to] = this.quotes[from] as number;
    this.tags[to] = this.tags[from] as number;
    this.flags[to] = this.flags[from] as number;
    this.entries[to] = this.entries[from] as number;
    this.leets[to] = this.leets[from] as number;
    this.bares[to] = this.bares[from] as number;
    this.raws[to] = this.raws[from] as number;
  }

  /** Adds a hashtag; returns its row. */
  pushTag(start: number, end: number, raw: number): number {
    const row = this.tagCount;
    if (row === this.tagStarts.length) this.#growTags();
    this.tagStarts[row] = start;
    this.tagEnds[row] = end;
    this.tagSentences[row] = this.sentence;
    this.tagRaws[row] = raw;
    this.tagCount = row + 1;
    return row;
  }

  /** The present sentence asks. */
  ask(): void {
    if (this.questionCount > 0 && this.questions[this.questionCount - 1] === this.sentence) return;
    if (this.questionCount === this.questions.length) this.questions = grown(this.questions, Int32Array);
    this.questions[this.questionCount] = this.sentence;
    this.questionCount += 1;
  }

  /** A quotation mark: opens a quotation, or closes the open one. */
  toggleQuote(): void {
    if (this.quote !== 0) {
      this.quote = 0;
      return;
    }
    if (this.quoteCount === this.quoteLengths.length) this.quoteLengths = grown(this.quoteLengths, Int32Array);
    this.quote = this.quoteCount;
    this.quoteLengths[this.quote] = 0;
    this.quoteCount += 1;
  }

  /** Opens a string in the pool; what `keep` adds follows until `seal`. Returns what belongs into a raw column. */
  open(): number {
    return this.poolLength + 1;
  }

  keep(code: number): void {
    if (this.poolLength + 3 > this.pool.length) this.pool = grown(this.pool, Uint16Array);
    if (code > 0xffff) {
      this.pool[this.poolLength] = 0xd7c0 + (code >> 10);
      this.pool[this.poolLength + 1] = 0xdc00 | (code & 0x3ff);
      this.poolLength += 2;
    } else {
      this.pool[this.poolLength] = code;
      this.poolLength += 1;
    }
  }

  seal(): void {
    this.keep(0);
  }

  /** The string behind a value of a raw column. */
  kept(raw: number): string {
    const from = raw - 1;
    let to = from;
    while (this.pool[to] !== 0) to += 1;
    if (to - from > AT_ONCE) return Buffer.from(this.pool.buffer, from * 2, (to - from) * 2).toString("utf16le");
    return String.fromCharCode(...this.pool.subarray(from, to));
  }

  #growTokens(): void {
    this.starts = grown(this.starts, Int32Array);
    this.ends = grown(this.ends, Int32Array);
    this.sentences = grown(this.sentences, Int32Array);
    this.clauses = grown(this.clauses, Int32Array);
    this.quotes = grown(this.quotes, Int32Array);
    this.tags = grown(this.tags, Int32Array);
    this.flags = grown(this.flags, Uint16Array);
    this.entries = grown(this.entries, Int32Array);
    this.leets = grown(this.leets, Int32Array);
    this.bares = grown(this.bares, Int32Array);
    this.raws = grown(this.raws, Int32Array);
  }

  #growTags(): void {
    this.tagStarts = grown(this.tagStarts, Int32Array);
    this.tagEnds = grown(this.tagEnds, Int32Array);
    this.tagSentences = grown(this.tagSentences, Int32Array);
    this.tagRaws = grown(this.tagRaws, Int32Array);
  }
}
