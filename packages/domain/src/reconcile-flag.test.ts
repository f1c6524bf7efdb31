import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ExistingFlag, FLAG_STATES, type FlagState, reconcileFlag } from "./flag.ts";

const flag = (change: Partial<ExistingFlag> = {}): ExistingFlag => ({
  id: "f1",
  state: "open",
  versionId: "v1",
  seq: Number(change.versionId?.slice(1) ?? 1),
  stance: "support",
  targets: ["a"],
  raisedBy: "machine",
  withdrawnBy: null,
  ...change,
});
const gone = (withdrawnBy: "machine" | "person"): ExistingFlag => flag({ state: "withdrawn", withdrawnBy });
const read = (change: Partial<Parameters<typeof reconcileFlag>[1]> = {}) => ({
  versionId: "v1",
  seq: Number(change.versionId?.slice(1) ?? 1),
  flagged: true,
  stance: "support",
  targets: ["a"],
  person: false,
  ...change,
});
const opens = (supersedes: string | null, supersededBy: string | null = null) => ({ change: "open" as const, supersedes, supersededBy });
const quiet = { flagged: false, stance: "neutral", targets: [] };

describe("after a version was read", () => {
  it.each([
    ["a first reading that flags opens a flag", [], read(), opens(null)],
    ["one that does not flag opens none", [], read(quiet), { change: "none" }],
    ["what a person sent is offered to a reader anyway", [], read({ ...quiet, person: true }), opens(null)],
    ["what a person sent of a post that has a flag opens no second", [flag()], read({ ...quiet, versionId: "v2", person: true }), { change: "none" }],
    ["the same version again re-scores its open flag", [flag()], read(), { change: "rescore", flagId: "f1" }],
    ["and re-scores it too when it now says something else", [flag()], read({ stance: "oppose" }), { change: "rescore", flagId: "f1" }],
    ["a changed pack that no longer flags withdraws its open flag", [flag()], read(quiet), { change: "withdraw", flagId: "f1" }],
    ["but never one that a person raised", [flag({ raisedBy: "person" })], read(quiet), { change: "rescore", flagId: "f1" }],
    ["an edit that says the same thing to the same candidates opens none", [flag()], read({ versionId: "v2" }), { change: "none" }],
    ["an edit that takes everything back closes nothing", [flag()], read({ ...quiet, versionId: "v2" }), { change: "none" }],
    ["an edit to another stance supersedes", [flag()], read({ versionId: "v2", stance: "oppose" }), opens("f1")],
    ["an edit to another candidate supersedes", [flag()], read({ versionId: "v2", targets: ["b"] }), opens("f1")],
    ["an edit to one more candidate supersedes", [flag()], read({ versionId: "v2", targets: ["a", "b"] }), opens("f1")],
    [
      "the newest of several is superseded",
      [flag(), flag({ id: "f2", versionId: "v2", targets: ["b"] })],
      read({ versionId: "v3", targets: ["c"] }),
      opens("f2"),
    ],
    ["what an edit edited, read after it, is superseded by it", [flag({ id: "f2", versionId: "v2", targets: ["b"] })], read(), opens(null, "f2")],
    [
      "a version between two that have flags stands between them",
      [flag({ id: "f4", versionId: "v4", targets: ["b"] }), flag(), flag({ id: "f3", versionId: "v3", targets: ["d"] })],
      read({ versionId: "v2", targets: ["c"] }),
      opens("f1", "f3"),
    ],
    ["a withdrawn flag of a later version supersedes nothing", [flag({ id: "f2", versionId: "v2", state: "withdrawn" })], read(), opens(null)],
    [
      "a return to what an older flag says opens none",
      [flag(), flag({ id: "f2", versionId: "v2", targets: ["b"] })],
      read({ versionId: "v3" }),
      { change: "none" },
    ],
    ["an edit that says what a closed flag said opens none", [flag({ state: "closed" })], read({ versionId: "v2" }), { change: "none" }],
    ["a withdrawn flag neither silences an edit nor is superseded", [flag({ state: "withdrawn" })], read({ versionId: "v2" }), opens(null)],
    ["a flag that the machine withdrew comes back when it is flagged again", [gone("machine")], read(), { change: "restore", flagId: "f1" }],
    ["and stays away while it is not", [gone("machine")], read(quiet), { change: "none" }],
    ["one that a person withdrew never comes back", [gone("person")], read(), { change: "none" }],
    [
      "one that the machine withdrew stays away while the flag of an edit says the same",
      [gone("machine"), flag({ id: "f2", versionId: "v2" })],
      read(),
      { change: "none" },
    ],
  ] as [string, ExistingFlag[], ReturnType<typeof read>, ReturnType<typeof reconcileFlag>][])("%s", (_rule, existing, reading, change) => {
    expect(reconcileFlag(existing, reading)).toEqual(change);
  });

  it.each(FLAG_STATES.filter((state) => state !== "open"))("a flag that is %s is left to people", (state) => {
    expect(reconcileFlag([flag({ state })], read(quiet))).toEqual({ change: "none" });
    expect(reconcileFlag([flag({ state })], read())).toEqual({ change: "none" });
  });

  it("whatever stands and whatever is read: at most one flag a version, and only a flag of this very version is touched, while it is open or the machine withdrew it", () => {
    const flags = fc.uniqueArray(
      fc.record({
        id: fc.uuid(),
        state: fc.constantFrom<FlagState>(...FLAG_STATES),
        versionId: fc.constantFrom("v1", "v2", "v3", "v4"),
        seq: fc.integer({ min: 1, max: 4 }),
        stance: fc.constantFrom("support", "oppose", "neutral"),
        targets: fc.subarray(["a", "b"]),
        raisedBy: fc.constantFrom<"machine" | "person">("machine", "person"),
        withdrawnBy: fc.constantFrom<"machine" | "person">("machine", "person"),
      }),
      { selector: (one) => one.versionId, maxLength: 4 },
    );
    const readings = fc.record({
      versionId: fc.constantFrom("v1", "v2", "v3", "v4"),
      seq: fc.integer({ min: 1, max: 4 }),
      flagged: fc.boolean(),
      stance: fc.constantFrom("support", "oppose", "neutral"),
      targets: fc.subarray(["a", "b"]),
      person: fc.boolean(),
    });
    fc.assert(
      fc.property(flags, readings, (existing, reading) => {
        const change = reconcileFlag(existing, reading);
        const own = existing.find((one) => one.versionId === reading.versionId);
        if (change.change === "open") expect(own).toBeUndefined();
        if (change.change === "rescore" || change.change === "withdraw") expect([own?.id, own?.state]).toEqual([change.flagId, "open"]);
        if (change.change === "restore")
          expect([own?.id, own?.state, own?.withdrawnBy, reading.flagged]).toEqual([change.flagId, "withdrawn", "machine", true]);
        if (change.change === "withdraw") expect([own?.raisedBy, reading.flagged]).toEqual(["machine", false]);
      }),
      { numRuns: 2_000 },
    );
  });
});
