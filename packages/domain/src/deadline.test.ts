import { describe, expect, it } from "vitest";
import { FINDING_DAYS, findingDeadline, lapsingUntil } from "./deadline.ts";

it.each([
  // Seven calendar days after the day it became known, to the end of that day in Jakarta.
  ["2026-11-21T00:00:00+07:00", "2026-11-28T23:59:59.999+07:00"],
  ["2026-11-21T23:59:59.999+07:00", "2026-11-28T23:59:59.999+07:00"],
  ["2026-11-22T00:00:00+07:00", "2026-11-29T23:59:59.999+07:00"],
  // 20:00 UTC is the next day in Jakarta.
  ["2026-12-30T20:00:00Z", "2027-01-07T23:59:59.999+07:00"],
  ["2028-02-22T12:00:00+07:00", "2028-02-29T23:59:59.999+07:00"],
])("what became known at %s may be set until %s", (known, deadline) => {
  expect(findingDeadline(new Date(known))).toEqual(new Date(deadline));
});

it("a finding has seven days", () => {
  expect(FINDING_DAYS).toBe(7);
});

describe("a deadline is lapsing up to the end of the second working day in Jakarta", () => {
  const leave = { name: "Cuti", kind: "collective_leave", source: "Keppres" } as const;
  const at = {
    calendar: {
      holidays: [
        { ...leave, date: "2026-12-24" },
        { ...leave, date: "2026-12-25" },
      ],
      years: [2026],
    },
    regions: ["19.71"],
  };
  it.each([
    ["Monday", "2026-11-23T09:00:00+07:00", "2026-11-25"],
    ["Thursday", "2026-11-26T09:00:00+07:00", "2026-11-30"],
    ["Friday", "2026-11-27T23:59:00+07:00", "2026-12-01"],
    ["Saturday", "2026-11-28T00:00:00+07:00", "2026-12-01"],
    ["Sunday, which is still Saturday in UTC", "2026-11-28T20:00:00Z", "2026-12-01"],
    ["Wednesday before two holidays", "2026-12-23T09:00:00+07:00", "2026-12-29"],
  ])("seen on a %s", (_, now, day) =>
    expect(lapsingUntil(new Date(now), at)).toEqual({ until: new Date(`${day}T23:59:59.999+07:00`), unknownYears: [] }),
  );

  it("says which year's holidays it does not know", () => {
    expect(lapsingUntil(new Date("2026-12-30T09:00:00+07:00"), at)).toEqual({
      until: new Date("2027-01-01T23:59:59.999+07:00"),
      unknownYears: [2027],
    });
  });
});
