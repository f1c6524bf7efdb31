import type { Random } from "../random.ts";

/** Shares of posts in which one word is written that way, and of posts with an emoji; those of posts in the wild as far as they were counted. */
export const SHARES = { emoji: 0.15, bold: 0.02, leet: 0.03, stretched: 0.03, capitals: 0.02 } as const;

const EMOJI = ["😂", "🙏", "👍", "❤️", "🔥", "😭", "💪🏽", "👏", "😡", "🇮🇩", "✌️", "🤣"];
const DIGITS: Readonly<Record<string, string>> = { a: "4", e: "3", g: "9", i: "1", o: "0", s: "5", t: "7", b: "8" };

/** Writes a post the way some people do. The words stay the same words to a reader who folds. */
export function disguise(words: readonly string[], random: Random): string[] {
  const out = [...words];
  const change = (share: number, write: (word: string) => string): void => {
    if (!random.chance(share)) return;
    const at = random.below(out.length);
    const word = out[at]!;
    if (/^[a-z]{4,}$/i.test(word)) out[at] = write(word);
  };
  change(SHARES.bold, bold);
  change(SHARES.leet, (word) => word.replace(/[aegiostb]/gi, (letter) => DIGITS[letter.toLowerCase()]!));
  change(SHARES.stretched, (word) => word + word.at(-1)!.repeat(2 + random.below(5)));
  change(SHARES.capitals, (word) => word.toUpperCase());
  if (random.chance(SHARES.emoji)) out.splice(random.below(out.length + 1), 0, random.pick(EMOJI).repeat(1 + random.below(3)));
  return out;
}

/** Mathematical bold letters: U+1D400 on for capitals, U+1D41A on for small ones. */
function bold(word: string): string {
  return word.replace(/[a-z]/gi, (letter) => {
    const code = letter.charCodeAt(0);
    return String.fromCodePoint(code < 97 ? 0x1d400 + code - 65 : 0x1d41a + code - 97);
  });
}
