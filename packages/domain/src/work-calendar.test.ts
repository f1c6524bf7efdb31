import { expect, test } from "vitest";
import { isWorkingDay, missingYears } from "./work-calendar.ts";

const CALENDAR = {
  years: [2026],
  holidays: [
    { date: "2026-12-24", name: "Kelahiran Yesus Kristus", kind: "collective_leave", source: "Keppres" },
    { date: "2026-08-26", name: "Hari pemungutan suara", kind: "regional", region: "19.71", source: "Surat edaran" },
  ],
} as const;

test.each([
  ["a Wednesday", "2026-12-23", ["19.71"], true],
  ["collective leave", "2026-12-24", [], false],
  ["a Saturday", "2026-12-26", [], false],
  ["a day of that region", "2026-08-26", ["19.71"], false],
  ["a day of the region that it lies in", "2026-08-26", ["19.71.02"], false],
  ["a day of a part of the region", "2026-08-26", ["19"], true],
  ["a day of one of two regions", "2026-08-26", ["19.71", "19.06"], true],
  ["a day of some region, for nobody's", "2026-08-26", [], true],
] as const)("%s is a working day or not", (_, date, regions, works) => {
  expect(isWorkingDay(date, { calendar: CALENDAR, regions })).toBe(works);
});

test("the next year's calendar is missed from November on", () => {
  expect([missingYears(CALENDAR, "2026-10-31"), missingYears(CALENDAR, "2026-11-01"), missingYears(CALENDAR, "2027-02-01")]).toEqual([
    [],
    [2027],
    [2027],
  ]);
});
