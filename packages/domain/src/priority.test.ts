import { expect, it } from "vitest";
import { readingPriority } from "./priority.ts";

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
