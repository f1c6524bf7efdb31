// @NOTE The package's main entry reads ./.env and prints; the sub-path does not.

import stemmers from "natural/lib/natural/stemmers/index.js";
import rootWords from "natural/lib/natural/stemmers/indonesian/data/kata-dasar.json" with { type: "json" };

const roots = new Set<string>(rootWords);

/** True for a root word of the Indonesian dictionary that comes with the stemmer (about 30,000, MIT): an alias that is one is also an everyday word. */
export function isRootWord(word: string): boolean {
  return roots.has(word);
}

const memo = new Map<string, string>();
const MEMO_MAX = 50_000;

/**
 * Indonesian stem of a lower-case word: "mendukung", "dukungan" → "dukung". Nazief-Adriani style, from the package `natural`.
 *
 * Words of 4 letters or fewer, longer than 24, or with anything but a-z come back unchanged. Memoised (30 µs uncached); the memo is bounded, never changes an answer.
 */
export function stemWord(word: string): string {
  if (word.length <= 4 || word.length > 24 || !/^[a-z]+$/.test(word)) return word;
  let stem = memo.get(word);
  if (stem === undefined) {
    stem = stemmers.StemmerId.stem(word);
    if (memo.size >= MEMO_MAX) memo.clear();
    memo.set(word, stem);
  }
  return stem;
}
