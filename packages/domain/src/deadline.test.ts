import { expect, it } from "vitest";
import { FINDING_DAYS, findingDeadline } from "./deadline.ts";

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
