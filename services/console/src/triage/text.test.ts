import type { SignalView } from "@netra/service-api/contract";
import { describe, expect, test } from "vitest";
import { revealHidden } from "./hidden-characters.ts";
import { cutPieces, splitSpans } from "./spans.ts";
import { diffWords } from "./word-diff.ts";

const signal = (n: number, start: number, end: number, tenths = 10): SignalView => ({
  n,
  side: n > 0 ? "for" : "against",
  spans: [{ start, end }],
  words: "",
  why: { id: "", en: "" },
  ruleId: "r",
  lexicons: [],
  sources: [],
  judged: [],
  tenths,
});

describe("a text cut at its signals", () => {
  const text = "Pilih nomor dua 🙏 ya";

  test("gives the text back when joined", () => {
    const pieces = splitSpans(text, [signal(1, 6, 15), signal(-1, 19, 21)]);
    expect(pieces.map((piece) => piece.text).join("")).toBe(text);
    expect(pieces.filter((piece) => piece.signal !== null).map((piece) => [piece.signal?.n, piece.text])).toEqual([
      [1, "nomor dua"],
      [-1, "ya"],
    ]);
  });

  test("draws the heavier of two that overlap", () => {
    const pieces = splitSpans(text, [signal(1, 0, 11, 10), signal(2, 6, 15, 40)]);
    expect(pieces.filter((piece) => piece.signal !== null).map((piece) => piece.signal?.n)).toEqual([2]);
  });

  test("survives offsets outside the text", () => {
    expect(splitSpans("abc", [signal(1, 2, 99), signal(2, -4, 0), signal(3, 50, 60)]).map((piece) => piece.text)).toEqual(["ab", "c"]);
  });

  test("cut where words of the picture begin, keeps every mark at its place and a crossing one on both sides", () => {
    const { before, after } = cutPieces(splitSpans(text, [signal(1, 6, 15), signal(-1, 19, 21)]), 12);
    const shown = (pieces: typeof before) => pieces.map((piece) => [piece.start, piece.text, piece.signal?.n ?? null, piece.ends]);
    expect(shown(before)).toEqual([
      [0, "Pilih ", null, false],
      [6, "nomor ", 1, false],
    ]);
    expect(shown(after)).toEqual([
      [12, "dua", 1, true],
      [15, " 🙏 ", null, false],
      [19, "ya", -1, true],
    ]);
    expect(cutPieces(splitSpans(text, []), 0).before).toEqual([]);
    expect(cutPieces(splitSpans(text, []), text.length).after).toEqual([]);
  });

  test("is one plain piece without signals, and nothing without text", () => {
    expect(splitSpans("abc", []).length).toBe(1);
    expect(splitSpans("", [signal(1, 0, 1)])).toEqual([]);
  });
});

describe("hidden characters", () => {
  test("become their codes and leave the text", () => {
    expect(revealHidden("no\u200bmor \u202edua")).toEqual([
      { text: "no" },
      { code: "U+200B" },
      { text: "mor " },
      { code: "U+202E" },
      { text: "dua" },
    ]);
  });

  test("stay where they hold an emoji together", () => {
    expect(revealHidden("👩‍👧 ❤️ 👩🏽‍🌾")).toEqual([{ text: "👩‍👧 ❤️ 👩🏽‍🌾" }]);
  });

  test("leave lines and tabs alone", () => expect(revealHidden("a\n\tb\r\nc")).toEqual([{ text: "a\n\tb\r\nc" }]));
});

describe("the difference of two versions", () => {
  const rebuild = (changes: ReturnType<typeof diffWords>, without: string) =>
    changes
      .filter((change) => change.kind !== without)
      .map((change) => change.text)
      .join("");

  test.each([
    ["Bismillah, sudah mantap nomor dua 🙏", "Bismillah, sehat selalu 🙏"],
    ["", "baru"],
    ["lama", ""],
    ["sama saja", "sama saja"],
    ["a b c d", "a c b d"],
  ])("gives both back: %j → %j", (before, after) => {
    const changes = diffWords(before, after);
    expect([rebuild(changes, "inserted"), rebuild(changes, "removed")]).toEqual([before, after]);
  });

  test("marks only what changed", () => {
    expect(diffWords("kami netral kok", "kami selalu netral kok").filter((change) => change.kind !== "same")).toEqual([
      { kind: "inserted", text: "selalu " },
    ]);
  });

  test("stays quick on texts longer than a phone should compare", () => {
    const [before, after] = ["a b ".repeat(4000), "c d ".repeat(4000)];
    expect(rebuild(diffWords(before, after), "removed")).toBe(after);
  });
});
