import { HASH_PRIME, HASH_SEED, TAG_WORD } from "./dictionary.ts";
import type { Scan } from "./scan.ts";
import { IS_CAPITAL, IS_DIGIT, type WordBuffer } from "./word-buffer.ts";

const UNDERSCORE = 0x5f;
// Longer runs of small letters are left whole, so that the search below stays small.
const CUT_MIN = 5;
const CUT_MAX = 48;
const WORD_MAX = 16;

/** Calls `emit` for each word of the hashtag in the buffer: cut at capitals, digits and underscores, then runs of small letters at words marked TAG_WORD. */
export function cutTag(scan: Scan, emit: (from: number, to: number) => void): void {
  const { word } = scan;
  let from = 0;
  for (let i = 0; i < word.length; i += 1) {
    if (word.codes[i] === UNDERSCORE) {
      cutRun(scan, from, i, emit);
      from = i + 1;
    } else if (i > from && isCut(word, i)) {
      cutRun(scan, from, i, emit);
      from = i;
    }
  }
  cutRun(scan, from, word.length, emit);
}

/** "TirtaSekar", "DKIMaju", "Maju2029" are cut; the 0 of "c0blos" is not. */
function isCut(word: WordBuffer, i: number): boolean {
  const isDigit = has(word, i, IS_DIGIT);
  if (isDigit !== has(word, i - 1, IS_DIGIT)) return !isLoneDigit(word, isDigit ? i : i - 1);
  if (!has(word, i, IS_CAPITAL)) return false;
  if (!has(word, i - 1, IS_CAPITAL)) return true;
  return i + 1 < word.length && !has(word, i + 1, IS_CAPITAL) && !has(word, i + 1, IS_DIGIT) && word.codes[i + 1] !== UNDERSCORE;
}

/** A digit between two small letters reads as a letter. */
function isLoneDigit(word: WordBuffer, i: number): boolean {
  if (i === 0 || i + 1 >= word.length || word.codes[i - 1] === UNDERSCORE) return false;
  return !has(word, i - 1, IS_DIGIT | IS_CAPITAL) && !has(word, i + 1, IS_DIGIT | IS_CAPITAL);
}

function has({ flags }: WordBuffer, i: number, flag: number): boolean {
  return ((flags[i] as number) & flag) !== 0;
}

// counts[i]: fewest known words that cover the first i letters, 0 for "not coverable"; begins[i]: where the last of them begins.
const counts = new Int32Array(CUT_MAX + 1);
const begins = new Int32Array(CUT_MAX + 1);

function cutRun(scan: Scan, from: number, to: number, emit: (from: number, to: number) => void): void {
  const size = to - from;
  if (size === 0) return;
  if (size < CUT_MIN || size > CUT_MAX || !cover(scan, from, to)) {
    emit(from, to);
    return;
  }
  const cuts: number[] = [];
  for (let end = size; end > 0; end = begins[end] as number) cuts.push(end);
  let at = from;
  for (const end of cuts.reverse()) {
    emit(at, from + end);
    at = from + end;
  }
}

/** Fills counts and begins; false when the run should stay whole: it holds a digit, is itself a known word, or cannot be covered. */
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
      if (end - start < 2 || (end - start > WORD_MAX && end < size)) continue;
      if (((words.marks[words.find(key, 0, length, hash)] as number) & TAG_WORD) === 0) continue;
      if (end - start === size) return false;
      const count = (counts[start] as number) + 1;
      if (counts[end] !== 0 && count >= (counts[end] as number)) continue;
      counts[end] = count;
      begins[end] = start;
    }
  }
  return counts[size] !== 0;
}
