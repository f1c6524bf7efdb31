import { squash, usualSpelling } from "../src/normalize.ts";
import type { KnownWords } from "./reference-tokenize.ts";

/** One folded character of a word and where it stood in the original text. */
export interface RawChar {
  readonly text: string;
  readonly at: number;
  readonly end: number;
  readonly upper: boolean;
  readonly digit: boolean;
}

/** Cuts a hashtag at underscores, digits and capitals, then runs of small letters at known words. The plain counterpart of `cutTag`. */
export function cutReferenceTag(chars: readonly RawChar[], words: KnownWords): RawChar[][] {
  const isLone = (i: number): boolean => {
    const [before, after] = [chars[i - 1], chars[i + 1]];
    if (before === undefined || after === undefined || before.text === "_") return false;
    return !before.digit && !after.digit && !before.upper && !after.upper;
  };
  const runs: RawChar[][] = [[]];
  for (const [i, char] of chars.entries()) {
    const before = chars[i - 1];
    if (char.text === "_") {
      runs.push([]);
      continue;
    }
    if (before !== undefined && char.digit !== before.digit && !isLone(char.digit ? i : i - 1)) runs.push([]);
    runs.at(-1)?.push(char);
  }
  return runs.filter((run) => run.length > 0).flatMap((run) => cutAtCapitals(run, chars, words));
}

function cutAtCapitals(run: RawChar[], chars: readonly RawChar[], words: KnownWords): RawChar[][] {
  const parts: RawChar[][] = [[]];
  for (const [i, char] of run.entries()) {
    const after = chars[chars.indexOf(char) + 1];
    const isEndOfCapitals = after !== undefined && !after.upper && !after.digit && after.text !== "_";
    if (i > 0 && char.upper && (!run[i - 1]?.upper || isEndOfCapitals)) parts.push([]);
    parts.at(-1)?.push(char);
  }
  const isCrumb = (part: RawChar[]): boolean => part.length === 1 || (part.length === 2 && !words.isEntry(squash(textOf(part))));
  const cut = parts.length > 1 && parts.some(isCrumb) ? cutAtWords(run, words) : undefined;
  return cut ?? parts.flatMap((part) => (part.length < 5 ? [part] : (cutAtWords(part, words) ?? [part])));
}

/** The fewest known words that cover a run, or undefined. */
function cutAtWords(part: RawChar[], words: KnownWords): RawChar[][] | undefined {
  if (part.length > 48 || part.some((char) => char.digit)) return undefined;
  const isWord = (from: number, to: number): boolean => words.isTagWord(usualSpelling(squash(textOf(part.slice(from, to)))));
  if (isWord(0, part.length)) return [part];
  // best[i]: the fewest known words that cover the first i letters, as their ends.
  const best: (number[] | undefined)[] = [[]];
  for (let to = 1; to <= part.length; to += 1) {
    for (let from = Math.max(0, to - 16); from < to - 1; from += 1) {
      const head = best[from];
      if (head === undefined || (best[to] !== undefined && head.length + 1 >= (best[to] as number[]).length) || !isWord(from, to)) continue;
      best[to] = [...head, to];
    }
  }
  const ends = best[part.length];
  return ends?.map((end, i) => part.slice(ends[i - 1] ?? 0, end));
}

function textOf(chars: readonly RawChar[]): string {
  return chars.map(({ text }) => text).join("");
}
