import { grown } from "./dictionary.ts";

/** More arguments than this are not passed in one call. */
const AT_ONCE = 256;
/** Zeros behind each string, so that it can be read in groups of four. */
const GAP = 4;

/** Strings of one text, unit behind unit in one array that is used again for the next text. A string is named by where it begins. */
export class TextPool {
  units = new Uint16Array(1024);
  length = 0;

  /** Adds one code point to the string at the end. */
  add(code: number): void {
    if (this.length + 2 > this.units.length) this.units = grown(this.units, Uint16Array);
    if (code > 0xffff) {
      this.units[this.length] = 0xd7c0 + (code >> 10);
      this.units[this.length + 1] = 0xdc00 | (code & 0x3ff);
      this.length += 2;
    } else {
      this.units[this.length] = code;
      this.length += 1;
    }
  }

  /** Ends a string; the next begins at `length`. */
  seal(): void {
    for (let i = 0; i < GAP; i += 1) this.add(0);
  }

  /** The string that begins at `from`. */
  text(from: number): string {
    return textAt(this.units, from);
  }
}

/** The string that begins at `from` and ends before a zero. */
export function textAt(units: Uint16Array, from: number): string {
  let end = from;
  while (units[end] !== 0) end += 1;
  if (end - from > AT_ONCE) return Buffer.from(units.buffer, units.byteOffset + from * 2, (end - from) * 2).toString("utf16le");
  return String.fromCharCode(...units.subarray(from, end));
}
