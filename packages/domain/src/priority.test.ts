import { describe, expect, it } from "vitest";
import { readingPriority, WAITING } from "./priority.ts";

it.each([
  ["the same words weigh more the closer the vote", "before_determination", 40],
  ["once the candidates are determined", "determined", 50],
  ["in the campaign", "campaign", 60],
  ["in the quiet days", "quiet", 70],
  ["and no more after the vote", "after_vote", 40],
])("%s", (_rule, stage, priority) => {
  expect(readingPriority({ tier: "text", scoreTenths: 40, stage })).toBe(priority);
});

it("what carries no words of its own comes after every text, however high it scored", () => {
  const context = readingPriority({ tier: "context", scoreTenths: 9_999, stage: "quiet" });
  const weakest = readingPriority({ tier: "text", scoreTenths: -500, stage: "before_watch" });
  expect(context).toBeLessThan(weakest);
});

it("no score leaves the range that the list's sort key has room for", () => {
  expect(readingPriority({ tier: "text", scoreTenths: 1_000_000, stage: "quiet" })).toBe(9_999);
});

describe("a text that waits", () => {
  /** Where it stands: larger is read sooner. */
  const place = (weight: number, hoursLeft: number, says: "fresh" | "repeat" = "fresh"): number =>
    weight + (WAITING.find(({ withinHours }) => hoursLeft <= withinHours)?.[says] ?? Number.NaN);
  const [WEEK, TWO_DAYS, ONE_DAY, LATE] = [168, 48, 24, -1];
  const [STRONG, WEAK] = [9_999, 1];

  it("is read sooner as its deadline comes near, whether it is new or not", () => {
    for (const says of ["fresh", "repeat"] as const) {
      const places = [WEEK, TWO_DAYS, ONE_DAY, LATE].map((hours) => place(100, hours, says));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(new Set(places).size).toBe(places.length);
    }
  });

  it("comes after everything new while it repeats another and has days to spare, the heavier repeat first", () => {
    expect(place(STRONG, WEEK, "repeat")).toBeLessThan(place(WEAK, WEEK));
    expect(place(STRONG, WEEK, "repeat")).toBeGreaterThan(place(WEAK, WEEK, "repeat"));
  });

  it("comes by its weight again two days before its deadline, one step of urgency after a new one", () => {
    expect(place(100, TWO_DAYS, "repeat")).toBe(place(100, WEEK));
    expect(place(100, ONE_DAY, "repeat")).toBe(place(100, TWO_DAYS));
    expect(place(100, LATE, "repeat")).toBe(place(100, ONE_DAY));
  });

  it("comes before what carries no words of its own, to which nothing is added", () => {
    expect(place(WEAK, WEEK, "repeat")).toBeGreaterThan(readingPriority({ tier: "context", scoreTenths: 9_999, stage: "quiet" }));
  });
});
