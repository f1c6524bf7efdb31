import { describe, expect, it } from "vitest";
import { apartWhy, requireTogether } from "./together.ts";

const DAY = "2029-10-20T10:00:00+07:00";
const act = (roleClass: string | null, postedAt = DAY) => ({ roleClass, postedAt: new Date(postedAt), targets: ["bahar-ratih"] });

describe("what sets a text of a cluster apart", () => {
  it.each([
    ["nothing, within three days", act("pelaksana"), act("pelaksana", "2029-10-23T10:00:00+07:00"), true, []],
    ["another role", act("pelaksana"), act("kepala"), true, ["role"]],
    ["a role that nobody knows", act(null), act(null), true, ["role"]],
    ["another week", act("pelaksana"), act("pelaksana", "2029-10-16T10:00:00+07:00"), true, ["day"]],
    ["another candidate", act("pelaksana"), { ...act("pelaksana"), targets: ["candra-indah"] }, true, ["target"]],
    ["words that only a third shares", act("pelaksana"), act("pelaksana"), false, ["words"]],
  ] as const)("%s", (_, one, other, isAlike, why) => {
    expect(apartWhy(one, other, { isAlike })).toEqual(why);
    expect(apartWhy(other, one, { isAlike })).toEqual(why);
  });
});

describe("a flag that follows another's decision", () => {
  const lead = {
    flagId: "lead",
    act: "close",
    toState: "closed",
    readerNo: 1,
    outcome: "not_partisan",
    duplicateOf: null,
    undone: false,
    ageMs: 60_000,
  } as const;
  const open = { id: "copy", state: "open", claimedFrom: null } as const;

  it("is one that waits for a first reading, also in the own hands", () => {
    requireTogether(lead, open);
    requireTogether({ ...lead, outcome: "duplicate", duplicateOf: "third" }, { ...open, state: "claimed", claimedFrom: "open" });
  });

  it.each([
    ["an escalation", { act: "escalate", toState: "awaiting_second", outcome: null }, {}, "never-together"],
    ["a question", { act: "needs_info", toState: "needs_info", outcome: null }, {}, "never-together"],
    ["a mistaken person", { outcome: "not_this_person" }, {}, "never-together"],
    ["a second reading", { readerNo: 2, toState: "disputed" }, {}, "never-together"],
    ["a decision that was taken back", { undone: true }, {}, "together-too-late"],
    ["a decision of another sitting", { ageMs: 16 * 60_000 }, {}, "together-too-late"],
    ["the original of the duplicates", { outcome: "duplicate", duplicateOf: "copy" }, {}, "duplicate-of-itself"],
    ["the flag itself", { flagId: "copy" }, {}, "duplicate-of-itself"],
    ["one that waits for a second reader", {}, { state: "awaiting_second" }, "not-first-reading"],
    ["one that somebody reads as the second", {}, { state: "claimed", claimedFrom: "awaiting_second" }, "not-first-reading"],
    ["one that waits for an answer", {}, { state: "needs_info" }, "not-first-reading"],
    ["one that is closed", {}, { state: "closed" }, "not-claimable"],
  ] as const)("is never %s", (_, changed, flag, code) => {
    expect(() => requireTogether({ ...lead, ...changed }, { ...open, ...flag })).toThrow(expect.objectContaining({ code }));
  });
});
