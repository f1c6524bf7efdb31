import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addPattern, findAll, newTrie } from "./match.ts";
import { tokenize } from "./tokenize.ts";
import { newDictionary } from "./word-list.ts";

interface Row {
  readonly name: string;
  readonly terms: readonly (string | { readonly stem: string })[];
  readonly text: string;
  readonly found: readonly string[];
}

const rows: Row[] = [
  { name: "one word", terms: ["coblos"], text: "ayo coblos sekarang", found: ["coblos"] },
  { name: "a word inside another is not the word", terms: ["pilih"], text: "pilihan", found: [] },
  { name: "a phrase", terms: ["jangan lupa"], text: "Jangan  lupa!", found: ["Jangan  lupa"] },
  { name: "nested terms are both found", terms: ["hak pilih", "pilih"], text: "hak pilih", found: ["hak pilih", "pilih"] },
  { name: "overlapping terms are both found", terms: ["mari kita", "kita pilih"], text: "mari kita pilih", found: ["mari kita", "kita pilih"] },
  { name: "a phrase does not cross a sentence", terms: ["jangan lupa"], text: "Jangan. Lupa", found: [] },
  { name: "punctuation inside a phrase is no hindrance", terms: ["beda pilihan"], text: "beda-pilihan", found: ["beda-pilihan"] },
  { name: "emoji", terms: ["👍"], text: "ok 👍🏽", found: ["👍"] },
  { name: "slang in term and text", terms: ["tidak pilih"], text: "gk milih", found: ["gk milih"] },
  {
    name: "a stem matches its family",
    terms: [{ stem: "dukung" }],
    text: "pendukungnya mendukung dukungan",
    found: ["pendukungnya", "mendukung", "dukungan"],
  },
  { name: "an n that squashing takes with -nya is given back", terms: ["dukungan"], text: "dukungannya", found: ["dukungannya"] },
  { name: "a stem in chat spelling", terms: [{ stem: "bohong" }], text: "boong b0hong", found: ["boong", "b0hong"] },
  { name: "clitics fall away", terms: ["amanah"], text: "amanahlah", found: ["amanahlah"] },
  { name: "nothing in nothing", terms: ["a"], text: "", found: [] },
];

describe("matcher", () => {
  it.each(rows)("$name", ({ terms, text, found }) => {
    const words = newDictionary();
    const trie = newTrie<string>(words);
    for (const term of terms) addPattern(trie, typeof term === "string" ? term : term.stem, "x", typeof term !== "string");
    const { tokens, scan } = tokenize(text, words);
    const spans = findAll(trie, scan).map(({ first, last }) => text.slice(tokens[first]?.start, tokens[last]?.end));
    expect(spans.sort()).toEqual([...found].sort());
  });

  it("lets a slot stand for a stretch of tokens", () => {
    const words = newDictionary();
    const trie = newTrie<string>(words);
    addPattern(trie, "asal bukan {candidate}", "x");
    const { scan } = tokenize("asal bukan Pak Tirta Buana", words);
    const slots = { candidate: new Map([[2, [{ first: 2, last: 4 }]]]), number: new Map() };
    expect(findAll(trie, scan, slots)).toMatchObject([{ first: 0, last: 4, slot: { first: 2, last: 4 } }]);
  });

  it("finds what looking at every place finds, and its offsets cut it out of the text", () => {
    const word = fc.constantFrom("bakar", "dekat", "gelas", "jarum", "kelapa", "lemari", "melati", "nelayan", "sapu", "tikar");
    const phrase = fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(" "));
    fc.assert(
      fc.property(fc.uniqueArray(phrase, { maxLength: 12 }), fc.array(word, { maxLength: 25 }), (terms, written) => {
        const words = newDictionary();
        const trie = newTrie<string>(words);
        for (const term of terms) addPattern(trie, term, term);
        const text = written.join(" ");
        const { tokens, scan } = tokenize(text, words);
        const found = findAll(trie, scan);
        for (const { payload, first, last } of found) expect(text.slice(tokens[first]?.start, tokens[last]?.end)).toBe(payload);
        const places = written.flatMap((_, i) =>
          terms.filter((term) => `${written.slice(i).join(" ")} `.startsWith(`${term} `)).map((term) => `${i} ${term}`),
        );
        expect(found.map(({ payload, first }) => `${first} ${payload}`).sort()).toEqual(places.sort());
      }),
      { numRuns: 300 },
    );
  });

  it("refuses a term that holds nothing to match", () => {
    expect(addPattern(newTrie<string>(newDictionary()), "—", "x")).toBe(false);
  });
});
