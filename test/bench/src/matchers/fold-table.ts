/** What a code point is, in bits 24–27 of a fold. */
export const DIGIT = 2;
export const SIGIL = 3;
export const BREAK = 4;
export const DROP = 5;
/** Folds to several code points; `several` has them. */
export const SEVERAL = 6;
const LETTER = 1;
const LETTER_SIGN = 1 << 31;
const KNOWN = 0x20000;

/** Folds of the first two planes, filled as they are met: 0 is "not yet", negative is a letter whose code point is in bits 0–20. */
export const FOLDS = new Int32Array(KNOWN);
const severals: (readonly number[])[] = [];

/** The fold of a code point. */
export function foldOf(code: number): number {
  if (code >= KNOWN) return pack(code);
  const known = FOLDS[code]!;
  if (known !== 0) return known;
  const packed = pack(code);
  FOLDS[code] = packed;
  return packed;
}

/** The code points behind a fold of class SEVERAL. */
export function several(fold: number): readonly number[] {
  return severals[fold & 0xffffff]!;
}

/** The class of a fold. */
export function classOf(fold: number): number {
  return (fold >>> 24) & 15;
}

function pack(code: number): number {
  if (code >= 0xd800 && code <= 0xdfff) return BREAK << 24;
  const folded = String.fromCodePoint(code)
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]+/gu, "")
    .toLowerCase();
  const points = [...folded].map((char) => char.codePointAt(0)!);
  if (points.length === 0) return DROP << 24;
  if (points.length > 1) {
    severals.push(points);
    return (SEVERAL << 24) | (severals.length - 1);
  }
  const point = points[0]!;
  if (/^\p{L}$/u.test(folded)) return LETTER_SIGN | (LETTER << 24) | point;
  if (folded >= "0" && folded <= "9") return (DIGIT << 24) | point;
  if (folded === "#" || folded === "@") return (SIGIL << 24) | point;
  return BREAK << 24;
}
