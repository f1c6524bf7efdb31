/** Digits as the letters they resemble; 2 resembles none. */
export const LEET = "oi2easgtbg";

/**
 * The usual way to normalise, step by step with string functions: width, styled letters and marks, case, separators to one space, # and @ kept on their
 * token, digits in words to letters, runs of a letter to one. What comes out begins and ends with a space; the empty text gives one space.
 */
export function normalise(text: string): string {
  const folded = text
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]+/gu, "")
    .toLowerCase();
  const words = folded
    .replace(/[^\p{L}0-9#@]+/gu, " ")
    .replace(/[#@]+(?=([\p{L}0-9])?)/gu, (sigils: string, next?: string) => (next === undefined ? " " : ` ${sigils.at(-1)}`))
    .replace(/(?:[0-9]+\p{L}|\p{L}+[0-9])[\p{L}0-9]*/gu, unleet)
    .replace(/(\p{L})\1+/gu, "$1");
  return ` ${words} `.replace(/ {2,}/g, " ");
}

function unleet(word: string): string {
  return word.replace(/[0-9]/g, (digit) => LEET[Number(digit)]!);
}
