import { bareEntry, NO_CLITIC } from "./bare-entry.ts";
import { cutTag } from "./cut-tag.ts";
import { NUMBER_LEADS } from "./normalize.ts";
import { CAPS, HANDLE, HAS_OTHERS, INITIAL, NUMBER, type Scan, SINGLE, WORD } from "./scan.ts";
import { IS_CAPITAL, IS_DIGIT } from "./word-buffer.ts";
import { copy, findKey, squash, unleet } from "./word-key.ts";

const HASH = 0x23;
const AT = 0x40;
const APOSTROPHE = 0x27;
const UNDERSCORE = 0x5f;
const TWO = 0x32;
const LETTER_N = 0x6e;
/** So many digits at the edge of a word may be letters. */
const EDGE_MAX = 2;
/** Shorter words beside such a digit ("tu", "ku") say nothing. */
const USUAL_MIN = 3;

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
    // Digits at one edge are a number beside a word, unless only they make it one; digits inside are letters in disguise.
    let head = from;
    while (head < to && isDigit(scan, head)) head += 1;
    let tail = to;
    while (tail > from && isDigit(scan, tail - 1)) tail -= 1;
    if (head - from === digits && !isDisguised(scan, from, to, head, to)) {
      readNumber(scan, from, head, tag);
      readPart(scan, head, to, tag);
      return;
    }
    if (to - tail === digits && letters > 1 && !isDisguised(scan, from, to, from, tail)) {
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
  let entry = findKey(scan, length);
  // The G of "#baGus" is no "gak".
  if (tag >= 0 && length === 1 && scan.words.usual[entry] !== entry) entry = 0;
  const isDoubled = endsInDoubled(scan, from, to);
  let bare = bareEntry(scan, length, entry, isDoubled);
  if (bare !== NO_CLITIC || digits > 0) flags |= HAS_OTHERS;
  let leet = 0;
  if (digits > 0) {
    const read = unleet(scan, length);
    leet = findKey(scan, read);
    if (bare <= 0) bare = bareEntry(scan, read, leet, isDoubled);
  }
  const row = scan.push(word.starts[from] as number, word.ends[to - 1] as number, flags, entry);
  scan.setTag(row, tag);
  if (leet !== 0) scan.addLeet(row, leet);
  if (bare > 0) scan.addBare(row, bare);
  scan.setRaw(row, keepRaw(scan, from, to));
}

/**
 * True for "4yo" and "lestar1": one or two digits at the edge of letters that are no word of three and more, where the dictionary knows the word they would make.
 *
 * `lettersFrom .. lettersTo` is the part without the digits. "pilih02", "no2", "2periode" are a word and a number.
 */
function isDisguised(scan: Scan, from: number, to: number, lettersFrom: number, lettersTo: number): boolean {
  const letters = lettersTo - lettersFrom;
  if (letters < 2 || to - from - letters > EDGE_MAX || isNumberLead(scan, lettersFrom, lettersTo)) return false;
  return isKnown(scan, from, to) && !isUsual(scan, lettersFrom, lettersTo);
}

/** True when the dictionary knows characters `from .. to` with their digits read as letters, as they are or without a clitic. */
function isKnown(scan: Scan, from: number, to: number): boolean {
  const length = unleet(scan, squash(scan, from, to));
  const entry = findKey(scan, length);
  return entry !== 0 || bareEntry(scan, length, entry, endsInDoubled(scan, from, to)) > 0;
}

/** True when characters `from .. to` are a word of three letters and more that the dictionary knows in this spelling. */
function isUsual(scan: Scan, from: number, to: number): boolean {
  const length = squash(scan, from, to);
  const entry = findKey(scan, length);
  if (entry !== 0 && scan.words.usual[entry] !== entry) return false;
  return to - from >= USUAL_MIN && (entry !== 0 || bareEntry(scan, length, entry, endsInDoubled(scan, from, to)) > 0);
}

function readNumber(scan: Scan, from: number, to: number, tag: number): void {
  const { word } = scan;
  const raw = keepRaw(scan, from, to);
  const flags = to - from === 1 && tag < 0 ? NUMBER | SINGLE : NUMBER;
  const row = scan.push(word.starts[from] as number, word.ends[to - 1] as number, flags, findKey(scan, copy(scan, from, to)));
  scan.setTag(row, tag);
  scan.setRaw(row, raw);
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

/** "-nnya" or "-n'nya", as in "dukungannya": squashing takes an n that belongs to the word. */
function endsInDoubled({ word: { codes } }: Scan, from: number, to: number): boolean {
  let at = to - 1;
  for (let left = 2; left > 0 && at > from; at -= 1) if (codes[at] !== APOSTROPHE) left -= 1;
  let letters = 0;
  for (; at >= from && letters < 2; at -= 1) {
    if (codes[at] === APOSTROPHE) continue;
    if (codes[at] !== LETTER_N) return false;
    letters += 1;
  }
  return letters === 2;
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
