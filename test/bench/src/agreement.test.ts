import { describe, expect, it } from "vitest";
import { AgreementCount, compareHits, LOST_OVERLAP } from "./agreement.ts";
import { kindOf } from "./netra-kinds.ts";

// Term 0 is one word, term 1 two.
const words = [1, 2];
const at = (term: number, first: number): { term: number; first: number } => ({ term, first });

describe("comparing hits", () => {
  it("finds nothing where matchers agree, in any order", () => {
    expect(compareHits({ yardstick: [at(0, 3), at(1, 0)], other: [at(1, 0), at(0, 3)], semantics: "places", words })).toEqual([]);
  });

  it("tells a hit too many and a hit too few, and knows no reason", () => {
    expect(compareHits({ yardstick: [at(0, 0)], other: [at(0, 1)], semantics: "places", words })).toEqual([
      { term: 0, kind: null },
      { term: 0, kind: null },
    ]);
  });

  it("does not ask a matcher for places that it cannot give", () => {
    expect(compareHits({ yardstick: [at(0, 2), at(0, 5)], other: [at(0, -1)], semantics: "terms", words })).toEqual([]);
    expect(compareHits({ yardstick: [at(0, 2)], other: [at(1, -1)], semantics: "terms", words })).toHaveLength(2);
  });

  it("excuses a lost hit only where it overlaps one that was kept", () => {
    const lost = (first: number) => compareHits({ yardstick: [at(1, 4), at(0, first)], other: [at(1, 4)], semantics: "apart", words });
    expect(lost(5)).toEqual([{ term: 0, kind: LOST_OVERLAP }]);
    expect(lost(6)).toEqual([{ term: 0, kind: null }]);
    expect(lost(3)).toEqual([{ term: 0, kind: null }]);
  });

  it("never excuses a hit too many", () => {
    expect(compareHits({ yardstick: [at(1, 4)], other: [at(1, 4), at(0, 4)], semantics: "apart", words })).toEqual([{ term: 0, kind: null }]);
  });

  it("adds posts up", () => {
    const count = new AgreementCount("one");
    count.add(2, []);
    count.add(3, [
      { term: 0, kind: "known" },
      { term: 1, kind: "known" },
      { term: 1, kind: null },
    ]);
    expect(count.result()).toEqual({ matcher: "one", posts: 2, hits: 5, same: 1, kinds: { known: 2 }, unexplained: 1 });
  });
});

describe("why the classifier may find other terms", () => {
  const kind = (text: string, slice: string, term = slice): string | null => {
    const start = text.indexOf(slice);
    return kindOf({ text, start, end: start + slice.length, term, isStem: false });
  };

  it.each([
    ["menang #KitaMenang", "Menang", "hashtags"],
    ["lihat https://contoh.test/kita ya", "kita", "links"],
    ["orang2 kita", "orang", "digits"],
    ["bo'ong sekali", "bo", "apostrophe"],
    ["ini kita. menang", "kita. menang", "end of a sentence"],
    ["yg penting", "yg", "colloquial"],
    ["dukungannya kuat", "dukungannya", "-nya"],
    ["p i l i h dia", "p i l i h", "one by one"],
    ["pіlih dia", "pіlih", "look like Latin"],
  ])("knows the kind of %j", (text, slice, part) => {
    expect(kind(text, slice)).toContain(part);
  });

  it("has no excuse for a plain word", () => {
    expect(kind("ayo menang bersama", "menang")).toBeNull();
    expect(kind("ayo #maju menang bersama", "menang")).toBeNull();
  });
});
