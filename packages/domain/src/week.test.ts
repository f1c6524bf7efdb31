import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCalendarDay, jakartaDay, weekOf, weekSpan } from "./week.ts";

const instants = fc.date({ min: new Date("1970-01-05T00:00:00Z"), max: new Date("2199-12-25T00:00:00Z"), noInvalidDate: true });

describe("the ISO week of an instant", () => {
  it.each([
    ["2026-11-21T12:00:00Z", "2026-W47"],
    // The Thursday decides the year.
    ["2024-12-30T00:00:00+07:00", "2025-W01"],
    ["2024-12-29T23:59:59+07:00", "2024-W52"],
    ["2027-01-03T23:59:59+07:00", "2026-W53"],
    ["2027-01-04T00:00:00+07:00", "2027-W01"],
    ["2020-12-31T12:00:00+07:00", "2020-W53"],
    ["2021-01-01T12:00:00+07:00", "2020-W53"],
    ["2023-01-01T12:00:00+07:00", "2022-W52"],
  ])("%s lies in %s", (instant, week) => {
    expect(weekOf(new Date(instant))).toBe(week);
  });

  it("turns at midnight in Jakarta, which is 17:00 on Sunday in UTC", () => {
    expect(weekOf(new Date("2026-11-22T16:59:59.999Z"))).toBe("2026-W47");
    expect(weekOf(new Date("2026-11-22T17:00:00.000Z"))).toBe("2026-W48");
  });
});

describe("the span of a week", () => {
  it("begins on Monday at midnight in Jakarta and ends where the next begins", () => {
    expect(weekSpan("2026-W47")).toEqual({ from: new Date("2026-11-15T17:00:00Z"), to: new Date("2026-11-22T17:00:00Z") });
  });

  it("holds every instant of its week and no other", () => {
    fc.assert(
      fc.property(instants, (at) => {
        const { from, to } = weekSpan(weekOf(at));
        expect(from <= at && at < to).toBe(true);
        expect(to.getTime() - from.getTime()).toBe(7 * 86_400_000);
      }),
      { numRuns: 2_000 },
    );
  });

  it("leaves no gap to the next week and overlaps with none, over two centuries", () => {
    let from = weekSpan("1970-W02").from;
    const seen = new Set<string>();
    for (; from.getUTCFullYear() < 2170; from = weekSpan(weekOf(from)).to) {
      const week = weekOf(from);
      expect(weekSpan(week).from).toEqual(from);
      expect(seen.has(week)).toBe(false);
      seen.add(week);
    }
    expect(seen.size).toBeGreaterThan(10_000);
    expect([...seen].filter((week) => week.endsWith("W53")).length).toBe(36);
  });

  it.each(["2026-W54", "2025-W53", "2026-W00", "2026-47", "2026-W7", "2026-w47", "", "2026-W47 "])("of %j, which is no week, is refused", (week) => {
    expect(() => weekSpan(week)).toThrow(RangeError);
  });
});

it("a day is Jakarta's", () => {
  expect(jakartaDay(new Date("2026-11-20T17:00:00Z"))).toBe("2026-11-21");
  expect(jakartaDay(new Date("2026-11-20T16:59:59Z"))).toBe("2026-11-20");
});

it.each([
  ["2026-11-21", true],
  ["2028-02-29", true],
  ["2026-02-29", false],
  ["2026-13-01", false],
  ["2026-00-10", false],
  ["2026-11-00", false],
  ["0000-01-01", false],
  ["2026-1-1", false],
  ["2026-11-21\n", false],
  ["besok", false],
])("%j is a day of the calendar: %s", (text, answer) => {
  expect(isCalendarDay(text)).toBe(answer);
});
