import { classOf, DIGIT, DIGITS, DROP, foldOf, LETTER, LETTERS, MARK, several } from "./fold.ts";
import { ADDRESS_ENDINGS } from "./normalize.ts";
import type { Scan } from "./scan.ts";

/** How many units of vanishing characters a word may hide behind. */
const HIDDEN_MAX = 8;
const STOP = 0x2e;
const SLASH = 0x2f;
const AT = 0x40;
const UNDERSCORE = 0x5f;
/** How many units of a word are looked at to tell a sentence from an address. */
const WORD_MAX = 24;

/** True when a letter or digit comes next, looking through a few characters that vanish. */
export function isWordAhead({ units, end }: Scan, from: number): boolean {
  let at = from;
  while (at < end && at <= from + HIDDEN_MAX) {
    const fold = foldOf(codeAt(units, at));
    const kind = classOf(fold);
    if (kind !== DROP) return kind === LETTER || kind === DIGIT || kind === LETTERS || kind === DIGITS;
    at += widthAt(units, at);
  }
  return false;
}

/** True when what follows a full stop without a space begins a sentence: a word of two letters and more that is no part of "detik.com", "budi.santoso@", "a.b.c". */
export function isSentenceAhead(scan: Scan, from: number): boolean {
  const { units, end } = scan;
  let letters = 0;
  let word = "";
  for (let at = from; at < end && at < from + WORD_MAX; at += widthAt(units, at)) {
    const fold = foldOf(codeAt(units, at));
    const kind = classOf(fold);
    if (kind === DROP) continue;
    if (kind === DIGIT || kind === DIGITS) {
      if (letters === 0) return false;
    } else if (kind === LETTER || kind === LETTERS) letters += 1;
    else {
      const mark = kind === MARK ? fold & 0x1fffff : 0;
      if (mark === AT || mark === SLASH || mark === UNDERSCORE || (mark === STOP && isWordAhead(scan, at + 1))) return false;
      break;
    }
    word += kind === LETTERS || kind === DIGITS ? several(fold) : String.fromCodePoint(fold & 0x1fffff);
  }
  return letters > 1 && !ADDRESS_ENDINGS.has(word);
}

/** The code point at a place; a lone surrogate is itself. */
export function codeAt(units: Uint16Array, at: number): number {
  const unit = units[at] as number;
  if (widthAt(units, at) === 1) return unit;
  return ((unit & 0x3ff) << 10) + ((units[at + 1] as number) & 0x3ff) + 0x10000;
}

/** 2 for a surrogate pair, else 1. */
export function widthAt(units: Uint16Array, at: number): number {
  return ((units[at] as number) & 0xfc00) === 0xd800 && ((units[at + 1] as number) & 0xfc00) === 0xdc00 ? 2 : 1;
}

/** True at "http://", "https://" and "www.", in any case. */
export function startsLink(units: Uint16Array, at: number): boolean {
  if (isLetter(units, at, 0x77)) return isLetter(units, at + 1, 0x77) && isLetter(units, at + 2, 0x77) && units[at + 3] === STOP;
  if (!isLetter(units, at, 0x68) || !isLetter(units, at + 1, 0x74) || !isLetter(units, at + 2, 0x74) || !isLetter(units, at + 3, 0x70)) return false;
  const colon = isLetter(units, at + 4, 0x73) ? at + 5 : at + 4;
  return units[colon] === 0x3a && units[colon + 1] === 0x2f && units[colon + 2] === 0x2f;
}

/** Where a link that begins at `at` ends: at white space, or with the text. */
export function linkEnd({ units, end }: Scan, at: number): number {
  let stop = at;
  while (stop < end && (units[stop] as number) > 0x20 && units[stop] !== 0xa0) stop += 1;
  return stop;
}

function isLetter(units: Uint16Array, at: number, small: number): boolean {
  return ((units[at] as number) | 0x20) === small;
}
