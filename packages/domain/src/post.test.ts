import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isContextKind, LINK_CONFIDENCES, mayBePolled, normalizeHandle, POST_KINDS, postedAt, TIME_TRUSTS } from "./post.ts";

const SEEN = new Date("2026-11-21T05:00:00Z");

describe("the time a post counts by", () => {
  it.each([
    ["a claim before first sight is believed as far as its source", "2026-11-20T05:00:00Z", "platform", "2026-11-20T05:00:00Z", "platform"],
    ["a person's claim keeps its own trust", "2026-11-20T05:00:00Z", "analyst", "2026-11-20T05:00:00Z", "analyst"],
    ["a claim at the moment of first sight holds", "2026-11-21T05:00:00Z", "platform", "2026-11-21T05:00:00Z", "platform"],
    ["a claim a millisecond ahead cannot move it", "2026-11-21T05:00:00.001Z", "platform", "2026-11-21T05:00:00Z", "unknown"],
    ["a date in the far future cannot move it", "+275760-09-13T00:00:00Z", "platform", "2026-11-21T05:00:00Z", "unknown"],
    ["a missing date falls back to first sight and says so", null, "platform", "2026-11-21T05:00:00Z", "unknown"],
    ["a date that is none falls back too", "not a date", "author", "2026-11-21T05:00:00Z", "unknown"],
  ] as const)("%s", (_rule, claimed, trust, at, trusted) => {
    expect(postedAt(claimed === null ? null : new Date(claimed), SEEN, trust)).toEqual({ at: new Date(at), trust: trusted });
  });

  it("is never later than first sight, whatever is claimed", () => {
    fc.assert(
      fc.property(fc.option(fc.date()), fc.date({ noInvalidDate: true }), fc.constantFrom(...TIME_TRUSTS), (claimed, seen, trust) => {
        expect(postedAt(claimed, seen, trust).at.getTime()).toBeLessThanOrEqual(seen.getTime());
      }),
    );
  });
});

it("a link that was only inferred is never polled", () => {
  expect(LINK_CONFIDENCES.filter(mayBePolled)).toEqual(["declared", "agency_verified"]);
});

it("acts without words of their own stand in the context lane", () => {
  expect(POST_KINDS.filter(isContextKind)).toEqual(["photo", "video", "share", "like", "follow"]);
});

it.each([
  ["@Sari.Teladan", "sari.teladan"],
  ["  sari.teladan ", "sari.teladan"],
  ["SARI", "sari"],
])("the handle %j is compared as %j", (written, key) => {
  expect(normalizeHandle(written)).toBe(key);
});
