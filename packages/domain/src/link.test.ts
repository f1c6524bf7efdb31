import { describe, expect, it } from "vitest";
import { confidenceOf, exportableName, independentAttributes, type LinkAttribute, type LinkEvidence, mayPoll } from "./link.ts";

const FINDER = "finder";
const REVIEWER = "reviewer";
const seen = (kind: LinkAttribute, source: string, by: string | null = FINDER): LinkEvidence => ({ kind, source, by });

describe("what stands on its own", () => {
  it.each<[number, LinkEvidence[]]>([
    [0, []],
    [1, [seen("display_name", "a"), seen("handle", "b")]],
    [1, [seen("workplace", "a"), seen("position", "b")]],
    [1, [seen("workplace", "a"), seen("place", " A ")]],
    [2, [seen("display_name", "a"), seen("workplace", "b")]],
    // the first family must give way for the second to find a place
    [2, [seen("workplace", "a"), seen("position", "b"), seen("place", "a")]],
    [3, [seen("display_name", "a"), seen("workplace", "b"), seen("event", "c"), seen("event", "d")]],
  ])("%i of %j", (count, evidence) => {
    expect(independentAttributes(evidence)).toBe(count);
  });
});

describe("the confidence of a link", () => {
  const two = [seen("workplace", "receipt 1"), seen("linked_account", "an address")];
  it.each<[string, string | null, LinkEvidence[], string | null]>([
    ["nothing", null, [], REVIEWER],
    ["a name alone", null, [seen("display_name", "a")], REVIEWER],
    ["a name and a handle, however often", null, [seen("display_name", "a"), seen("handle", "b"), seen("handle", "c")], REVIEWER],
    ["two attributes and no reviewer", null, two, null],
    ["two attributes that the reviewer noted", null, [seen("workplace", "a", REVIEWER), seen("event", "b")], REVIEWER],
    ["two attributes and a reviewer", "inferred", two, REVIEWER],
    ["a declaration", "declared", [seen("declaration", "form 3", null)], null],
    ["the agency's letter", "agency_verified", [seen("agency_letter", "letter 12", null)], null],
    ["both", "agency_verified", [seen("declaration", "form 3"), seen("agency_letter", "letter 12")], null],
  ])("by %s is %s", (_, confidence, evidence, reviewer) => {
    expect(confidenceOf(evidence, reviewer)).toBe(confidence);
  });
});

describe("polling", () => {
  const account = { link: "declared", revoked: false, employedFrom: "2015-01-01", employedTo: "2026-03-31" } as const;
  it.each([
    ["declared and employed", {}, "2026-03-31", true],
    ["verified", { link: "agency_verified" }, "2020-01-01", true],
    ["inferred", { link: "inferred" }, "2020-01-01", false],
    ["revoked", { revoked: true }, "2020-01-01", false],
    ["before the appointment", {}, "2014-12-31", false],
    ["after the last day", {}, "2026-04-01", false],
    ["with an open end", { employedTo: null }, "2099-01-01", true],
    ["without a known term", { employedFrom: null, employedTo: null }, "1999-01-01", true],
  ] as const)("%s", (_, given, day, may) => {
    expect(mayPoll({ ...account, ...given }, day)).toBe(may);
  });
});

describe("a name that leaves the house", () => {
  it("goes with a declared and a verified link", () => {
    for (const link of ["declared", "agency_verified"] as const) expect(exportableName({ link, revoked: false, name: "Sari" })).toBe("Sari");
  });
  it.each([
    ["inferred", false],
    ["inferred", true],
    ["declared", true],
  ] as const)("is refused for a link that is %s, revoked: %s, without saying it", (link, revoked) => {
    expect(() => exportableName({ link, revoked, name: "Sari" })).toThrow(
      expect.objectContaining({ code: "name-not-exportable", message: expect.not.stringContaining("Sari") }),
    );
  });
});
