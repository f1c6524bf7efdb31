import { squash, usualSpelling } from "../src/normalize.ts";

/** One folded character of a word and where it stood in the original text. */
export interface RawChar {
  readonly text: string;
  readonly at: number;
  readonly end: number;
  readonly upper: boolean;
  readonly digit: boolean;
}

/** Cuts a hashtag at capitals, digits and underscores, then runs of small letters at known words. The plain counterpart of `cutTag`. */
export function cutReferenceTag(chars: readonly RawChar[], isKnown: (word: string) => boolean): RawChar[][] {
  const parts: RawChar[][] = [[]];
  const isLone = (i: number): boolean => {
    const [before, after] = [chars[i - 1], chars[i + 1]];
    if (before === undefined || after === undefined || before.text === "_") return false;
    return !before.digit && !after.digit && !before.upper && !after.upper;
  };
  for (const [i, char] of chars.entries()) {
    const before = chars[i - 1];
    const after = chars[i + 1];
    if (char.text === "_") {
      parts.push([]);
      continue;
    }
    const isEndOfCapitals = char.upper && before?.upper === true && after !== undefined && !after.upper && !after.digit && after.text !== "_";
    const isEdgeOfDigits = before !== undefined && char.digit !== before.digit && !isLone(char.digit ? i : i - 1);
    if ((char.upper && before?.upper === false) || isEndOfCapitals || isEdgeOfDigits) parts.push([]);
    parts.at(-1)?.push(char);
  }
  return parts.filter((part) => part.length > 0).flatMap((part) => cutRun(part, isKnown));
}

function cutRun(part: RawChar[], isKnown: (word: string) => boolean): RawChar[][] {
  if (part.length < 5 || part.length > 48 || part.some((char) => char.digit)) return [part];
  const isWord = (from: number, to: number): boolean => {
    const letters = part.slice(from, to).map((char) => char.text);
    return isKnown(usualSpelling(squash(letters.join(""))));
  };
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
  const ends = best[part.length] ?? [part.length];
  return ends.map((end, i) => part.slice(ends[i - 1] ?? 0, end));
}
