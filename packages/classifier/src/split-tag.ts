import { squash, usualSpelling } from "./normalize.ts";

/** One folded character of a word and where it stood in the original text. */
export interface RawChar {
  readonly text: string;
  readonly at: number;
  readonly end: number;
  readonly upper: boolean;
  readonly digit: boolean;
}

/** Cuts a hashtag at capitals, digits and underscores, then lower-case runs at known words. */
export function splitTag(chars: readonly RawChar[], isKnown: (word: string) => boolean): RawChar[][] {
  const parts: RawChar[][] = [[]];
  for (let i = 0; i < chars.length; i += 1) {
    const char = chars[i] as RawChar;
    const before = chars[i - 1];
    const after = chars[i + 1];
    const isSingleLeet = char.digit && before && after && !before.digit && !after.digit && before.text !== "_" && !after.upper && !before.upper;
    const cut =
      before !== undefined &&
      ((char.upper && !before.upper) ||
        (char.upper && before.upper && after !== undefined && !after.upper && !after.digit && after.text !== "_") ||
        (char.digit !== before.digit && !isSingleLeet && !(before.digit && wasLeet(chars, i - 1))));
    if (char.text === "_") {
      parts.push([]);
      continue;
    }
    if (cut) parts.push([]);
    parts.at(-1)?.push(char);
  }
  return parts.filter((part) => part.length > 0).flatMap((part) => segment(part, isKnown));
}

function wasLeet(chars: readonly RawChar[], i: number): boolean {
  const char = chars[i];
  const before = chars[i - 1];
  const after = chars[i + 1];
  return (
    char?.digit === true &&
    before !== undefined &&
    after !== undefined &&
    !before.digit &&
    !after.digit &&
    !before.upper &&
    !after.upper &&
    before.text !== "_"
  );
}

const SEGMENT_MAX = 48;

function segment(part: RawChar[], isKnown: (word: string) => boolean): RawChar[][] {
  if (part.length < 5 || part.length > SEGMENT_MAX || part.some((char) => char.digit)) return [part];
  const raw = part.map((char) => char.text);
  const keyOf = (from: number, to: number): string => usualSpelling(squash(raw.slice(from, to).join("")));
  if (isKnown(keyOf(0, part.length))) return [part];
  // best[i] = fewest known words covering the first i letters.
  const best: ({ count: number; from: number } | undefined)[] = [{ count: 0, from: 0 }];
  for (let to = 1; to <= part.length; to += 1) {
    for (let from = Math.max(0, to - 16); from < to - 1; from += 1) {
      const head = best[from];
      if (head === undefined || !isKnown(keyOf(from, to))) continue;
      const current = best[to];
      if (current === undefined || head.count + 1 < current.count) best[to] = { count: head.count + 1, from };
    }
  }
  if (best[part.length] === undefined) return [part];
  const cuts: RawChar[][] = [];
  for (let to = part.length; to > 0; ) {
    const { from } = best[to] as { from: number };
    cuts.unshift(part.slice(from, to));
    to = from;
  }
  return cuts;
}
