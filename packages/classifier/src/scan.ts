import { type Dictionary, grown } from "./dictionary.ts";
import { TextPool } from "./text-pool.ts";
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
/** The column of that name holds something for the token; without the bit it holds what an earlier text left there. */
export const HAS_LEET = 1024;
export const HAS_BARE = 2048;
export const HAS_RAW = 4096;
export const HAS_TAG = 8192;

/** How far the scanner may look past the last unit it reads. */
const LOOK_AHEAD = 8;

/**
 * One text as the scanner leaves it: a row per token and per hashtag, in columns that are used again for the next text.
 *
 * Entries are those of `words`; 0 is a word nobody asks for. Places are UTF-16 offsets in the text, end exclusive. Valid until the next text is loaded.
 */
export class Scan {
  readonly words: Dictionary;
  readonly word = new WordBuffer();
  text = "";
  /** How much of the text is read, in units. */
  end = 0;
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
  flags = new Uint16Array(256);
  entries = new Int32Array(256);
  /** With HAS_LEET: entry with digits read as letters. */
  leets = new Int32Array(256);
  /** With HAS_BARE: entry without -lah, -nya, -pun. */
  bares = new Int32Array(256);
  /** With HAS_RAW: where the folded letters are kept in `pool`; without it they can be read from the text itself. */
  raws = new Int32Array(256);
  /** With HAS_TAG: row of the hashtag the token is part of. */
  tags = new Int32Array(256);

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

  /** Letters that cannot be read from the text itself. */
  readonly pool = new TextPool();

  constructor(words: Dictionary) {
    this.words = words;
  }

  /** Makes the first `limit` units of a text ready to be read; never cuts a surrogate pair. */
  load(text: string, limit: number): void {
    let end = Math.min(text.length, limit);
    if (end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end -= 1;
    this.text = text;
    this.end = end;
    if (this.units.length < end + LOOK_AHEAD) {
      this.units = new Uint16Array(2 ** Math.ceil(Math.log2(end + LOOK_AHEAD)));
      this.#bytes = Buffer.from(this.units.buffer);
      this.key = new Uint16Array(this.units.length);
    }
    this.#bytes.write(text, 0, end * 2, "utf16le");
    for (let i = 0; i < LOOK_AHEAD; i += 1) this.units[end + i] = 0;
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
    this.pool.length = 0;
    this.word.clear();
  }

  /** Makes room for a key of `length` units; what was in the key is lost when it grows. */
  reserveKey(length: number): void {
    if (length > this.key.length) this.key = new Uint16Array(length * 2);
  }

  /** Adds a token at the present sentence, clause and quotation; returns its row. */
  push(start: number, end: number, flags: number, entry: number): number {
    const row = this.count;
    if (row === this.starts.length) this.#growTokens();
    this.starts[row] = start;
    this.ends[row] = end;
    this.sentences[row] = this.sentence;
    this.clauses[row] = this.clause;
    this.quotes[row] = this.quote;
    this.flags[row] = flags;
    this.entries[row] = entry;
    this.count = row + 1;
    if (entry !== 0) this.marks |= this.words.marks[entry] as number;
    if (this.quote !== 0) this.quoteLengths[this.quote] = (this.quoteLengths[this.quote] as number) + 1;
    if ((flags & SINGLE) !== 0) this.singles += 1;
    return row;
  }

  /** Lets a token answer to a further entry: with digits read as letters, or without its clitic. */
  addLeet(row: number, entry: number): void {
    this.leets[row] = entry;
    this.flags[row] = (this.flags[row] as number) | HAS_LEET;
    this.marks |= this.words.marks[entry] as number;
  }

  addBare(row: number, entry: number): void {
    this.bares[row] = entry;
    this.flags[row] = (this.flags[row] as number) | HAS_BARE;
    this.marks |= this.words.marks[entry] as number;
  }

  /** Gives a token its letters, by their place in the pool. */
  setRaw(row: number, raw: number): void {
    this.raws[row] = raw;
    this.flags[row] = (this.flags[row] as number) | HAS_RAW;
  }

  /** Puts a token into a hashtag; -1 for none. */
  setTag(row: number, tag: number): void {
    if (tag < 0) return;
    this.tags[row] = tag;
    this.flags[row] = (this.flags[row] as number) | HAS_TAG;
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
