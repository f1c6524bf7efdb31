import { HASH_PRIME, HASH_SEED } from "./hash.ts";
import { LEET } from "./normalize.ts";
import type { Scan } from "./scan.ts";
import { IS_DIGIT } from "./word-buffer.ts";

const APOSTROPHE = 0x27;
const TWO = 0x32;
const UNDERSCORE = 0x5f;

/** Writes characters `from .. to` into the key as they are. Returns the key's length. */
export function copy(scan: Scan, from: number, to: number): number {
  scan.reserveKey(2 * (to - from));
  let length = 0;
  for (let i = from; i < to; i += 1) length = put(scan.key, length, scan.word.codes[i] as number);
  return length;
}

function put(key: Uint16Array, at: number, code: number): number {
  if (code <= 0xffff) {
    key[at] = code;
    return at + 1;
  }
  key[at] = 0xd7c0 + (code >> 10);
  key[at + 1] = 0xdc00 | (code & 0x3ff);
  return at + 2;
}

/** Writes characters `from .. to` into the key, each run of a letter once, without apostrophes and underscores. Returns the key's length. */
export function squash(scan: Scan, from: number, to: number): number {
  scan.reserveKey(2 * (to - from));
  const { word, key } = scan;
  let length = 0;
  let last = 0;
  for (let i = from; i < to; i += 1) {
    const code = word.codes[i] as number;
    if (code === APOSTROPHE || code === UNDERSCORE) continue;
    if (code === last && ((word.flags[i] as number) & IS_DIGIT) === 0) continue;
    last = code;
    length = put(key, length, code);
  }
  return length;
}

/** Reads the digits of the key as the letters they resemble, in place, and squashes again. Returns the new length. */
export function unleet({ key }: Scan, length: number): number {
  let out = 0;
  for (let i = 0; i < length; i += 1) {
    const unit = key[i] as number;
    const letter = unit >= 0x30 && unit <= 0x39 ? (LEET[unit - 0x30] as number) : unit;
    if (out > 0 && key[out - 1] === letter && letter !== TWO) continue;
    key[out] = letter;
    out += 1;
  }
  return out;
}

/** Entry of `key[0 .. length)`, or 0. */
export function findKey({ words, key }: Scan, length: number): number {
  let hash = HASH_SEED;
  for (let i = 0; i < length; i += 1) hash = Math.imul(hash ^ (key[i] as number), HASH_PRIME);
  return words.find(key, 0, length, hash);
}
