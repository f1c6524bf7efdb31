import { describe, expect, it, test } from "vitest";
import { checkSpan, instantsOf, type ReportSpan, spanBefore, spanName, weekDue } from "./span.ts";

test.each([
  ["2029-10-01T05:59:59+07:00", "Asia/Jakarta", "2029-W38"],
  ["2029-10-01T06:00:00+07:00", "Asia/Jakarta", "2029-W39"],
  ["2029-10-01T00:00:00+07:00", "Asia/Jakarta", "2029-W38"],
  ["2029-09-30T23:59:59+07:00", "Asia/Jakarta", "2029-W38"],
  ["2029-10-07T23:59:59+07:00", "Asia/Jakarta", "2029-W39"],
  ["2029-10-01T05:59:59+08:00", "Asia/Makassar", "2029-W38"],
  ["2029-10-01T06:00:00+08:00", "Asia/Makassar", "2029-W39"],
  ["2029-10-01T05:59:59+09:00", "Asia/Jayapura", "2029-W38"],
  ["2029-10-01T06:00:00+09:00", "Asia/Jayapura", "2029-W39"],
  ["2027-01-04T05:00:00+07:00", "Asia/Jakarta", "2026-W52"],
  ["2027-01-04T06:00:00+07:00", "Asia/Jakarta", "2026-W53"],
  ["2027-01-11T06:00:00+07:00", "Asia/Jakarta", "2027-W01"],
])("at %s in %s the report of %s is the newest that is due", (at, zone, week) => expect(weekDue(new Date(at), zone)).toBe(week));

describe("a span of days", () => {
  it("holds its last day, and stands before as many days as it has", () => {
    const of = { from: "2029-09-25", to: "2029-09-27" };
    const { from, to } = instantsOf(of);
    expect([from.toISOString(), to.toISOString()]).toEqual(["2029-09-24T17:00:00.000Z", "2029-09-27T17:00:00.000Z"]);
    expect(spanBefore(of, to)).toEqual({
      week: null,
      from: new Date("2029-09-21T17:00:00Z"),
      to: from,
      asOf: new Date("2029-09-24T23:00:00Z"),
    });
    expect(spanBefore(of, new Date("2029-09-24T18:00:00Z")).asOf).toEqual(new Date("2029-09-24T18:00:00Z"));
    expect(spanName({ week: null, from: from.toISOString(), to: to.toISOString() })).toBe("2029-09-25_2029-09-27");
  });

  it("of exactly one week begins, ends and is compared as the week", () => {
    const asOf = new Date("2029-10-01T00:00:00Z");
    const days = { from: "2029-09-24", to: "2029-09-30" };
    expect(instantsOf(days)).toEqual(instantsOf("2029-W39"));
    expect({ ...spanBefore(days, asOf), week: "2029-W38" }).toEqual(spanBefore("2029-W39", asOf));
  });

  const NOW = new Date("2029-10-01T12:00:00+07:00");
  test.each<[ReportSpan, string | null]>([
    ["2029-W40", null],
    ["2026-W53", null],
    ["2027-W53", "week-unknown"],
    ["2029-W41", "week-in-future"],
    [{ from: "2029-10-01", to: "2029-10-01" }, null],
    [{ from: "2028-08-28", to: "2029-10-01" }, null],
    [{ from: "2028-08-27", to: "2029-10-01" }, "span-too-long"],
    [{ from: "2029-10-01", to: "2029-10-02" }, "span-in-future"],
    [{ from: "2029-10-01", to: "2029-09-30" }, "span-backwards"],
    [{ from: "2029-02-29", to: "2029-09-30" }, "span-unknown"],
  ])("%j is taken or refused: %s", (of, code) => {
    if (code === null) expect(() => checkSpan(of, NOW)).not.toThrow();
    else expect(() => checkSpan(of, NOW)).toThrow(expect.objectContaining({ code }));
  });
});
