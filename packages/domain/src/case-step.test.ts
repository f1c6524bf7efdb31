import { describe, expect, test } from "vitest";
import { CASE_FLOW, CASE_STATES, type CaseState, caseTrail, nextSteps, takeStep } from "./case-step.ts";
import type { ReferralBody } from "./referral.ts";

const body = { name: { id: "Badan", en: "Body" }, regimes: ["pilkada"], source: "uji" } as const;
const REFERRALS: readonly ReferralBody[] = [
  { ...body, id: "lama", from: "2014-01-15", to: "2029-10-21" },
  { ...body, id: "baru", from: "2029-10-22" },
  { ...body, id: "pidana", from: "2016-07-01" },
  { ...body, id: "pemilu", regimes: ["pemilu"], from: "2016-07-01" },
  { ...body, id: "lain", from: "2017-08-16", note: "required" },
];
const at = (trail: readonly CaseState[], flags = 1) =>
  ({ trail, flags, openedOn: "2029-10-20", today: "2029-10-23", regime: "pilkada", referrals: REFERRALS }) as const;
const forward = (to: CaseState, more = {}) =>
  ({ kind: "forward", to, plenaryNumber: "031/BA/X/2029", plenaryOn: "2029-10-22", reason: "", ...more }) as const;

describe("the way of a case", () => {
  test("every state is reached from initial information, and from each there is a way to an end", () => {
    const reach = (from: CaseState): Set<CaseState> => {
      const seen = new Set<CaseState>([from]);
      for (const state of seen) for (const next of CASE_FLOW[state]) seen.add(next);
      return seen;
    };
    expect([...reach("initial_information")].toSorted()).toEqual([...CASE_STATES].toSorted());
    for (const state of CASE_STATES)
      expect(
        [...reach(state)].some((one) => CASE_FLOW[one].length === 0),
        state,
      ).toBe(true);
  });

  test("goes from the first information to a referral, one plenary decision at a time", () => {
    const way: CaseState[] = ["inquiry", "plenary", "finding", "registration", "clarification", "assessment", "referred", "follow_up", "done"];
    let trail: readonly CaseState[] = ["initial_information"];
    for (const to of way) {
      expect(takeStep(at(trail), forward(to, to === "referred" ? { referredTo: ["pidana", "baru"] } : {}))).toMatchObject({
        to,
        referredTo: to === "referred" ? ["baru", "pidana"] : null,
      });
      trail = [...trail, to];
    }
    expect(nextSteps(trail, 1)).toEqual([]);
  });

  test.each(["registration", "referred", "done", "initial_information"] as const)("does not jump to %s", (to) => {
    expect(() => takeStep(at(["initial_information"]), forward(to))).toThrow(expect.objectContaining({ code: "case-step-order" }));
  });

  test.each([
    [{ plenaryNumber: "  " }, "plenary-missing"],
    [{ plenaryOn: "2029-02-30" }, "plenary-day"],
    [{ plenaryOn: "2029-10-24" }, "plenary-day"],
    [{ plenaryOn: "2029-10-19" }, "plenary-day"],
  ])("needs a plenary decision that was taken: %o", (more, code) => {
    expect(() => takeStep(at(["initial_information"]), forward("inquiry", more))).toThrow(expect.objectContaining({ code }));
  });

  test.each([
    [{}, "referral-missing"],
    [{ referredTo: [] }, "referral-missing"],
    [{ referredTo: ["lama"] }, "referral-unknown"],
    [{ referredTo: ["baru"], plenaryOn: "2029-10-21" }, "referral-unknown"],
    [{ referredTo: ["pemilu"] }, "referral-unknown"],
    [{ referredTo: ["lain"], reason: " " }, "referral-note"],
  ])("a referral says to whom, of those that take such cases on the plenary's day: %o", (more, code) => {
    const plenary = at(["initial_information", "inquiry", "plenary"]);
    expect(() => takeStep(plenary, forward("referred", more))).toThrow(expect.objectContaining({ code }));
    expect(takeStep(plenary, forward("referred", { referredTo: ["lain", "lain"], reason: "Ombudsman" })).referredTo).toEqual(["lain"]);
    expect(takeStep(plenary, forward("referred", { referredTo: ["lama"], plenaryOn: "2029-10-20" })).referredTo).toEqual(["lama"]);
  });

  test("a step that refers nowhere names no body", () => {
    expect(() => takeStep(at(["initial_information"]), forward("inquiry", { referredTo: ["baru"] }))).toThrow(
      expect.objectContaining({ code: "referral-unasked" }),
    );
  });

  test("a case whose flags were all taken back can only be discontinued", () => {
    expect(nextSteps(["initial_information", "inquiry"], 0)).toEqual(["discontinued"]);
    expect(nextSteps(["initial_information", "inquiry"], 1)).toEqual(["plenary"]);
    expect(nextSteps(["initial_information", "done"], 0)).toEqual([]);
  });
});

describe("a wrong step", () => {
  test("is corrected by a further one that leads back, and can itself be gone on from", () => {
    const steps = [
      { kind: "forward", to: "inquiry" },
      { kind: "forward", to: "plenary" },
      { kind: "correction", to: "inquiry" },
    ] as const;
    expect(caseTrail(steps)).toEqual(["initial_information", "inquiry"]);
    const made = takeStep(at(caseTrail(steps)), { kind: "correction", reason: "Nomor berita acara keliru." });
    expect(made).toMatchObject({ kind: "correction", from: "inquiry", to: "initial_information", plenaryNumber: null });
    expect(caseTrail([...steps, made])).toEqual(["initial_information"]);
  });

  test("needs a reason, and something that was done", () => {
    expect(() => takeStep(at(["initial_information", "inquiry"]), { kind: "correction", reason: "salah" })).toThrow(
      expect.objectContaining({ code: "correction-reason" }),
    );
    expect(() => takeStep(at(["initial_information"]), { kind: "correction", reason: "Nomor berita acara keliru." })).toThrow(
      expect.objectContaining({ code: "nothing-to-correct" }),
    );
  });
});
