import { below, NOISE, NOISE_KINDS, type NoiseKind, pick, type Random } from "./hostile-noise.ts";
import type { HostileWords } from "./hostile-words.ts";

/** Pure noise; real words with noise between them; real words with noise inside them. */
export type TextKind = NoiseKind | "words" | "words among noise" | "disguised words";

/** Kinds in the order in which they take turns: five of twelve turns hold words. */
export const TEXT_KINDS: readonly TextKind[] = [
  ...NOISE_KINDS,
  "words",
  "words among noise",
  "words among noise",
  "disguised words",
  "disguised words",
];

const FILLERS =
  "yang di dan ini itu kita saya untuk pagi hari jalan kerja kok ya sih tidak bukan jangan apakah katanya anak sekolah hujan guru pasar".split(" ");
const GAPS = [" ", " ", " ", " ", "  ", "\n", ", ", ". ", "! ", "? ", " - ", "", '"', " & ", "…"];
const LEET: Readonly<Record<string, string>> = { a: "4", i: "1", e: "3", o: "0", s: "5", g: "9", t: "7", b: "8" };
const DRAWN: Readonly<Record<string, string>> = { a: "а", e: "е", o: "о", p: "р", c: "с", x: "х", i: "і", t: "τ", u: "υ" };
const HIDDEN = ["\u200b", "\u200d", "\u00ad", "\u0301", "\u0336\u0336", "\u202e", "\ufe0f", "\u{1f3fd}"];

/** One text of a kind, `least` to `most` UTF-16 units long, shorter ones more often. The same random numbers give the same text. */
export function hostileText(random: Random, kind: TextKind, { words, least, most }: { words: HostileWords; least: number; most: number }): string {
  const length = least + Math.floor(random() ** 3 * (most - least + 1));
  let out = "";
  while (out.length < length) out += piece(random, kind, words);
  // The cut may fall in the middle of a pair: that is one of the things to try.
  return out.slice(0, length);
}

function piece(random: Random, kind: TextKind, words: HostileWords): string {
  switch (kind) {
    case "words":
      return word(random, words) + pick(random, GAPS);
    case "words among noise":
      return random() < 0.7 ? word(random, words) + (random() < 0.7 ? pick(random, GAPS) : "") : NOISE[pick(random, NOISE_KINDS)](random);
    case "disguised words":
      return disguise(random, word(random, words)) + (random() < 0.9 ? pick(random, GAPS) : "");
    default:
      return NOISE[kind](random);
  }
}

/** A term with its slots filled, a name, a tag, a number, or a word of every day. */
function word(random: Random, words: HostileWords): string {
  switch (below(random, 8)) {
    case 0:
    case 1:
      return pick(random, words.names);
    case 2:
      return pick(random, words.tags);
    case 3:
      return pick(random, words.numbers);
    case 4:
      return pick(random, FILLERS);
    default:
      return pick(random, words.terms)
        .replaceAll("{candidate}", () => pick(random, random() < 0.7 ? words.names : words.numbers))
        .replaceAll("{number}", () => pick(random, words.numbers));
  }
}

function disguise(random: Random, text: string): string {
  switch (below(random, 9)) {
    case 0:
      return eachLetter(text, (letter) => (random() < 0.5 ? letter.toUpperCase() : letter));
    case 1:
      return eachLetter(text, (letter) => (random() < 0.2 ? letter.repeat(2 + below(random, 3)) : letter));
    case 2:
      return [...text].join(pick(random, [" ", ".", "-", "_", "\u00a0", "  ", "*"]));
    case 3:
      return eachLetter(text, (letter) => (random() < 0.6 ? (LEET[letter.toLowerCase()] ?? letter) : letter));
    case 4:
      return eachLetter(text, (letter) => (random() < 0.4 ? letter + pick(random, HIDDEN) : letter));
    case 5:
      return eachLetter(text, (letter) => DRAWN[letter] ?? letter);
    case 6:
      return text.replace(/[a-z]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) - 0x61 + pick(random, [0xff41, 0x1d5ee, 0x1d41a])));
    case 7: {
      // Broken anywhere, also inside an emoji.
      const at = below(random, text.length + 1);
      return text.slice(0, at) + NOISE[pick(random, NOISE_KINDS)](random) + text.slice(at);
    }
    default:
      return `#${text.replaceAll(" ", pick(random, ["", "_"]))}`;
  }
}

const eachLetter = (text: string, write: (letter: string) => string): string => text.replace(/[a-z]/gi, write);
