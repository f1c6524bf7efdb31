import { bareEntry, NO_CLITIC } from "./bare-entry.ts";
import { FOLDS } from "./fold.ts";
import { LEET } from "./normalize.ts";
import { CAPS, HAS_OTHERS, HAS_RAW, INITIAL, JOINED, KIND, NUMBER, type Scan, SINGLE, WORD } from "./scan.ts";
import { findKey } from "./word-key.ts";

/** Fewest characters of a word spelled out, and then the dictionary must know it. */
export const SPELLED_MIN = 3;
/** From here on a word nobody knows is joined too, if it has so many letters. */
const UNKNOWN_MIN = 4;
const UNKNOWN_LETTERS_MIN = 3;
const LETTERS_MIN = 2;
const GAP_MAX = 3;
const COMMA = 0x2c;
const LETTER_N = 0x6e;

/** Rows of a word, both included. */
interface Span {
  readonly first: number;
  readonly last: number;
}

/**
 * "p.i.l.i.h", "p i l i h", "p  i  l  i  h" and "p-i-l-i-h" become one word: evenly spaced single characters, three when the dictionary knows the word,
 * else four and more. Linear: a run is looked up five times at most.
 */
export function joinSpelledOut(scan: Scan): void {
  let out = 0;
  let row = 0;
  while (row < scan.count) {
    const last = runEnd(scan, row);
    const word = last === row ? null : wordIn(scan, { first: row, last });
    // No other part of the run can succeed, but its last token may begin another.
    const stop = word === null ? Math.max(last, row + 1) : word.first;
    for (; row < stop; row += 1, out += 1) if (out !== row) scan.move(row, out);
    if (word === null) continue;
    join(scan, word, out);
    out += 1;
    row = word.last + 1;
  }
  scan.count = out;
}

/** Last row of the evenly spaced run of single characters that begins at `row`: between any two the same sign or space, one to three times. */
function runEnd(scan: Scan, row: number): number {
  const { units, starts, ends, flags, count } = scan;
  if (((flags[row] as number) & SINGLE) === 0) return row;
  const between = units[ends[row] as number] as number;
  const width = (starts[row + 1] as number) - (ends[row] as number);
  if (row + 1 === count || width < 1 || width > GAP_MAX || between === COMMA) return row;
  let last = row;
  while (last + 1 < count && ((flags[last + 1] as number) & SINGLE) !== 0) {
    const end = ends[last] as number;
    if ((starts[last + 1] as number) - end !== width) break;
    let same = 0;
    while (same < width && units[end + same] === between) same += 1;
    if (same < width) break;
    last += 1;
  }
  return last;
}

/** The word that a run spells, or null. A number beside it ("n o m o r 2") is no part of it unless only it makes a word, and neither is a word of one letter. */
function wordIn(scan: Scan, run: Span): Span | null {
  if (run.last - run.first + 1 < SPELLED_MIN) return null;
  let { first, last } = run;
  while (first <= last && isNumber(scan, first)) first += 1;
  while (last > first && isNumber(scan, last)) last -= 1;
  const size = last - first + 1;
  const letters = lettersIn(scan, first, last);
  if (letters < LETTERS_MIN) return null;
  const word = { first, last };
  if (size >= SPELLED_MIN && isKnown(scan, word)) return word;
  if (size < run.last - run.first + 1 && isKnown(scan, run)) return run;
  if (size < UNKNOWN_MIN || letters < UNKNOWN_LETTERS_MIN) return null;
  const behind = { first: first + 1, last };
  if (isKnown(scan, behind)) return behind;
  const before = { first, last: last - 1 };
  return isKnown(scan, before) ? before : word;
}

function isNumber({ flags }: Scan, row: number): boolean {
  return ((flags[row] as number) & KIND) === NUMBER;
}

function lettersIn({ flags }: Scan, first: number, last: number): number {
  let letters = 0;
  for (let row = first; row <= last; row += 1) if (((flags[row] as number) & KIND) === WORD) letters += 1;
  return letters;
}

/** True when the dictionary knows the joined word, as it is or without a clitic. "p.s.s" is not the word "ps". */
function isKnown(scan: Scan, word: Span): boolean {
  const length = spell(scan, word);
  if (length < SPELLED_MIN) return false;
  const entry = findKey(scan, length);
  return entry !== 0 || bareEntry(scan, length, entry, endsInDoubled(scan, word)) > 0;
}

function join(scan: Scan, word: Span, out: number): void {
  const { pool, words } = scan;
  const raw = pool.length;
  let initials = INITIAL;
  for (let row = word.first; row <= word.last; row += 1) {
    initials &= scan.flags[row] as number;
    pool.add(singleOf(scan, row));
  }
  pool.seal();
  const length = spell(scan, word);
  const entry = findKey(scan, length);
  const bare = bareEntry(scan, length, entry, endsInDoubled(scan, word));
  const end = scan.ends[word.last] as number;
  if (out !== word.first) scan.move(word.first, out);
  scan.ends[out] = end;
  scan.flags[out] = WORD | JOINED | ((scan.flags[out] as number) & INITIAL) | (initials !== 0 ? CAPS : 0) | (bare === NO_CLITIC ? 0 : HAS_OTHERS);
  scan.entries[out] = entry;
  if (bare > 0) scan.addBare(out, bare);
  scan.setRaw(out, raw);
  scan.marks |= words.marks[entry] as number;
}

/** Writes the letters of a run into the key, squashed. Returns the key's length. */
function spell(scan: Scan, { first, last }: Span): number {
  const { key } = scan;
  let length = 0;
  for (let row = first; row <= last; row += 1) {
    const letter = singleOf(scan, row);
    if (length > 0 && key[length - 1] === letter && letter > 0x39) continue;
    key[length] = letter;
    length += 1;
  }
  return length;
}

/** The one character of a token, digits read as letters. */
function singleOf({ flags, raws, pool, units, starts }: Scan, row: number): number {
  const isKept = ((flags[row] as number) & HAS_RAW) !== 0;
  const code = isKept ? (pool.units[raws[row] as number] as number) : (FOLDS[units[starts[row] as number] as number] as number) & 0xffff;
  return code >= 0x30 && code <= 0x39 ? (LEET[code - 0x30] as number) : code;
}

/** "-n n y a": squashing takes an n that belongs to the word. */
function endsInDoubled(scan: Scan, { first, last }: Span): boolean {
  return last - first > 3 && singleOf(scan, last - 2) === LETTER_N && singleOf(scan, last - 3) === LETTER_N;
}
