import { bareEntry, NO_CLITIC } from "./bare-entry.ts";
import { BREAK, CAPITAL, classOf, EMOJI, FOLDS, foldOf, MARK } from "./fold.ts";
import { HASH_PRIME, HASH_SEED } from "./hash.ts";
import { ASCII, CAPS, HAS_OTHERS, INITIAL, type Scan, SINGLE, STRETCHED, WORD } from "./scan.ts";
import { IS_CAPITAL } from "./word-buffer.ts";

const SPACE = 0x20;
const APOSTROPHE = 0x27;
const UNDERSCORE = 0x5f;
const LETTER_N = 0x6e;

/**
 * Reads a word of ordinary letters that begins at `start`, which nearly every word is: folds, squashes, hashes and looks it up in one go. Returns where it stopped.
 *
 * When something follows that needs a second look (a digit, an apostrophe, a styled letter), the letters are handed to the word buffer instead.
 */
export function readPlainWord(scan: Scan, start: number): number {
  const { units, key, words } = scan;
  const first = FOLDS[units[start] as number] as number;
  let fold = first;
  let every = first;
  let at = start;
  let length = 0;
  let last = 0;
  let hash = HASH_SEED;
  // The zero behind the text ends the last word.
  do {
    const letter = fold & 0xffff;
    if (letter !== last) {
      key[length] = letter;
      length += 1;
      hash = Math.imul(hash ^ letter, HASH_PRIME);
      last = letter;
    }
    every &= fold;
    at += 1;
    fold = FOLDS[units[at] as number] as number;
    // Without "| 0" the compiler takes the fold for any number, and the loop for a slow one.
    if (fold === 0) fold = foldOf(units[at] as number) | 0;
  } while (fold < 0);
  if (goesOn(fold)) {
    handOver(scan, start, at);
    return at;
  }
  const count = at - start;
  // Whether a word begins with a capital cannot be guessed, by a processor either: so bits are moved, not asked for.
  let flags = WORD | ((first >>> 25) & INITIAL) | ((every >>> 22) & ASCII);
  if (count > 1) flags |= (every >>> 26) & CAPS;
  if (length !== count) flags |= STRETCHED;
  if (length === 1 && count !== 2) flags |= SINGLE;
  const entry = words.find(key, 0, length, hash);
  // "dukungannya": squashing takes an n that belongs to the word.
  const isDoubled = length !== count && foldedAt(units, at - 3) === LETTER_N && foldedAt(units, at - 4) === LETTER_N;
  const bare = bareEntry(scan, length, entry, isDoubled);
  const row = scan.push(start, at, bare === NO_CLITIC ? flags : flags | HAS_OTHERS, entry);
  if (bare > 0) scan.addBare(row, bare);
  // The space behind a word ends nothing any more.
  return units[at] === SPACE ? at + 1 : at;
}

/** True when what follows the letters may belong to the word. */
function goesOn(fold: number): boolean {
  const kind = classOf(fold);
  if (kind === BREAK || kind === EMOJI) return false;
  const mark = fold & 0x1fffff;
  return kind !== MARK || mark === APOSTROPHE || mark === UNDERSCORE;
}

function handOver({ units, word }: Scan, start: number, end: number): void {
  for (let i = start; i < end; i += 1) {
    const fold = FOLDS[units[i] as number] as number;
    word.append(fold & 0xffff, i, i + 1, (fold & CAPITAL) !== 0 ? IS_CAPITAL : 0);
  }
}

function foldedAt(units: Uint16Array, at: number): number {
  return (FOLDS[units[at] as number] as number) & 0xffff;
}
