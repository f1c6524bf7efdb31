import { HASH_PRIME, HASH_SEED } from "./dictionary.ts";
import { FOLDS } from "./fold.ts";
import { LEET } from "./normalize.ts";
import { CAPS, HAS_RAW, INITIAL, JOINED, KIND, type Scan, SINGLE, WORD } from "./scan.ts";

const RUN_MIN = 4;
const LETTERS_MIN = 3;
const COMMA = 0x2c;

/** "p.i.l.i.h" and "p i l i h": four or more single characters, evenly spaced, at least three of them letters, become one word. Linear. */
export function joinSpelledOut(scan: Scan): void {
  let out = 0;
  let row = 0;
  while (row < scan.count) {
    const last = runEnd(scan, row);
    if (last - row + 1 >= RUN_MIN && lettersIn(scan, row, last) >= LETTERS_MIN) {
      join(scan, row, last, out);
      out += 1;
      row = last + 1;
      continue;
    }
    // No shorter part of a failed run can succeed, but its last token may begin another.
    const stop = Math.max(last, row + 1);
    for (; row < stop; row += 1, out += 1) if (out !== row) scan.move(row, out);
  }
  scan.count = out;
}

/** Last row of the evenly spaced run of single characters that begins at `row`. */
function runEnd(scan: Scan, row: number): number {
  const { units, starts, ends, flags, count } = scan;
  if (((flags[row] as number) & SINGLE) === 0) return row;
  const space = units[ends[row] as number];
  let last = row;
  while (last + 1 < count && ((flags[last + 1] as number) & SINGLE) !== 0) {
    const end = ends[last] as number;
    if ((starts[last + 1] as number) - end !== 1 || units[end] !== space || space === COMMA) break;
    last += 1;
  }
  return last;
}

function lettersIn({ flags }: Scan, first: number, last: number): number {
  let letters = 0;
  for (let row = first; row <= last; row += 1) if (((flags[row] as number) & KIND) === WORD) letters += 1;
  return letters;
}

function join(scan: Scan, first: number, last: number, out: number): void {
  const { key, words, pool } = scan;
  const raw = pool.length;
  let length = 0;
  let hash = HASH_SEED;
  let initials = INITIAL;
  for (let row = first; row <= last; row += 1) {
    const letter = singleOf(scan, row);
    initials &= scan.flags[row] as number;
    pool.add(letter);
    if (length > 0 && key[length - 1] === letter && letter > 0x39) continue;
    key[length] = letter;
    length += 1;
    hash = Math.imul(hash ^ letter, HASH_PRIME);
  }
  pool.seal();
  const end = scan.ends[last] as number;
  const entry = words.find(key, 0, length, hash);
  if (out !== first) scan.move(first, out);
  scan.ends[out] = end;
  scan.flags[out] = WORD | JOINED | ((scan.flags[out] as number) & INITIAL) | (initials !== 0 ? CAPS : 0);
  scan.entries[out] = entry;
  scan.setRaw(out, raw);
  scan.marks |= words.marks[entry] as number;
}

/** The one character of a token, digits read as letters. */
function singleOf({ flags, raws, pool, units, starts }: Scan, row: number): number {
  const isKept = ((flags[row] as number) & HAS_RAW) !== 0;
  const code = isKept ? (pool.units[raws[row] as number] as number) : (FOLDS[units[starts[row] as number] as number] as number) & 0xffff;
  return code >= 0x30 && code <= 0x39 ? (LEET[code - 0x30] as number) : code;
}
