import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ReferenceText, referenceTokenize } from "../test/reference-tokenize.ts";
import { TAG_WORD } from "./dictionary.ts";
import { foldChar, foldOf, foldText } from "./fold.ts";
import { Scan } from "./scan.ts";
import { scanText } from "./scan-text.ts";
import { readTokens, type Token } from "./tokenize.ts";
import { newDictionary } from "./word-list.ts";

const KNOWN = ["tirta", "sekar", "menang", "ayo", "kita", "pilih", "tidak", "aman", "manis"];
const words = newDictionary();
for (const word of KNOWN) words.mark(word, TAG_WORD);
const scan = new Scan(words);
const known = { isEntry: (word: string): boolean => words.findText(word) !== 0, isTagWord: (word: string): boolean => KNOWN.includes(word) };

// Everything the scanner treats apart, so that fast-check puts it side by side.
const PIECES = [
  ..."#@aB2_.'\"?!,( \n-…’“ßİıéＡａ一ก",
  ..."103٣⑩ﬁ㌖ʼ",
  "\u200b",
  "\u00ad",
  "\ud83d",
  "\ude00",
  "\0",
  "👍🏽",
  "2️⃣",
  "10⃣",
  "🇮🇩",
  "❤️",
  "𝗖",
  "𝗵",
  "𐐀",
  "𐐨𐐨",
  "e\u0301",
  "https://",
  "WWW.",
  "lah",
  "nya",
  "pun",
  "annya",
  "insyaallah",
  "c0bl0s",
  "orang2",
  "pilih02",
  "4yo",
  "aman1",
  "1pilih",
  "m4n1sny4",
  "m3nangannya",
  "no2",
  "No. ",
  "Dr.",
  "aaa",
  "aa",
  "p.i.l.i.h",
  " a b c d",
  "p-i*l|i_h",
  "p  i  l  i  h",
  "a  y  o",
  " a y o ",
  "a.y.o",
  "4 y o",
  " p i l i h 2",
  "2 p 1 l 1 h",
  "k p i l i h",
  "p i l i h k",
  "m a n i s n y a",
  "a n n y a",
  "an'nya",
  " a,b,c,d",
  "1 2 3 4",
  "gmn",
  "gk",
  "menang",
  "MENANG",
  "Tirta",
  "tirtasekarmenang",
  "#tirtasekarmenang",
  "#AyoKITAPilih2",
  "#tIRtAMenANg",
  "#aMAn",
  "#G",
  "#sEKarGK",
  "tiket.Kerja",
  "tiket.kerja",
  "detik.com",
  "budi.santoso@",
  "a.b/",
  ".Xy",
  "ᴘɪʟɪʜ",
  "@a.b_c",
  "__",
  "кот",
];
const anyText = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 18 }).map((parts) => parts.join("")),
  fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.constantFrom(...KNOWN)), { maxLength: 18 }).map((parts) => parts.join(" ")),
  fc.string({ unit: "binary", maxLength: 80 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80 }).map((units) => String.fromCharCode(...units)),
);

function read(text: string): ReferenceText {
  scanText(scan, text, text.length);
  const { scan: _, tokens, tags, ...rest } = readTokens(scan);
  return { ...rest, tokens: tokens.map(spread), tags: tags.map((tag, row) => ({ ...tag, key: scan.pool.text(scan.tagRaws[row] as number) })) };
}

/** A token with everything it only makes when asked. */
function spread({ kind, key, others, plain, start, end, sentence, clause, quote, colloquial, stretched, caps, initial, tag }: Token): Token {
  return { kind, key, others, plain, start, end, sentence, clause, quote, colloquial, stretched, caps, initial, tag };
}

describe("the scanner", () => {
  it("reads any text as the plain tokenizer does, whatever it read before", () => {
    fc.assert(
      fc.property(anyText, (text) => void expect(read(text)).toEqual(referenceTokenize(text, known))),
      { numRuns: 4_000 },
    );
  });

  it("gives every plain word the place that cuts it out of the text", () => {
    const plainWord = fc.stringMatching(/^[bcdfgjklmprstvxyz][aeiou][A-Za-z]{0,9}$/);
    fc.assert(
      fc.property(fc.array(plainWord, { minLength: 1, maxLength: 20 }), fc.constantFrom(" ", ", ", "! ", "\n", " 👍 ", " — "), (written, between) => {
        const text = written.join(between);
        const cut = read(text).tokens.filter(({ kind }) => kind === "word");
        expect(cut.map(({ start, end }) => text.slice(start, end))).toEqual(written);
      }),
    );
  });

  it("finds a known word by its entry and nothing else by accident", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { maxLength: 12 }), (written) => {
        scanText(scan, written.join(" "), 10_000);
        const { tokens } = readTokens(scan);
        for (const [row, token] of tokens.entries()) {
          const entry = scan.entries[row] as number;
          expect(entry === 0 ? 0 : words.usual[entry]).toBe(words.findText(token.key));
        }
      }),
    );
  });

  it("has a table that says what folding a single character says", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x10ffff }), (code) => {
        if (code >= 0xd800 && code <= 0xdfff) return;
        foldOf(code);
        expect(foldText(String.fromCodePoint(code))).toBe(foldChar(code).text);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    "a",
    " ",
    "#",
    "@",
    "😂",
    "\u200b",
    "a.",
    '"',
    "#a",
    "aB#",
    "a ",
    "1 ",
    "a'",
    "http://",
    "2️⃣",
    "ﬁ",
    "\ud83d",
    "#\u200b",
    "a b, ",
    "a b ",
    "a  b  ",
    "1 a ",
    "aB",
    "#aBc",
    "abc.Def",
    "abc.\u200b",
    "4yo ",
    "ka'",
  ])("takes time in proportion to the length of %j repeated", (piece) => {
    const long = new Scan(words);
    const time = (length: number): number => {
      const text = piece.repeat(length / piece.length);
      let best = Number.POSITIVE_INFINITY;
      for (let round = 0; round < 3; round += 1) {
        const { user, system } = process.cpuUsage();
        scanText(long, text, text.length);
        const used = process.cpuUsage({ user, system });
        best = Math.min(best, used.user + used.system);
      }
      return Math.max(best, 1);
    };
    time(200_000);
    // Eight times the text; a square would need 64 times as long.
    expect(time(200_000) / Math.max(time(25_000), 100)).toBeLessThan(24);
  });
});
