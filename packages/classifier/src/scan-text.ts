import { ABBREVIATION, HASH_PRIME, HASH_SEED } from "./dictionary.ts";
import { BREAK, CAPITAL, classOf, DIGIT, DIGITS, DROP, EMOJI, FOLDS, foldOf, LETTER, LETTERS, MARK, PAIR, several } from "./fold.ts";
import { joinSpelledOut } from "./join-spelled.ts";
import { ASCII, CAPS, HAS_OTHERS, INITIAL, KEYCAP, NUMBER, PICTURE, type Scan, SINGLE, STRETCHED, WORD } from "./scan.ts";
import { bareEntry, findKey, NO_CLITIC, readWord } from "./scan-word.ts";
import { IS_CAPITAL, IS_DIGIT } from "./word-buffer.ts";

const HASH = 0x23;
const AT = 0x40;
const APOSTROPHE = 0x27;
const UNDERSCORE = 0x5f;
const STOP = 0x2e;
const QUESTION = 0x3f;
const EXCLAMATION = 0x21;
const LETTER_N = 0x6e;

/**
 * Reads the first `limit` units of a text into `scan`: one pass that folds, squeezes, hashes and looks up every token. Any string is valid.
 *
 * Cost: linear, whatever the text; nothing is allocated beyond columns that grow once.
 */
export function scanText(scan: Scan, text: string, limit: number): void {
  let end = Math.min(text.length, limit);
  // Never cut a surrogate pair.
  if (end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end -= 1;
  scan.load(text, end);
  const { units, word } = scan;
  let at = 0;
  while (at < end) {
    const unit = units[at] as number;
    let fold = FOLDS[unit] as number;
    if (fold === 0) fold = foldOf(unit);
    let kind = classOf(fold);
    if (kind === BREAK) {
      if (word.length > 0 || word.sigil !== 0) readWord(scan);
      at += 1;
      continue;
    }
    if (kind === LETTER && word.length === 0) {
      const letter = fold & 0xffff;
      if ((letter === 0x68 || letter === 0x77) && startsLink(units, at)) {
        at = linkEnd(units, at, end);
        scan.links += 1;
        continue;
      }
      if (word.sigil === 0) {
        at = plainWord(scan, at, end);
        continue;
      }
    }
    let next = at + 1;
    if (kind === PAIR) {
      const low = units[next] as number;
      if ((low & 0xfc00) === 0xdc00 && next < end) {
        fold = foldOf(((unit & 0x3ff) << 10) + (low & 0x3ff) + 0x10000);
        next += 1;
      } else fold = BREAK << 24;
      kind = classOf(fold);
    }
    switch (kind) {
      case LETTER:
        word.append(fold & 0x1fffff, at, next, (fold & CAPITAL) !== 0 ? IS_CAPITAL : 0);
        break;
      case LETTERS:
        for (const letter of several(fold)) word.append(letter.codePointAt(0) as number, at, next, (fold & CAPITAL) !== 0 ? IS_CAPITAL : 0);
        break;
      case DIGIT:
      case DIGITS:
        if (kind === DIGIT) word.append(fold & 0x1fffff, at, next, IS_DIGIT);
        else for (const digit of several(fold)) word.append(digit.charCodeAt(0), at, next, IS_DIGIT);
        next = keycap(scan, at, next, end);
        break;
      case EMOJI:
        readWord(scan);
        scan.push(at, next, PICTURE, pictureEntry(scan, at, next));
        break;
      case MARK:
        readMark(scan, fold & 0x1fffff, at, next, end);
        break;
      case DROP:
        break;
      default:
        readWord(scan);
    }
    at = next;
  }
  readWord(scan);
  // A quotation that never closes is a stray mark, not a quotation.
  if (scan.quote !== 0) scan.quoteLengths[scan.quote] = 0;
  if (scan.singles >= 4) joinSpelledOut(scan);
}

/**
 * Reads a word of ordinary letters, which nearly every word is. Returns where it stopped.
 *
 * When something follows that needs a second look (a digit, an apostrophe, a styled letter), the letters are handed to the word buffer instead.
 */
function plainWord(scan: Scan, start: number, end: number): number {
  const { units, key, words } = scan;
  const first = FOLDS[units[start] as number] as number;
  let fold = first;
  let at = start;
  let length = 0;
  let last = 0;
  let hash = HASH_SEED;
  let capitals = 0;
  let seen = 0;
  for (;;) {
    const letter = fold & 0xffff;
    if (letter !== last) {
      key[length] = letter;
      length += 1;
      hash = Math.imul(hash ^ letter, HASH_PRIME);
      last = letter;
    }
    capitals += (fold >>> 28) & 1;
    seen |= units[at] as number;
    at += 1;
    if (at === end) {
      fold = BREAK << 24;
      break;
    }
    const unit = units[at] as number;
    fold = FOLDS[unit] as number;
    if (fold === 0) fold = foldOf(unit);
    if (classOf(fold) !== LETTER) break;
  }
  const kind = classOf(fold);
  const mark = fold & 0x1fffff;
  if (kind !== BREAK && kind !== EMOJI && (kind !== MARK || mark === APOSTROPHE || mark === UNDERSCORE)) {
    for (let i = start; i < at; i += 1) {
      const letter = FOLDS[units[i] as number] as number;
      scan.word.append(letter & 0xffff, i, i + 1, (letter & CAPITAL) !== 0 ? IS_CAPITAL : 0);
    }
    return at;
  }
  const count = at - start;
  let flags = WORD;
  if (count > 1 && capitals === count) flags |= CAPS;
  if ((first & CAPITAL) !== 0) flags |= INITIAL;
  if (seen < 128) flags |= ASCII;
  if (length !== count) flags |= STRETCHED;
  if (length === 1 && count !== 2) flags |= SINGLE;
  const entry = words.find(key, 0, length, hash);
  // "dukungannya": squashing takes an n that belongs to the word.
  const isDoubled = length !== count && foldedAt(units, at - 3) === LETTER_N && foldedAt(units, at - 4) === LETTER_N;
  const bare = bareEntry(scan, length, entry, isDoubled);
  const row = scan.push(start, at, bare === NO_CLITIC ? flags : flags | HAS_OTHERS, entry);
  if (bare > 0) scan.addBare(row, bare);
  return at;
}

function foldedAt(units: Uint16Array, at: number): number {
  return (FOLDS[units[at] as number] as number) & 0xffff;
}

/** A keycap is a number of its own: 2 + U+FE0F? + U+20E3. Returns where reading goes on. */
function keycap(scan: Scan, at: number, next: number, end: number): number {
  const { units, word } = scan;
  const skip = units[next] === 0xfe0f ? 1 : 0;
  if (units[next + skip] !== 0x20e3 || next + skip >= end) return next;
  const digit = word.codes[word.length - 1] as number;
  word.length -= 1;
  readWord(scan);
  const raw = scan.open();
  scan.keep(digit);
  scan.seal();
  scan.key[0] = digit;
  const row = scan.push(at, next + skip + 1, NUMBER | KEYCAP | SINGLE, findKey(scan, 1));
  scan.raws[row] = raw;
  return next + skip + 1;
}

function pictureEntry({ units, words }: Scan, from: number, to: number): number {
  let hash = HASH_SEED;
  for (let i = from; i < to; i += 1) hash = Math.imul(hash ^ (units[i] as number), HASH_PRIME);
  return words.find(units, from, to - from, hash);
}

function readMark(scan: Scan, mark: number, at: number, next: number, end: number): void {
  const { word } = scan;
  const isJoint = mark === UNDERSCORE || (mark === APOSTROPHE && word.sigil === 0) || (mark === STOP && word.sigil === AT);
  if (isJoint && word.length > 0 && isWordAhead(scan, next, end)) {
    word.append(mark, at, next, 0);
    return;
  }
  readWord(scan);
  switch (mark) {
    case HASH:
    case AT:
      if (isWordAhead(scan, next, end)) {
        word.sigil = mark;
        word.sigilAt = at;
      }
      break;
    case QUESTION: {
      scan.ask();
      const after = scan.units[next] as number;
      if (after !== QUESTION && after !== EXCLAMATION) endSentence(scan);
      break;
    }
    case EXCLAMATION:
      scan.exclaims = true;
      endSentence(scan);
      break;
    case 0x0a:
    case 0x2026:
      endSentence(scan);
      break;
    case STOP:
      if (isWordAhead(scan, next, end)) break;
      // "No. 2" and "Pak. Udin" go on.
      if (!isAbbreviation(scan)) scan.sentence += 1;
      scan.clause += 1;
      break;
    case 0x2c: // ,
    case 0x3b: // ;
    case 0x28: // (
    case 0x29: // )
      scan.clause += 1;
      break;
    case 0x22: // "
      scan.toggleQuote();
      break;
    default:
  }
}

function endSentence(scan: Scan): void {
  scan.sentence += 1;
  scan.clause += 1;
}

function isAbbreviation({ count, entries, words }: Scan): boolean {
  if (count === 0) return false;
  return ((words.marks[entries[count - 1] as number] as number) & ABBREVIATION) !== 0;
}

/** True when a letter or digit comes next, looking through a few characters that vanish. */
function isWordAhead({ units }: Scan, from: number, end: number): boolean {
  let at = from;
  while (at < end) {
    const unit = units[at] as number;
    let fold = foldOf(unit);
    let width = 1;
    if (classOf(fold) === PAIR) {
      const low = units[at + 1] as number;
      if ((low & 0xfc00) !== 0xdc00) return false;
      fold = foldOf(((unit & 0x3ff) << 10) + (low & 0x3ff) + 0x10000);
      width = 2;
    }
    const kind = classOf(fold);
    if (kind !== DROP) return kind === LETTER || kind === DIGIT || kind === LETTERS || kind === DIGITS;
    at += width;
    if (at > from + 8) return false;
  }
  return false;
}

/** True at "http://", "https://" and "www.", in any case. */
function startsLink(units: Uint16Array, at: number): boolean {
  const small = (offset: number): number => (units[at + offset] as number) | 0x20;
  if (small(0) === 0x77) return small(1) === 0x77 && small(2) === 0x77 && units[at + 3] === STOP;
  if (small(0) !== 0x68 || small(1) !== 0x74 || small(2) !== 0x74 || small(3) !== 0x70) return false;
  const colon = small(4) === 0x73 ? at + 5 : at + 4;
  return units[colon] === 0x3a && units[colon + 1] === 0x2f && units[colon + 2] === 0x2f;
}

function linkEnd(units: Uint16Array, at: number, end: number): number {
  let stop = at;
  while (stop < end && (units[stop] as number) > 0x20 && units[stop] !== 0xa0) stop += 1;
  return stop;
}
