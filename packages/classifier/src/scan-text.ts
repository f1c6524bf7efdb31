import { CAPITAL, classOf, DIGIT, DIGITS, DROP, EMOJI, FOLDS, foldOf, LETTER, LETTERS, MARK, several } from "./fold.ts";
import { joinSpelledOut, SPELLED_MIN } from "./join-spelled.ts";
import { codeAt, linkEnd, startsLink, widthAt } from "./look-ahead.ts";
import { readPlainWord } from "./plain-word.ts";
import { readMark } from "./read-mark.ts";
import { KEYCAP, NUMBER, PICTURE, type Scan, SINGLE } from "./scan.ts";
import { readWord } from "./scan-word.ts";
import { IS_CAPITAL, IS_DIGIT } from "./word-buffer.ts";
import { findKey } from "./word-key.ts";

const LETTER_H = 0x68;
const LETTER_W = 0x77;

/**
 * Reads the first `limit` units of a text into `scan`: one pass that folds, squeezes, hashes and looks up every token. Any string is valid.
 *
 * Cost: linear, whatever the text; nothing is allocated beyond columns that grow once.
 */
export function scanText(scan: Scan, text: string, limit: number): void {
  scan.load(text, limit);
  const { units, word, end } = scan;
  let at = 0;
  while (at < end) {
    const fold = FOLDS[units[at] as number] as number;
    // A letter, and nothing waits in the word buffer.
    if (fold < 0 && word.length === 0 && word.sigil === 0 && !mayBeLink(fold)) at = readPlainWord(scan, at);
    else at = readOther(scan, at);
  }
  readWord(scan);
  // A quotation that never closes is a stray mark, not a quotation.
  if (scan.quote !== 0) scan.quoteLengths[scan.quote] = 0;
  if (scan.singles >= SPELLED_MIN) joinSpelledOut(scan);
}

function mayBeLink(fold: number): boolean {
  const letter = fold & 0xffff;
  return letter === LETTER_H || letter === LETTER_W;
}

/** Reads one character of any kind, or a link. Returns where reading goes on. */
function readOther(scan: Scan, at: number): number {
  const { units, word } = scan;
  const fold = foldOf(codeAt(units, at));
  const next = at + widthAt(units, at);
  switch (classOf(fold)) {
    case LETTER:
      if (word.length === 0 && mayBeLink(fold)) {
        if (startsLink(units, at)) {
          scan.links += 1;
          return linkEnd(scan, at);
        }
        if (word.sigil === 0 && next === at + 1) return readPlainWord(scan, at);
      }
      word.append(fold & 0x1fffff, at, next, (fold & CAPITAL) !== 0 ? IS_CAPITAL : 0);
      return next;
    case LETTERS:
      for (const letter of several(fold)) word.append(letter.codePointAt(0) as number, at, next, (fold & CAPITAL) !== 0 ? IS_CAPITAL : 0);
      return next;
    case DIGIT:
      word.append(fold & 0x1fffff, at, next, IS_DIGIT);
      return readKeycap(scan, at, next);
    case DIGITS:
      for (const digit of several(fold)) word.append(digit.charCodeAt(0), at, next, IS_DIGIT);
      return readKeycap(scan, at, next);
    case EMOJI:
      readWord(scan);
      scan.key[0] = units[at] as number;
      scan.key[1] = units[at + 1] as number;
      scan.push(at, next, PICTURE, findKey(scan, next - at));
      return next;
    case MARK:
      readMark(scan, fold & 0x1fffff, at);
      return next;
    case DROP:
      return next;
    default:
      // White space, signs, half of a surrogate pair.
      readWord(scan);
      return next;
  }
}

/** A keycap is a number of its own: the digit just read, U+FE0F perhaps, U+20E3. Returns where reading goes on. */
function readKeycap(scan: Scan, at: number, next: number): number {
  const { units, word, pool } = scan;
  const skip = units[next] === 0xfe0f ? 1 : 0;
  if (units[next + skip] !== 0x20e3) return next;
  const digit = word.codes[word.length - 1] as number;
  word.length -= 1;
  readWord(scan);
  const raw = pool.length;
  pool.add(digit);
  pool.seal();
  scan.key[0] = digit;
  const row = scan.push(at, next + skip + 1, NUMBER | KEYCAP | SINGLE, findKey(scan, 1));
  scan.setRaw(row, raw);
  return next + skip + 1;
}
