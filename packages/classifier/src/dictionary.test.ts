import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ABBREVIATION, BALLOT, Dictionary } from "./dictionary.ts";
import { hashText } from "./hash.ts";

function units(text: string): Uint16Array {
  return Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
}

describe("a dictionary", () => {
  it("finds every text it was given by one number, and no other text, through all growth", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 40 }), (texts) => {
        const words = new Dictionary();
        const entries = new Map(texts.slice(1).map((text) => [text, words.add(text)]));
        for (let i = 0; i < 3_000; i += 1) words.add(`filler ${i}`);
        expect(new Set(entries.values()).size).toBe(entries.size);
        for (const [text, entry] of entries) {
          expect(words.add(text)).toBe(entry);
          expect(words.texts[entry]).toBe(text);
          expect(words.find(units(`<${text}>`), 1, text.length, hashText(text))).toBe(entry);
        }
        expect(words.findText(texts[0] as string)).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  it("does not take a word for another with the same hash", () => {
    const words = new Dictionary();
    words.add("pilih");
    expect(words.find(units("tolak"), 0, 5, hashText("pilih"))).toBe(0);
  });

  it("marks a word in all its spellings, and only it", () => {
    const words = new Dictionary();
    words.addColloquial("nmr", "nomor");
    const entry = words.mark("nomor", ABBREVIATION);
    words.mark("nomor", BALLOT);
    expect(words.marks[entry]).toBe(ABBREVIATION | BALLOT);
    expect(words.marks[words.findText("nmr")]).toBe(ABBREVIATION | BALLOT);
    expect(words.usual[words.findText("nmr")]).toBe(entry);
    expect(words.marks[words.add("lain")]).toBe(0);
  });
});
