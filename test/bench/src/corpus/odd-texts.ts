import type { Random } from "../random.ts";

const PIECES = [
  " ",
  "  ",
  ".",
  "#",
  "@",
  "##",
  "_",
  "-",
  "'",
  "\n",
  "\u200b",
  "\u200d",
  "\ufe0f",
  "\u0301",
  "\ud83d",
  "\udc4d",
  "👍🏽",
  "🇮🇩",
  "２",
  "②",
  "ﬁ",
  "½",
  "İ",
  "ß",
  "Ⅳ",
  "0",
  "1",
  "22",
  "а",
  "e\u0301",
  "가",
  "ا",
  "\u0000",
  "\u{10428}",
  "\u{e0041}",
];

/** Texts that try every corner of a normaliser, with terms among odd pieces, so that there is something to find. */
export function oddTexts({ count, terms, random }: { count: number; terms: readonly string[]; random: Random }): string[] {
  const style = (term: string): string => {
    const way = random.below(6);
    if (way === 0) return term.toUpperCase();
    if (way === 1) return [...term].join(random.pick(["\u200b", "\u0301", ""]));
    if (way === 2) return term.replace(/[a-z]/g, (letter) => String.fromCodePoint(0x1d41a + letter.charCodeAt(0) - 97));
    if (way === 3) return term.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
    if (way === 4) return term.replace(/o/g, "0").replace(/a/g, "44");
    return term;
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 2 + random.below(20) }, () => (random.chance(0.4) ? style(random.pick(terms)) : random.pick(PIECES))).join(
      random.chance(0.5) ? " " : "",
    ),
  );
}
