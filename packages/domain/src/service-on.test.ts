import { describe, expect, it } from "vitest";
import type { Service } from "./employment.ts";
import { serviceOn } from "./service-on.ts";

const SERVICE: Service = {
  employments: [
    { kind: "pppk", from: "2018-01-01", to: "2020-12-31" },
    { kind: "pns", from: "2022-01-01", to: "2026-06-30" },
  ],
  leaves: [{ kind: "cltn", from: "2024-02-01", to: "2024-12-31" }],
  spouseOf: [{ contestId: "kota", candidateId: "rima", from: "2024-01-01", to: null }],
};
const TERM = { employedFrom: "2018-01-01", employedTo: "2026-06-30" };
const on = (day: string, given: { service?: Service; term?: typeof TERM | { employedFrom: null; employedTo: null }; contestId?: string } = {}) =>
  serviceOn({ service: SERVICE, term: TERM, contestId: "kota", day, ...given });

describe("what the register says of a day", () => {
  it.each([
    ["the day before the appointment", "2017-12-31", "before_appointment"],
    ["the first day", "2018-01-01", "employed"],
    ["a day between two employments", "2021-06-01", "unknown"],
    ["the last day", "2026-06-30", "employed"],
    ["the day after it", "2026-07-01", "after_service"],
  ])("%s", (_, day, service) => {
    expect(on(day).service).toBe(service);
  });

  it("does not take another region's employment, which the asker cannot see, for none", () => {
    const seen = { ...SERVICE, employments: SERVICE.employments.slice(1) };
    expect(on("2019-01-01", { service: seen })).toMatchObject({ service: "unknown", onLeave: "unknown" });
    expect(on("2017-12-31", { service: seen, term: { employedFrom: null, employedTo: null } }).service).toBe("unknown");
  });

  it.each([
    ["2024-01-31", "no"],
    ["2024-02-01", "yes"],
    ["2024-12-31", "yes"],
    ["2025-01-01", "no"],
    ["2021-06-01", "unknown"],
  ])("leave on %s: %s", (day, onLeave) => {
    expect(on(day).onLeave).toBe(onLeave);
  });

  it("tells of a spouse who stands in this contest, from the day it is so, and says no name", () => {
    expect(on("2024-03-01").spouseOfCandidate).toBe(true);
    expect(on("2023-12-31").spouseOfCandidate).toBe(false);
    expect(on("2024-03-01", { contestId: "provinsi" }).spouseOfCandidate).toBe(false);
    expect(JSON.stringify(on("2024-03-01"))).not.toContain("rima");
  });
});
