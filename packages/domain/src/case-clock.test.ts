import { describe, expect, test } from "vitest";
import { clocksOf, endOfLimit, type ProceduralDeadline, regimeOf } from "./case-clock.ts";

const LIMITS: readonly ProceduralDeadline[] = [
  { id: "finding", regimes: ["pilkada"], starts: "known", days: 7, kind: "calendar", from: "2015-02-02", source: "UU 1/2015 Ps 134" },
  {
    id: "finding",
    regimes: ["pemilu"],
    starts: "known",
    days: 7,
    kind: "working",
    from: "2017-08-16",
    to: "2029-10-22",
    source: "UU 7/2017 Ps 454(5)",
  },
  { id: "complaint", regimes: ["pilkada"], origins: ["complaint"], starts: "known", days: 2, kind: "calendar", from: "2015-02-02", source: "x" },
  { id: "act", regimes: ["pilkada"], starts: "registration", days: 3, kind: "calendar", from: "2015-02-02", source: "UU 1/2015 Ps 134" },
  { id: "verified", regimes: ["pilkada"], bodies: ["bkn"], starts: "referred", days: 7, kind: "calendar", from: "2024-08-24", source: "SBT" },
];
const CALENDAR = { holidays: [], years: [2029] };
const RULES = { deadlines: LIMITS, calendar: CALENDAR };
const CASE = {
  regime: "pilkada",
  region: "19.71",
  origins: ["own"],
  state: "inquiry",
  // 20.31 and 15.05 in Jakarta
  flaggedAt: new Date("2029-10-21T13:31:00Z"),
  confirmedAt: new Date("2029-10-22T08:05:00Z"),
  registeredOn: null,
  referredOn: null,
  referredTo: null,
} as const;

describe("limits", () => {
  test.each([
    // a Friday evening in Jakarta: the week-end is counted or left out
    ["2029-10-19T16:30:00Z", 3, "calendar", "2029-10-22T16:59:59.999Z"],
    ["2029-10-19T16:30:00Z", 3, "working", "2029-10-24T16:59:59.999Z"],
    // after midnight in Jakarta it is Saturday already
    ["2029-10-19T17:30:00Z", 1, "working", "2029-10-22T16:59:59.999Z"],
  ] as const)("from %s, %i %s days end at the end of the last one in Jakarta", (start, days, kind, end) => {
    expect(endOfLimit(new Date(start), { days, kind, calendar: CALENDAR, regions: [] }).endsAt.toISOString()).toBe(end);
  });

  test("are counted from both starts, since it is open which counts", () => {
    const [clock, ...more] = clocksOf(RULES, CASE);
    expect(more).toEqual([]);
    expect(clock?.ends.map(({ from, endsAt }) => [from, endsAt.toISOString()])).toEqual([
      ["machine", "2029-10-28T16:59:59.999Z"],
      ["person", "2029-10-29T16:59:59.999Z"],
    ]);
  });

  test("hold only while their rule is in force on the day they start, and for posts that came so", () => {
    expect(clocksOf(RULES, { ...CASE, regime: "pemilu" }).flatMap(({ ends }) => ends)).toHaveLength(2);
    expect(clocksOf(RULES, { ...CASE, regime: "pemilu", confirmedAt: new Date("2029-10-23T08:05:00Z") }).flatMap(({ ends }) => ends)).toHaveLength(1);
    expect(clocksOf(RULES, { ...CASE, origins: ["complaint"] }).map(({ id }) => id)).toEqual(["complaint", "finding"]);
  });

  test("run only in the states that they are for", () => {
    expect(clocksOf(RULES, { ...CASE, state: "finding" })).toEqual([]);
    const registered = clocksOf(RULES, { ...CASE, state: "clarification", registeredOn: "2029-10-22" });
    expect(registered.map(({ id, ends }) => [id, ends.map(({ from, endsAt }) => [from, endsAt.toISOString()])])).toEqual([
      ["act", [["plenary", "2029-10-25T16:59:59.999Z"]]],
    ]);
  });

  test("in working days leave holidays out, name them, and say which years they touch without knowing them", () => {
    const leave = { name: "Cuti", kind: "collective_leave", source: "Keppres" } as const;
    const holidays = [
      { ...leave, date: "2029-10-24" },
      { ...leave, date: "2029-10-27" },
      { ...leave, date: "2029-10-29", kind: "regional", region: "19" } as const,
      { ...leave, date: "2029-10-30", kind: "regional", region: "19.06" } as const,
    ];
    const rules = { deadlines: LIMITS, calendar: { holidays, years: [2029] } };
    const [clock] = clocksOf(rules, { ...CASE, regime: "pemilu" });
    expect([clock?.ends.map(({ endsAt }) => endsAt.toISOString()), clock?.skipped.map(({ date }) => date), clock?.unknownYears]).toEqual([
      ["2029-11-01T16:59:59.999Z", "2029-11-02T16:59:59.999Z"],
      ["2029-10-24", "2029-10-29"],
      [],
    ]);
    expect(clocksOf({ ...rules, calendar: { holidays: [], years: [2030] } }, { ...CASE, regime: "pemilu" })[0]?.unknownYears).toEqual([2029]);
    expect(clocksOf({ ...rules, calendar: { holidays: [], years: [] } }, CASE)[0]?.unknownYears, "calendar days ask no calendar").toEqual([]);
  });

  test("of one body run where the case was referred to it, or does not say to whom", () => {
    const referred = (referredTo: readonly string[] | null) =>
      clocksOf(RULES, { ...CASE, state: "referred", referredOn: "2029-10-22", referredTo }).map(({ id }) => id);
    expect([referred(null), referred(["ppk", "bkn"]), referred(["ppk"])]).toEqual([["verified"], ["verified"], []]);
  });

  test("of pilkada and pemilu are told apart by the contest", () => {
    expect(["pilkada-bupati", "pilkada-walikota", "pilpres", "pileg"].map(regimeOf)).toEqual(["pilkada", "pilkada", "pemilu", "pemilu"]);
  });
});
