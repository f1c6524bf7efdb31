import { describe, expect, test } from "vitest";
import { checkPassedOnNote, mayTakeBack, PASSED_ON_NOTE_MAX } from "./passing-on.ts";

describe("a claim that was passed on", () => {
  const fresh = { handedBy: "wulan", takenUp: false, ageMs: 59_000 };
  test.each([
    [fresh, "wulan", true],
    [fresh, "toni", false],
    [{ ...fresh, takenUp: true }, "wulan", false],
    [{ ...fresh, ageMs: 60_001 }, "wulan", false],
    [{ ...fresh, handedBy: null }, "wulan", false],
  ])("%o may be taken back by %s: %s", (lease, actor, may) => expect(mayTakeBack(lease, actor)).toBe(may));

  test("has a short note, or none", () => {
    expect([checkPassedOnNote("  Tenggat hari ini. "), checkPassedOnNote("  ")]).toEqual(["Tenggat hari ini.", null]);
    expect(checkPassedOnNote("a".repeat(PASSED_ON_NOTE_MAX))).toHaveLength(PASSED_ON_NOTE_MAX);
    expect(() => checkPassedOnNote("a".repeat(PASSED_ON_NOTE_MAX + 1))).toThrow(/at most 300/);
  });
});
