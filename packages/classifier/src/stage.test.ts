import { describe, expect, it } from "vitest";
import { EXAMPLE_CONTEST } from "./check-pack.ts";
import { isWatched, jakartaDay, possibleForms, stageAt } from "./stage.ts";

describe("stages", () => {
  it.each([
    ["2029-05-31T16:59:59Z", "before_watch"],
    ["2029-05-31T17:00:00Z", "before_determination"],
    ["2029-09-22T00:00:00+07:00", "determined"],
    ["2029-09-24T17:00:00Z", "campaign"],
    ["2029-11-24T00:00:00+07:00", "quiet"],
    ["2029-11-27T23:59:59+07:00", "quiet"],
    ["2029-11-28T00:00:00+07:00", "after_vote"],
    ["2030-01-01T00:00:00+07:00", "after_watch"],
  ] as const)("%s is %s", (instant, stage) => {
    expect(stageAt(EXAMPLE_CONTEST, new Date(instant))).toBe(stage);
    expect(isWatched(EXAMPLE_CONTEST, new Date(instant))).toBe(!["before_watch", "after_watch"].includes(stage));
  });

  it("counts days in Jakarta", () => {
    expect(jakartaDay(new Date("2029-11-26T17:00:00Z"))).toBe("2029-11-27");
  });
});

describe("possible forms", () => {
  it("come from part A before candidates are determined, from part B after, and from nowhere outside the watch", () => {
    expect(possibleForms("before_determination", { hasCall: true })).toEqual(["KE-2", "KE-4"]);
    expect(possibleForms("campaign", { hasCall: true })).toEqual(["PD-2", "PD-6", "PD-8"]);
    expect(possibleForms("after_vote", { hasCall: false })).toEqual(["PD-2", "PD-6"]);
    expect(possibleForms("after_watch", { hasCall: true })).toEqual([]);
  });
});
