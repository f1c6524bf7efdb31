import { expect, test } from "vitest";
import { daysOf, weeksBack } from "./weeks.ts";

test.each([
  ["2029-W43", "2029-10-22", "2029-10-28"],
  ["2026-W01", "2025-12-29", "2026-01-04"],
  ["2026-W53", "2026-12-28", "2027-01-03"],
])("%s runs from %s to %s", (week, monday, sunday) => expect(daysOf(week)).toEqual({ monday, sunday }));

test("weeks go back across a year of 53 weeks", () => expect(weeksBack("2027-W02", 4)).toEqual(["2027-W02", "2027-W01", "2026-W53", "2026-W52"]));
