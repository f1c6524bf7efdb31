import { cutTag } from "./cut-tag.ts";
import { HASH_PRIME, HASH_SEED } from "./dictionary.ts";
import { LEET, NUMBER_LEADS } from "./normalize.ts";
import { CAPS, HANDLE, HAS_OTHERS, INITIAL, NUMBER, type Scan, SINGLE, WORD } from "./scan.ts";
import { IS_CAPITAL, IS_DIGIT } from "./word-buffer.ts";

const HASH = 0x23;
const AT = 0x40;
const APOSTROPHE = 0x27;
const UNDERSCORE = 0x5f;
const TWO = 0x32;
const LETTER_N = 0x6e;

/** What `bareEntry` says of a word that ends in no clitic. */
export const NO_CLITIC = -1;
const CLITICS = ["lah", "nya", "pun"];
const CLITIC = 3;
const BARE_MIN = 4;

/** Ends the word in the buffer and makes tokens of it: a handle, a hashtag with its words, or words and numbers. */
export function readWord(scan: Scan): void {
  const { word } = scan;
  if (word.length > 0) {
    if (word.sigil === AT) readHandle(scan);
    else if (word.sigil === HASH) readTag(scan);
    else {
      let from = 0;
      for (let i = 0; i < word.length; i += 1) {
        if (word.codes[i] !== UNDERSCORE) continue;
        readPart(scan, from, i, -1);
        from = i + 1;
      }
      readPart(scan, from, word.length, -1);
    }
  }
  word.clear();
}

function readHandle(scan: Scan): void {
  const { word, words } = scan;
  const raw = keepRaw(scan, 0, word.length);
  const found = findKey(scan, copy(scan, 0, word.length));
  // A handle is a name, never a slang word.
  const entry = words.usual[found] === found ? found : 0;
  const row = scan.push(word.sigilAt, word.ends[word.length - 1] as number, HANDLE, entry);
  scan.setRaw(row, raw);
}

function readTag(scan: Scan): void {
  const { word } = scan;
  const length = squash(scan, 0, word.length);
  const raw = scan.pool.length;
  for (let i = 0; i < length; i += 1) scan.pool.add(scan.key[i] as number);
  scan.pool.seal();
  const row = scan.pushTag(word.sigilAt, word.ends[word.length - 1] as number, raw);
  cutTag(scan, (from, to) => readPart(scan, from, to, row));
}

/** Makes tokens of characters `from .. to` of the buffer. */
function readPart(scan: Scan, from: number, to: number, tag: number): void {
  const { word } = scan;
  let letters = 0;
  let capitals = 0;
  let digits = 0;
  for (let i = from; i < to; i += 1) {
    const flags = word.flags[i] as number;
    if ((flags & IS_DIGIT) !== 0) digits += 1;
    else if (word.codes[i] !== APOSTROPHE) letters += 1;
    if ((flags & IS_CAPITAL) !== 0) capitals += 1;
  }
  if (letters === 0) {
    if (digits > 0) readNumber(scan, from, to, tag);
    return;
  }
  if (digits > 0) {
    // Digits at one edge are a number beside a word; digits inside are letters in disguise.
    let head = from;
    while (head < to && isDigit(scan, head)) head += 1;
    let tail = to;
    while (tail > from && isDigit(scan, tail - 1)) tail -= 1;
    if (head - from === digits) {
      readNumber(scan, from, head, tag);
      readPart(scan, head, to, tag);
      return;
    }
    if (to - tail === digits && letters > 1) {
      readPart(scan, from, tail, tag);
      // "orang2" is a plural, "no2" is a number.
      const isPlural = digits === 1 && word.codes[tail] === TWO && tag < 0 && !isNumberLead(scan, from, tail);
      if (!isPlural) readNumber(scan, tail, to, tag);
      return;
    }
  }
  let flags = WORD;
  if (letters > 1 && capitals === letters) flags |= CAPS;
  if (((word.flags[from] as number) & IS_CAPITAL) !== 0) flags |= INITIAL;
  if (tag < 0 && isSingle(scan, from, to)) flags |= SINGLE;
  const length = squash(scan, from, to);
  const entry = findKey(scan, length);
  const bare = bareEntry(scan, length, entry, endsInDoubled(scan, from, to));
  if (bare !== NO_CLITIC || digits > 0) flags |= HAS_OTHERS;
  const leet = digits > 0 ? findKey(scan, unleet(scan, length)) : 0;
  const row = scan.push(word.starts[from] as number, word.ends[to - 1] as number, flags, entry);
  scan.setTag(row, tag);
  if (leet !== 0) scan.addLeet(row, leet);
  if (bare > 0) scan.addBare(row, bare);
  scan.setRaw(row, keepRaw(scan, from, to));
}

function readNumber(scan: Scan, from: number, to: number, tag: number): void {
  const { word } = scan;
  const raw = keepRaw(scan, from, to);
  const flags = to - from === 1 && tag < 0 ? NUMBER | SINGLE : NUMBER;
  const row = scan.push(word.starts[from] as number, word.ends[to - 1] as number, flags, findKey(scan, copy(scan, from, to)));
  scan.setTag(row, tag);
  scan.setRaw(row, raw);
}

/**
 * Entry of a word without -lah, -nya or -pun; 0 when nobody asks for it, NO_CLITIC when it ends in none.
 *
 * The word is `key[0 .. length)`, or the usual spelling of `entry` when that differs. `isDoubled`: it was written with -nnya, so that one n is the word's own.
 */
export function bareEntry(scan: Scan, length: number, entry: number, isDoubled: boolean): number {
  const { words, key } = scan;
  const usual = words.usual[entry] as number;
  if (usual !== entry) {
    const text = words.texts[usual] as string;
    if (text.length < BARE_MIN + CLITIC || !CLITICS.includes(text.slice(-CLITIC))) return NO_CLITIC;
    return words.findText(text.slice(0, -CLITIC));
  }
  if (length < BARE_MIN + CLITIC || !endsInClitic(key, length)) return NO_CLITIC;
  return findKey(scan, length - CLITIC + (isDoubled ? 1 : 0));
}

/** -nya, -lah, -pun. */
function endsInClitic(key: Uint16Array, length: number): boolean {
  const last = key[length - 1];
  if (last === 0x61) return key[length - 2] === 0x79 && key[length - 3] === 0x6e;
  if (last === 0x68) return key[length - 2] === 0x61 && key[length - 3] === 0x6c;
  return last === 0x6e && key[length - 2] === 0x75 && key[length - 3] === 0x70;
}

/** Writes characters `from .. to` into the key as they are. Returns the key's length. */
function copy(scan: Scan, from: number, to: number): number {
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
function squash(scan: Scan, from: number, to: number): number {
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
function unleet({ key }: Scan, length: number): number {
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

function keepRaw({ pool, word }: Scan, from: number, to: number): number {
  const raw = pool.length;
  for (let i = from; i < to; i += 1) pool.add(word.codes[i] as number);
  pool.seal();
  return raw;
}

function isDigit({ word }: Scan, at: number): boolean {
  return ((word.flags[at] as number) & IS_DIGIT) !== 0;
}

/** "-nnya", as in "dukungannya": squashing takes an n that belongs to the word. */
function endsInDoubled({ word: { codes } }: Scan, from: number, to: number): boolean {
  return to - from > 4 && codes[to - 3] === LETTER_N && codes[to - 4] === LETTER_N;
}

/** One letter, or one letter three times and more. Twice is a word ("oo"). */
function isSingle({ word }: Scan, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i += 1) if (word.codes[i] !== word.codes[from]) return false;
  return to - from !== 2 && (word.codes[from] as number) <= 0xffff;
}

function isNumberLead(scan: Scan, from: number, to: number): boolean {
  let text = "";
  for (let i = from; i < to; i += 1) {
    const code = scan.word.codes[i] as number;
    if (i === from || code !== scan.word.codes[i - 1]) text += String.fromCodePoint(code);
  }
  return NUMBER_LEADS.has(text);
}
