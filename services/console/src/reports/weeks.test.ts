import { expect, test } from "vitest";
import { atNoon, dayAt, dayStart } from "../jakarta.ts";
import { daysOf, nextMonday, weeksBack } from "./weeks.ts";

test.each([
  ["2029-W43", "2029-10-22", "2029-10-28"],
  ["2026-W01", "2025-12-29", "2026-01-04"],
  ["2026-W53", "2026-12-28", "2027-01-03"],
])("%s runs from %s to %s", (week, monday, sunday) => expect(daysOf(week)).toEqual({ monday, sunday }));

test("weeks go back across a year of 53 weeks", () => expect(weeksBack("2027-W02", 4)).toEqual(["2027-W02", "2027-W01", "2026-W53", "2026-W52"]));

test.each([
  ["2026-11-22", true, "2026-11-23"],
  ["2026-11-23", true, "2026-11-23"],
  ["2026-11-23", false, "2026-11-30"],
  ["2026-11-24", true, "2026-11-30"],
  ["2026-12-31", false, "2027-01-04"],
])("on %s, its report still to come: %s, the next one is of %s", (day, stillToCome, next) => expect(nextMonday(day, stillToCome)).toBe(next));

test("a day is Jakarta's", () => {
  expect(new Date(dayStart("2029-10-22")).toISOString()).toBe("2029-10-21T17:00:00.000Z");
  expect(atNoon("2029-10-22").toISOString()).toBe("2029-10-22T05:00:00.000Z");
  expect([dayAt(Date.parse("2029-10-21T16:59:59Z")), dayAt(Date.parse("2029-10-21T17:00:00Z"))]).toEqual(["2029-10-21", "2029-10-22"]);
});
