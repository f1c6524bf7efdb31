import type { Random } from "../random.ts";

const STARTS = ["b", "c", "d", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "w", "y", "ng", "ny", "pr", "tr", "kr", ""];
const VOWELS = ["a", "i", "u", "e", "o", "a", "a", "ai"];
const ENDS = ["", "", "", "n", "ng", "k", "r", "s", "t", "h", "m", "l"];

/** A word of two to four syllables that nobody uses, and that sounds as if somebody did. */
export function madeWord(random: Random): string {
  let word = "";
  for (let left = 2 + random.below(3); left > 0; left -= 1) word += random.pick(STARTS) + random.pick(VOWELS) + (left === 1 ? random.pick(ENDS) : "");
  return word;
}
