import { describe, expect, it } from "vitest";
import { daysOfBacklog, deskPace, workingDaysOf } from "./desk-pace.ts";

const AT = {
  calendar: {
    years: [2026],
    holidays: [
      { date: "2026-12-24", name: "Cuti bersama", kind: "collective_leave", source: "Keppres" },
      { date: "2026-12-25", name: "Kelahiran Yesus Kristus", kind: "national", source: "SKB" },
      { date: "2026-12-16", name: "Hari setempat", kind: "regional", region: "19.71", source: "Surat edaran" },
    ],
  },
  regions: ["19.71"],
} as const;

describe("working days of a week", () => {
  it.each([
    ["2026-W50", 5, []],
    ["2026-W51", 4, []],
    ["2026-W52", 3, []],
    ["2029-W43", 5, [2029]],
    ["2026-W53", 5, [2027]],
  ] as const)("%s has %i", (week, days, unknownYears) => expect(workingDaysOf(week, AT)).toEqual({ days, unknownYears }));
});

describe("the pace of a desk", () => {
  const weeks = (...decided: (number | null)[]) => decided.map((n, at) => ({ week: `2026-W${49 + at}`, decided: n }));

  it("is what was decided on a working day of the last four closed weeks", () => {
    expect(deskPace(weeks(10, 10, 8, 6), AT)).toEqual({ decided: 34, workingDays: 17, weeks: 4, perDay: 2, unknownYears: [] });
    const older = { week: "2026-W48", decided: 900 };
    expect(deskPace([older, ...weeks(10, 10, 8, 6)], AT)?.decided).toBe(34);
  });

  it("leaves out weeks whose figures are not known, and their days", () => {
    expect(deskPace(weeks(null, 20, null, 12), AT)).toEqual({ decided: 32, workingDays: 8, weeks: 2, perDay: 4, unknownYears: [] });
  });

  it("is not said of too little", () => {
    expect(deskPace([], AT)).toBeNull();
    expect(deskPace(weeks(null, null, null, 90), AT)).toBeNull();
    expect(deskPace(weeks(5, 5, 5, 4), AT)).toBeNull();
    expect(deskPace(weeks(5, 5, 5, 5), AT)?.decided).toBe(20);
  });

  it("makes a backlog so many days of reading, the last one begun", () => {
    expect([0, 1, 20, 21].map((waiting) => daysOfBacklog(waiting, { decided: 100, workingDays: 20 }))).toEqual([0, 1, 4, 5]);
  });
});
