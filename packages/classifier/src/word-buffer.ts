import { grown } from "./dictionary.ts";

/** Flags of a character in the buffer. */
export const IS_DIGIT = 1;
export const IS_CAPITAL = 2;

/** The characters of the word in hand, folded, each with its place in the text. Used for words that need a second look: digits, hashtags, handles, odd letters. */
export class WordBuffer {
  length = 0;
  /** # or @ before the word, as a code; 0 for none. Kept although no letter has come yet. */
  sigil = 0;
  sigilAt = 0;
  codes = new Int32Array(64);
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  flags = new Uint8Array(64);

  /** Adds one folded code point that stands at `start .. end` of the text. */
  append(code: number, start: number, end: number, flags: number): void {
    const at = this.length;
    if (at === this.codes.length) {
      this.codes = grown(this.codes, Int32Array);
      this.starts = grown(this.starts, Int32Array);
      this.ends = grown(this.ends, Int32Array);
      this.flags = grown(this.flags, Uint8Array);
    }
    this.codes[at] = code;
    this.starts[at] = start;
    this.ends[at] = end;
    this.flags[at] = flags;
    this.length = at + 1;
  }

  /** Forgets the word and its sigil. */
  clear(): void {
    this.length = 0;
    this.sigil = 0;
  }
}
