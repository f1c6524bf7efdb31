import { describe, expect, it } from "vitest";
import { oddTexts } from "./corpus/odd-texts.ts";
import { BareTrie } from "./matchers/bare-trie.ts";
import { normalise } from "./matchers/chain.ts";
import { ngramMap } from "./matchers/off-the-shelf.ts";
import { newRandom } from "./random.ts";

const TERMS = ["pilih", "nomor dua", "dua", "dua jari kita", "coblos", "#pilih", "god", "02", "kita", "kita menang bersama"];
const trie = new BareTrie(TERMS);
/** What is found, as it stands in the text. */
const found = (text: string): string[] => {
  trie.count(text);
  return trie.spans().map(({ start, end }) => text.slice(start, end));
};

describe("the string normaliser", () => {
  it.each([
    ["PILIH  yang\nini!", " pilih yang ini "],
    ["p\u200bilih 𝗽𝗶𝗹𝗶𝗵 ｐｉｌｉｈ", " pilih pilih pilih "],
    ["c0bl0s 02 mantaaap", " coblos 02 mantap "],
    ["a#b ## c@ d", " a #b c d "],
    ["", " "],
  ])("reads %j", (text, normal) => {
    expect(normalise(text)).toBe(normal);
  });
});

describe("the bare trie", () => {
  it.each([
    ["Ayo PILIH nomor dua!", ["PILIH", "nomor dua", "dua"]],
    ["𝗽𝗶𝗹𝗶𝗵 c0bl0s g00d", ["𝗽𝗶𝗹𝗶𝗵", "c0bl0s", "g00d"]],
    ["piliiih", ["piliiih"]],
    ["#pilih pilihan", ["#pilih"]],
    ["02, 0 2", ["02"]],
    ["dua jari kita menang bersama", ["dua", "dua jari kita", "kita", "kita menang bersama"]],
    ["dua-jari\nkita", ["dua", "dua-jari\nkita", "kita"]],
    ["", []],
    ["\ud83d", []],
  ])("finds in %j what a reader finds", (text, terms) => {
    expect(found(text)).toEqual(terms);
  });

  it("agrees with split and Map on texts that try every corner", () => {
    const map = ngramMap(TERMS);
    const order = (text: string, matcher: { list: BareTrie["list"] }): string[] =>
      matcher
        .list(text)
        .map(({ term, first }) => `${first} ${term}`)
        .sort();
    let hits = 0;
    for (const text of oddTexts({ count: 3_000, terms: TERMS, random: newRandom(1) })) {
      expect(order(text, trie), JSON.stringify(text)).toEqual(order(text, map));
      hits += trie.hitCount;
    }
    expect(hits).toBeGreaterThan(1_000);
  });

  it("points at stretches of the text that read as the term", () => {
    for (const text of oddTexts({ count: 1_000, terms: TERMS, random: newRandom(2) })) {
      trie.count(text);
      for (const { term, start, end } of trie.spans()) expect(normalise(text.slice(start, end))).toContain(` ${TERMS[term]} `);
    }
  });
});
