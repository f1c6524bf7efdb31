import { expect, test } from "vitest";
import { placeOf, shareEnd, ticksTo, weeksSince } from "./scale.ts";

test.each([
  [0, [0, 1]],
  [3, [0, 1, 2, 3]],
  [7, [0, 2, 4, 6, 8]],
  [52, [0, 20, 40, 60]],
  [200, [0, 50, 100, 150, 200]],
  [1234, [0, 500, 1000, 1500]],
])("ticks up to %i are whole and even", (most, ticks) => expect(ticksTo(most)).toEqual(ticks));

test("an axis of shares ends at the next tick that is written, from a fifth to the whole, beyond the largest limit", () => {
  expect([[], [0.05], [0.29], [0.31], [0.5], [0.51], [0.8], [0.87], [1]].map(shareEnd)).toEqual([0.2, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1]);
  expect([placeOf(0.1, 0.4), placeOf(0.9, 0.4), placeOf(-1, 0.4)]).toEqual([0.25, 1, 0]);
});

test("a day stands within its week by Jakarta's calendar", () => {
  expect(weeksSince("2029-09-23T17:00:00.000Z", "2029-09-24")).toBe(0);
  expect(weeksSince("2029-09-23T17:00:00.000Z", "2029-10-01")).toBe(1);
  expect(weeksSince("2029-09-23T17:00:00.000Z", "2029-09-27")).toBeCloseTo(3 / 7);
});
