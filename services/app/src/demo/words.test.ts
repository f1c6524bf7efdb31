import { describe, expect, it } from "vitest";
import { mulberry32, seedOf, shuffled } from "./random.ts";
import { fillTemplate } from "./words.ts";

describe("filling a template", () => {
  it("puts words into slots and takes one of several ways to say it", () => {
    const words = { pak: "Pak Contoh", kampung: "Manggar|Gantung" };
    expect(fillTemplate("{pak} {pagi|sore} di {kampung}", words, () => 0)).toBe("Pak Contoh pagi di Manggar");
    expect(fillTemplate("{pak} {pagi|sore} di {kampung}", words, () => 0.99)).toBe("Pak Contoh sore di Gantung");
  });

  it("refuses a slot that has no word, and names it", () => {
    expect(() => fillTemplate("halo {pka}", { pak: "Pak Contoh" }, () => 0)).toThrow(/\{pka\}.*words\.ts/);
  });
});

describe("seeded numbers", () => {
  it("are the same for the same seed and spread over [0, 1)", () => {
    const [first, again, other] = [seedOf("a", 1), seedOf("a", 1), seedOf("a", 2)].map((seed) => Array.from({ length: 1_000 }, mulberry32(seed)));
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(Math.min(...(first ?? []))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...(first ?? []))).toBeLessThan(1);
    const mean = (first ?? []).reduce((sum, number) => sum + number, 0) / 1_000;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.05);
  });

  it("shuffle without losing or doubling anything", () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    const mixed = shuffled(items, mulberry32(1));
    expect(mixed).not.toEqual(items);
    expect(mixed.toSorted((a, b) => a - b)).toEqual(items);
  });
});
