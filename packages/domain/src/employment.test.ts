import { describe, expect, it } from "vitest";
import {
  checkNipFor,
  dayBefore,
  employmentOn,
  findOverlap,
  includesDay,
  type Period,
  periodsOverlap,
  type Service,
  spouseOfCandidate,
  wasCivilServant,
  wasOnLeave,
} from "./employment.ts";

const SERVICE: Service = {
  employments: [
    { from: "2012-03-01", to: "2015-06-30", kind: "non_asn" },
    { from: "2015-07-01", to: "2022-12-31", kind: "pppk" },
    { from: "2023-02-01", to: null, kind: "pns" },
  ],
  leaves: [{ kind: "cltn", from: "2029-08-01", to: "2029-12-31" }],
  spouseOf: [{ contestId: "belitung-timur-demo", candidateId: "bahar-ratih", from: "2029-06-01", to: null }],
};

describe("a day in a person's service", () => {
  it.each<[string, string | null, boolean]>([
    ["2012-02-29", null, false],
    ["2012-03-01", "non_asn", false],
    ["2015-06-30", "non_asn", false],
    ["2015-07-01", "pppk", true],
    ["2022-12-31", "pppk", true],
    ["2023-01-01", null, false],
    ["2023-01-31", null, false],
    ["2023-02-01", "pns", true],
    ["2099-01-01", "pns", true],
  ])("%s: %s, a civil servant: %s", (day, kind, civil) => {
    expect([employmentOn(SERVICE, day)?.kind ?? null, wasCivilServant(SERVICE, day)]).toEqual([kind, civil]);
  });

  it.each([
    ["2029-07-31", false],
    ["2029-08-01", true],
    ["2029-12-31", true],
    ["2030-01-01", false],
  ])("%s on leave: %s, and a civil servant all the same", (day, away) => {
    expect([wasOnLeave(SERVICE, day), wasCivilServant(SERVICE, day)]).toEqual([away, true]);
  });

  it.each([
    ["belitung-timur-demo", "2029-05-31", null],
    ["belitung-timur-demo", "2029-06-01", "bahar-ratih"],
    ["belitung-timur-demo", "2034-01-01", "bahar-ratih"],
    ["pangkalpinang-demo", "2029-06-01", null],
  ])("in %s, on %s the spouse of %s", (contest, day, candidate) => {
    expect(spouseOfCandidate(SERVICE, contest, day)).toBe(candidate);
  });
});

describe("two periods", () => {
  const first: Period = { from: "2020-01-01", to: "2020-12-31" };
  it.each<[string, Period, boolean]>([
    ["that follow each other", { from: "2021-01-01", to: null }, false],
    ["that share one day", { from: "2020-12-31", to: null }, true],
    ["of which one lies in the other", { from: "2020-05-01", to: "2020-06-01" }, true],
    ["the second of which ends before", { from: "2019-01-01", to: "2019-12-31" }, false],
    ["that are both open", { from: "2001-01-01", to: null }, true],
  ])("%s", (_, second, overlap) => {
    expect([periodsOverlap(first, second), periodsOverlap(second, first)]).toEqual([overlap, overlap]);
  });

  it("that overlap are found by their places", () => {
    expect(findOverlap(SERVICE.employments)).toBeNull();
    expect(findOverlap([...SERVICE.employments, { from: "2022-12-31", to: "2023-01-01" }])).toEqual([1, 3]);
    expect(findOverlap([])).toBeNull();
  });

  it("include their first and last day", () => {
    expect(["2019-12-31", "2020-01-01", "2020-12-31", "2021-01-01"].map((day) => includesDay(first, day))).toEqual([false, true, true, false]);
    expect([dayBefore("2024-03-01"), dayBefore("2026-01-01")]).toEqual(["2024-02-29", "2025-12-31"]);
  });
});

it.each([
  ["pns", "199003152015031004", null],
  ["pppk", "199003152023211005", null],
  ["pppk_part_time", "199003152023211005", null],
  ["pns", "199003152023211005", "appointment"],
  ["pns", null, "missing"],
  ["pppk_part_time", null, "missing"],
  ["non_asn", null, null],
  ["non_asn", "199003152015031004", "not-issued"],
] as const)("a %s with the number %s: %s", (kind, nip, problem) => {
  expect(checkNipFor(kind, nip)).toBe(problem);
});
