import { describe, expect, it } from "vitest";
import { rangeOf, whyNotClaim, whyNotClose } from "./picks.ts";
import type { ListedRow } from "./queue-order.ts";

const row = (given: Partial<ListedRow> = {}): ListedRow =>
  ({ state: "open", holder: null, mine: false, cluster: null, readByMe: false, ...given }) as ListedRow;
const mine = row({ state: "claimed", holder: "Wulan", mine: true, readByMe: true });

describe("a range", () => {
  const rows = ["a", "b", "c", "d"].map((id) => ({ id }));
  it.each([
    ["down", "b", "d", ["b", "c", "d"]],
    ["up", "c", "a", ["a", "b", "c"]],
    ["from nowhere", null, "c", ["c"]],
    ["from a row that left", "x", "c", ["c"]],
    ["to a row that left", "a", "x", []],
  ] as const)("goes %s", (_, from, to, range) => expect(rangeOf(rows, from, to)).toEqual(range));
});

describe("rows at once", () => {
  it.each([
    ["read by this person", [row({ readByMe: true }), mine], null],
    ["of one cluster", [row({ cluster: "x" }), row({ cluster: "x" })], null],
    ["of two clusters", [row({ cluster: "x" }), row({ cluster: "y" })], "close_unlike"],
    ["one alone that nobody read", [row({ cluster: "x" })], "close_unlike"],
    ["that stand alone", [row(), row()], "close_unlike"],
    ["one read, one neither read nor alike", [row({ readByMe: true }), row()], "close_unlike"],
    ["one in other hands", [row({ readByMe: true }), row({ state: "claimed", holder: "Toni" })], "close_taken"],
    ["one that waits for a second reader", [row({ state: "awaiting_second", cluster: "x" }), row({ cluster: "x" })], "close_taken"],
    ["one held that may be a second reading", [row({ state: "claimed", mine: true, cluster: "x" }), row({ cluster: "x" })], "close_taken"],
    ["one that left", [row({ readByMe: true, left: true })], "close_taken"],
    ["too many", Array.from({ length: 26 }, () => row({ readByMe: true })), "close_most"],
  ] as const)("%s", (_, rows, why) => expect(whyNotClose(rows)).toBe(why));

  it("are claimed five at most, and only free ones", () => {
    expect(whyNotClaim(Array.from({ length: 5 }, () => row()))).toBeNull();
    expect(whyNotClaim(Array.from({ length: 6 }, () => row()))).toBe("claim_most");
    expect(whyNotClaim([row({ holder: "Toni" })])).toBe("close_taken");
  });
});
