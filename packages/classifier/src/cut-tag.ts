import { TAG_WORD } from "./dictionary.ts";
import { HASH_PRIME, HASH_SEED } from "./hash.ts";
import type { Scan } from "./scan.ts";
import { IS_CAPITAL, IS_DIGIT, type WordBuffer } from "./word-buffer.ts";
import { findKey, squash } from "./word-key.ts";

const UNDERSCORE = 0x5f;
// Longer runs of small letters are left whole, so that the search below stays small.
const CUT_MIN = 5;
const CUT_MAX = 48;
const WORD_MAX = 16;

/** Calls `emit` for each word of the hashtag in the buffer: cut at underscores, digits and capitals, then runs of small letters at words marked TAG_WORD. */
export function cutTag(scan: Scan, emit: (from: number, to: number) => void): void {
  const { word } = scan;
  let from = 0;
  for (let i = 0; i < word.length; i += 1) {
    const isScore = word.codes[i] === UNDERSCORE;
    if (!isScore && (i === from || !isEdgeOfDigits(word, i))) continue;
    cutAtCapitals(scan, { from, to: i }, emit);
    from = isScore ? i + 1 : i;
  }
  cutAtCapitals(scan, { from, to: word.length }, emit);
}

/** "TirtaSekar" and "DKIMaju" are cut at capitals; "tIrtASekAR", where that leaves crumbs, at known words. */
function cutAtCapitals(scan: Scan, { from, to }: Run, emit: (from: number, to: number) => void): void {
  const { word } = scan;
  let at = from;
  let leavesCrumbs = false;
  for (let i = from + 1; i <= to; i += 1) {
    if (i < to && !isCapitalCut(word, i)) continue;
    leavesCrumbs ||= isCrumb(scan, at, i);
    if (i < to) at = i;
  }
  if (leavesCrumbs && at !== from && emitWords(scan, { from, to }, emit)) return;
  at = from;
  for (let i = from + 1; i <= to; i += 1) {
    if (i < to && !isCapitalCut(word, i)) continue;
    if (i - at < CUT_MIN || !emitWords(scan, { from: at, to: i }, emit)) emit(at, i);
    at = i;
  }
}

function isEdgeOfDigits(word: WordBuffer, i: number): boolean {
  const isDigit = has(word, i, IS_DIGIT);
  return isDigit !== has(word, i - 1, IS_DIGIT) && !isLoneDigit(word, isDigit ? i : i - 1);
}

function isCapitalCut(word: WordBuffer, i: number): boolean {
  if (!has(word, i, IS_CAPITAL)) return false;
  if (!has(word, i - 1, IS_CAPITAL)) return true;
  return i + 1 < word.length && !has(word, i + 1, IS_CAPITAL) && !has(word, i + 1, IS_DIGIT) && word.codes[i + 1] !== UNDERSCORE;
}

/** One letter, or two that nobody knows. */
function isCrumb(scan: Scan, from: number, to: number): boolean {
  return to - from === 1 || (to - from === 2 && findKey(scan, squash(scan, from, to)) === 0);
}

/** A digit between two small letters reads as a letter. */
function isLoneDigit(word: WordBuffer, i: number): boolean {
  if (i === 0 || i + 1 >= word.length || word.codes[i - 1] === UNDERSCORE) return false;
  return !has(word, i - 1, IS_DIGIT | IS_CAPITAL) && !has(word, i + 1, IS_DIGIT | IS_CAPITAL);
}

function has({ flags }: WordBuffer, i: number, flag: number): boolean {
  return ((flags[i] as number) & flag) !== 0;
}

/** Characters `from .. to` of the word buffer. */
interface Run {
  readonly from: number;
  readonly to: number;
}

// counts[i]: fewest known words that cover the first i letters, 0 for "not coverable"; begins[i]: where the last of them begins.
const counts = new Int32Array(CUT_MAX + 1);
const begins = new Int32Array(CUT_MAX + 1);

/** Emits the fewest known words that cover a run; false when none do. */
function emitWords(scan: Scan, { from, to }: Run, emit: (from: number, to: number) => void): boolean {
  const size = to - from;
  if (size > CUT_MAX || !cover(scan, from, to)) return false;
  const cuts: number[] = [];
  for (let end = size; end > 0; end = begins[end] as number) cuts.push(end);
  let at = from;
  for (const end of cuts.reverse()) {
    emit(at, from + end);
    at = from + end;
  }
  return true;
}

/** Fills counts and begins; false when the run holds a digit or cannot be covered. */
function cover({ word, key, words }: Scan, from: number, to: number): boolean {
  const size = to - from;
  for (let i = from; i < to; i += 1) if (has(word, i, IS_DIGIT)) return false;
  counts.fill(0, 0, size + 1);
  for (let start = 0; start < size; start += 1) {
    if (start > 0 && counts[start] === 0) continue;
    const most = start === 0 ? size : Math.min(size, start + WORD_MAX);
    let length = 0;
    let last = 0;
    let hash = HASH_SEED;
    for (let end = start + 1; end <= most; end += 1) {
      const code = word.codes[from + end - 1] as number;
      if (code > 0xffff) return false;
      if (code !== last) {
        key[length] = code;
        length += 1;
        hash = Math.imul(hash ^ code, HASH_PRIME);
        last = code;
      }
      if (!words.tagWords.mayBegin(hash)) break;
      if (end - start < 2 || (end - start > WORD_MAX && end < size)) continue;
      if (((words.marks[words.find(key, 0, length, hash)] as number) & TAG_WORD) === 0) continue;
      const count = (counts[start] as number) + 1;
      if (counts[end] !== 0 && count >= (counts[end] as number)) continue;
      counts[end] = count;
      begins[end] = start;
    }
  }
  return counts[size] !== 0;
}
