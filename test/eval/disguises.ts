import { type WrittenPart, writtenParts } from "./written-parts.ts";

/** What a disguise may use besides the text. */
export interface DisguiseContext {
  /** 0 to 1, seeded. */
  readonly random: () => number;
  /** Places of the words that a reading stands on, in UTF-16 units, end exclusive. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
}

/** A way to write a text differently so that people read it the same. */
export interface Disguise {
  readonly name: string;
  /** `letters` is measured besides; the promise is about the other four. */
  readonly group: "case" | "elongation" | "spacing" | "leetspeak" | "letters";
  /** Ballot numbers, links and handles stay as they are; hashtags too, except for case: in other letters they would be other hashtags. */
  apply(text: string, context: DisguiseContext): string;
}

const LEET: Readonly<Record<string, string>> = { a: "4", i: "1", e: "3", o: "0", s: "5" };
const CYRILLIC: Readonly<Record<string, string>> = { a: "а", e: "е", o: "о", p: "р", c: "с", x: "х", i: "і" };
const ZERO_WIDTH = "\u200b";
/** Shorter words are not spelled out: two letters apart are not read as a word. */
const SPELLED_MIN = 3;

const eachWord = (text: string, write: (word: string, nth: number) => string): string => {
  let out = "";
  let nth = 0;
  for (const part of writtenParts(text)) {
    out += part.kind === "word" ? write(part.text, nth) : part.text;
    if (part.kind === "word") nth += 1;
  }
  return out;
};
const isPlain = (word: string, min: number): boolean => word.length >= min && /^[a-z]+$/i.test(word);
const recase = (text: string, write: (letter: string) => string): string =>
  writtenParts(text)
    .map((part) => (part.kind === "rest" ? part.text : part.text.replace(/[a-z]/gi, write)))
    .join("");
const withLetters = (word: string, table: Readonly<Record<string, string>>): string =>
  word.replace(/[a-z]/gi, (letter) => table[letter.toLowerCase()] ?? letter);
const shiftedBy = (offsets: { readonly small: number; readonly capital: number }) => (text: string) =>
  eachWord(text, (word) =>
    word.replace(/[a-z]/gi, (letter) => {
      const code = letter.charCodeAt(0);
      return String.fromCodePoint(code >= 0x61 ? code - 0x61 + offsets.small : code - 0x41 + offsets.capital);
    }),
  );

/** "c0bl05": every such letter of words that keep two others; "saya" would be "54y4", which is not read the same. */
function leet(word: string): string {
  const kept = word.replace(/[aieos]/gi, "").length;
  return isPlain(word, 3) && kept >= 2 ? withLetters(word, LEET) : word;
}

/** "c0blos": only letters with letters on both sides. */
const leetInside = (word: string): string => (isPlain(word, 4) ? (word[0] as string) + withLetters(word.slice(1, -1), LEET) + word.slice(-1) : word);

/** "mantaaap": the last vowel, as people stretch. Abbreviations in capitals are not stretched. */
function stretch(word: string): string {
  if (!isPlain(word, 3) || (word.length <= 4 && word === word.toUpperCase())) return word;
  return word.replace(/[aeiou](?=[^aeiou]*$)/i, (vowel) => vowel + vowel.toLowerCase().repeat(3));
}

const isLetter = (part: WrittenPart | undefined): boolean => part?.kind === "word" && part.text.length === 1;

/** Spells out the words that the reading stands on; beside another one, or beside a word of one letter, the gap is wider, else nobody could read them. */
function spellOut(text: string, { spans }: DisguiseContext, between: string): string {
  const parts = writtenParts(text);
  const isSpelled = (part: WrittenPart | undefined): boolean =>
    part !== undefined &&
    part.kind === "word" &&
    isPlain(part.text, SPELLED_MIN) &&
    spans.some(({ start, end }) => start <= part.start && part.start + part.text.length <= end);
  return parts
    .map((part, i) => {
      if (isSpelled(part)) return [...part.text].join(between);
      if (part.text !== " ") return part.text;
      const [before, after] = [parts[i - 1], parts[i + 1]];
      const isCrowded = (isSpelled(before) && (isSpelled(after) || isLetter(after))) || (isSpelled(after) && isLetter(before));
      return isCrowded ? "   " : " ";
    })
    .join("");
}

/** "Ayo , pilih dia ." → "Ayo,pilih dia.": not between digits ("1, 2" is a list, "1,2" a figure), and not behind a handle or a link, which would grow. */
function closeUp(text: string): string {
  return text.replace(/(\S*) *([,.!?;:]+) *(?=(\S?))/g, (whole, before: string, marks: string, after: string) => {
    if (/[@/]|www/.test(before) || /\d$/.test(before) || /[\d@#]/.test(after) || after === "" || !/[\p{L}\p{N}]$/u.test(before)) return whole;
    return before + marks;
  });
}

/** Every disguise that is measured, each written by hand from how people disguise words, not from what the classifier undoes. */
export const DISGUISES: readonly Disguise[] = [
  {
    name: "random capitals",
    group: "case",
    apply: (text, { random }) => recase(text, (letter) => (random() < 0.5 ? letter.toUpperCase() : letter.toLowerCase())),
  },
  { name: "all capitals", group: "case", apply: (text) => recase(text, (letter) => letter.toUpperCase()) },
  {
    name: "a vowel stretched in every third word",
    group: "elongation",
    apply: (text, { random }) => {
      const first = Math.floor(random() * 3);
      return eachWord(text, (word, nth) => (nth % 3 === first ? stretch(word) : word));
    },
  },
  { name: "the reading's words spelled out, p i l i h", group: "spacing", apply: (text, context) => spellOut(text, context, " ") },
  { name: "the reading's words dotted, p.i.l.i.h", group: "spacing", apply: (text, context) => spellOut(text, context, ".") },
  { name: "no spaces around punctuation", group: "spacing", apply: closeUp },
  { name: "doubled spaces", group: "spacing", apply: (text) => text.replaceAll(" ", "  ") },
  { name: "dots at the end", group: "spacing", apply: (text) => `${text}...` },
  { name: "leetspeak inside words", group: "leetspeak", apply: (text) => eachWord(text, leetInside) },
  { name: "leetspeak, every letter", group: "leetspeak", apply: (text) => eachWord(text, leet) },
  {
    name: "zero-width spaces inside words",
    group: "letters",
    apply: (text) => eachWord(text, (word) => (word.length < 4 ? word : word.slice(0, 2) + ZERO_WIDTH + word.slice(2))),
  },
  { name: "full-width letters", group: "letters", apply: shiftedBy({ small: 0xff41, capital: 0xff21 }) },
  { name: "bold mathematical letters", group: "letters", apply: shiftedBy({ small: 0x1d5ee, capital: 0x1d5d4 }) },
  {
    name: "Cyrillic look-alikes",
    group: "letters",
    apply: (text) => eachWord(text, (word) => word.replace(/[a-z]/g, (letter) => CYRILLIC[letter] ?? letter)),
  },
];
