import { describe, expect, it } from "vitest";
import type { DomainError } from "./errors.ts";
import {
  type Act,
  CHECKLIST,
  type ClaimedFrom,
  type DecisionAct,
  type DecisionActor,
  decideFlag,
  FLAG_STATES,
  type FlagFacts,
  mayClaim,
  mayUndo,
  UNDO_SECONDS,
} from "./flag.ts";
import { ROLES, type Role } from "./roles.ts";

const ME = "reader-1";
const SOMEBODY = "reader-2";
const LANES: readonly ClaimedFrom[] = ["open", "needs_info", "awaiting_second", "disputed"];

const held: FlagFacts = {
  state: "claimed",
  kind: "post",
  lease: { userId: ME, fence: 3 },
  firstReaderId: null,
  secondReaderId: null,
  sentBy: [],
  mediaTextBy: [],
  readFirstBy: [],
  hasReading: true,
};
const me = (role: Role = "analyst"): DecisionActor => ({ id: ME, role, fence: 3 });

const close: Act = { act: "close", outcome: "not_partisan", reason: "Hanya ucapan selamat." };
const ask: Act = { act: "needs_info", question: "Siapa pengelola akun ini?", addressee: "BKPSDM", due: "2026-11-28", reason: "" };
const answers = Object.fromEntries(CHECKLIST.map((question) => [question, "yes"])) as Record<(typeof CHECKLIST)[number], "yes" | "no" | "unknown">;
const BLOCKING: readonly string[] = ["own_act", "link", "employment"];
const rules = CHECKLIST.map((id) => ({
  id,
  answers: { yes: "nothing", no: "weakens", unknown: BLOCKING.includes(id) ? "blocks" : "weakens" } as const,
}));
const escalate: Act = {
  act: "escalate",
  checklist: answers,
  rules,
  reason: "Ajakan memilih satu pasangan calon, ditulis sendiri di akun terdaftar.",
};
const ACTS = { close, ask, escalate };

/** The next state, or the code of the refusal. */
function outcomeOf(decide: () => { to: string }): string {
  try {
    return decide().to;
  } catch (error) {
    return (error as DomainError).code;
  }
}

describe("what a decision makes of a flag", () => {
  // lane → act → [analyst, supervisor]; every other role is refused everywhere.
  const table: Record<ClaimedFrom, Record<keyof typeof ACTS, readonly [string, string]>> = {
    open: { close: ["closed", "closed"], ask: ["needs_info", "needs_info"], escalate: ["awaiting_second", "awaiting_second"] },
    needs_info: { close: ["closed", "closed"], ask: ["needs_info", "needs_info"], escalate: ["awaiting_second", "awaiting_second"] },
    awaiting_second: { close: ["disputed", "disputed"], ask: ["needs_info", "needs_info"], escalate: ["escalated", "escalated"] },
    disputed: {
      close: ["role-may-not-decide", "closed"],
      ask: ["role-may-not-decide", "needs_info"],
      escalate: ["role-may-not-decide", "escalated"],
    },
  };
  const expected = (lane: ClaimedFrom, act: keyof typeof ACTS, role: Role): string =>
    role === "analyst" ? table[lane][act][0] : role === "supervisor" ? table[lane][act][1] : "role-may-not-decide";
  const rows = LANES.flatMap((lane) =>
    (Object.keys(ACTS) as (keyof typeof ACTS)[]).flatMap((act) => ROLES.map((role) => ({ lane, act, role, to: expected(lane, act, role) }))),
  );

  it.each(rows)("$lane + $act by a $role → $to", ({ lane, act, role, to }) => {
    const earlier = lane === "open" || lane === "needs_info" ? held : { ...held, firstReaderId: SOMEBODY };
    expect(outcomeOf(() => decideFlag(earlier, lane, me(role), ACTS[act]))).toBe(to);
  });

  it("a case opens only where two people agreed, or a supervisor settled", () => {
    const opens = LANES.filter((lane) => decideFlag({ ...held, firstReaderId: SOMEBODY }, lane, me("supervisor"), escalate).opensCase);
    expect(opens).toEqual(["awaiting_second", "disputed"]);
  });

  it("an outcome stands on the flag only once it is closed", () => {
    expect(decideFlag(held, "open", me(), close).outcome).toBe("not_partisan");
    expect(decideFlag({ ...held, firstReaderId: SOMEBODY }, "awaiting_second", me(), close).outcome).toBeNull();
    expect(decideFlag(held, "open", me(), escalate).outcome).toBeNull();
  });

  it("nobody agrees with himself: who proposed an escalation is refused as its second reader", () => {
    expect(outcomeOf(() => decideFlag({ ...held, firstReaderId: ME }, "awaiting_second", me(), escalate))).toBe("second-must-differ");
    expect(outcomeOf(() => decideFlag({ ...held, firstReaderId: ME }, "awaiting_second", me(), close))).toBe("second-must-differ");
  });

  it("nobody settles a dispute that he is a side of", () => {
    for (const side of [{ firstReaderId: ME }, { firstReaderId: SOMEBODY, secondReaderId: ME }])
      expect(outcomeOf(() => decideFlag({ ...held, ...side }, "disputed", me("supervisor"), close))).toBe("third-must-differ");
  });
});

describe("a decision needs the flag in hand", () => {
  it.each([
    ["the lease ran out", { lease: null }],
    ["somebody else holds it", { lease: { userId: SOMEBODY, fence: 3 } }],
    ["it was claimed again since, so that the fence is stale", { lease: { userId: ME, fence: 4 } }],
    ["it was decided meanwhile", { state: "closed" }],
    ["the link was revoked meanwhile", { state: "withdrawn" }],
  ] as const)("lost when %s", (_why, change) => {
    expect(outcomeOf(() => decideFlag({ ...held, ...change }, "open", me("supervisor"), close))).toBe("lease-lost");
  });

  it("and a reading of one's own first", () => {
    expect(outcomeOf(() => decideFlag({ ...held, hasReading: false }, "open", me(), close))).toBe("reading-first");
  });
});

describe("what an act must say", () => {
  const first = (act: Act, flag: Partial<FlagFacts> = {}, role: Role = "analyst") =>
    outcomeOf(() => decideFlag({ ...held, ...flag }, "open", me(role), act));

  it.each([
    ["closing without a reason", { ...close, reason: " \n " }, "reason-missing"],
    ["out of scope without saying which", { ...close, outcome: "out_of_scope" }, "out-of-scope-which"],
    ["out of scope, and which", { ...close, outcome: "out_of_scope", outOfScope: "outside_window" }, "closed"],
    ["a duplicate of nothing", { ...close, outcome: "duplicate" }, "duplicate-of-which"],
    ["a duplicate of another flag", { ...close, outcome: "duplicate", duplicateOf: "flag-2" }, "closed"],
    ["a request without a question", { ...ask, question: "  " }, "needs-info-fields"],
    ["a request to nobody", { ...ask, addressee: "" }, "needs-info-fields"],
    ["a request due some day", { ...ask, due: "besok" }, "needs-info-fields"],
    ["a request due on a day that is none", { ...ask, due: "2026-02-30" }, "needs-info-fields"],
    ["an escalation with a reason of 39 characters", { ...escalate, reason: "x".repeat(39) }, "reason-too-short"],
    ["an escalation whose reason is padded with blanks", { ...escalate, reason: `${"x".repeat(39)}      ` }, "reason-too-short"],
    ["an escalation with a reason of 40 characters", { ...escalate, reason: "x".repeat(40) }, "awaiting_second"],
  ] as [string, Act, string][])("%s → %s", (_what, act, to) => {
    expect(first(act)).toBe(to);
  });

  it.each(CHECKLIST)("an escalation without an answer on %s is refused", (question) => {
    const { [question]: _, ...others } = answers;
    expect(first({ ...escalate, checklist: others })).toBe("checklist-missing");
  });

  it.each(CHECKLIST)("“not known” on %s asks for information first exactly where the guidance says so", (question) => {
    const unknown = { ...escalate, checklist: { ...answers, [question]: "unknown" as const } };
    expect(first(unknown)).toBe(BLOCKING.includes(question) ? "checklist-unknown" : "awaiting_second");
    const lenient = rules.map((rule) => ({ ...rule, answers: { ...rule.answers, unknown: "nothing" as const } }));
    expect(first({ ...unknown, rules: lenient })).toBe("awaiting_second");
  });

  it.each(["like", "follow"])("a %s alone is escalated by a supervisor or not at all", (kind) => {
    expect(first(escalate, { kind })).toBe("like-only");
    expect(first(escalate, { kind }, "supervisor")).toBe("awaiting_second");
    expect(first(close, { kind })).toBe("closed");
  });

  it("a refusal quotes nothing that was written", () => {
    const said = (act: Act): string => {
      try {
        decideFlag(held, "open", me(), act);
        return "";
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(said({ ...escalate, reason: "Budi Teladan" })).not.toContain("Budi");
    expect(said({ ...ask, due: "Budi Teladan" })).not.toContain("Budi");
  });
});

describe("who may claim", () => {
  const flag = (state: FlagFacts["state"], readers: Partial<FlagFacts> = {}) => ({
    state,
    firstReaderId: null,
    secondReaderId: null,
    sentBy: [],
    mediaTextBy: [],
    readFirstBy: [],
    ...readers,
  });
  const verdict = (facts: ReturnType<typeof flag>, role: Role): string => {
    const answer = mayClaim(facts, { id: ME, role });
    return answer === true ? "yes" : answer.code;
  };

  it.each(FLAG_STATES)("a flag that is %s, by role", (state) => {
    const claimable = LANES.includes(state as ClaimedFrom);
    const facts = flag(state, { firstReaderId: SOMEBODY, secondReaderId: "reader-3" });
    for (const role of ROLES) {
      const reads = role === "analyst" || role === "supervisor";
      const expected = !reads
        ? "role-may-not-claim"
        : !claimable
          ? "not-claimable"
          : state === "disputed" && role === "analyst"
            ? "supervisor-settles"
            : "yes";
      expect(verdict(facts, role)).toBe(expected);
    }
  });

  it("the second reader is never the first, not even a supervisor", () => {
    expect(verdict(flag("awaiting_second", { firstReaderId: ME }), "analyst")).toBe("second-must-differ");
    expect(verdict(flag("awaiting_second", { firstReaderId: ME }), "supervisor")).toBe("second-must-differ");
  });

  it("who saved a first reading and passed the flag on does not read second, at the claim nor at the decision, and may read first again or settle", () => {
    const passedOn = { firstReaderId: SOMEBODY, readFirstBy: [SOMEBODY, ME] };
    const verdicts = LANES.map((lane) => verdict(flag(lane, passedOn), "supervisor"));
    expect(verdicts).toEqual(["yes", "yes", "second-must-differ", "yes"]);
    expect(outcomeOf(() => decideFlag({ ...held, ...passedOn }, "awaiting_second", me(), escalate))).toBe("second-must-differ");
  });

  it("nobody reads, reads second or settles what they sent; at the decision neither", () => {
    for (const state of LANES) expect(verdict(flag(state, { firstReaderId: SOMEBODY, sentBy: [SOMEBODY, ME] }), "supervisor")).toBe("own-capture");
    for (const lane of LANES) expect(outcomeOf(() => decideFlag({ ...held, sentBy: [ME] }, lane, me("supervisor"), close))).toBe("own-capture");
    expect(verdict(flag("open", { sentBy: [SOMEBODY] }), "analyst")).toBe("yes");
  });

  it("who wrote down the words in pictures and sound does not read first, neither at the claim nor at the decision", () => {
    const verdicts = LANES.map((lane) => verdict(flag(lane, { firstReaderId: SOMEBODY, mediaTextBy: [ME] }), "supervisor"));
    expect(verdicts).toEqual(["wrote-media", "wrote-media", "yes", "yes"]);
    expect(outcomeOf(() => decideFlag({ ...held, mediaTextBy: [ME] }, "open", me(), close))).toBe("wrote-media");
    expect(verdict(flag("open", { mediaTextBy: [SOMEBODY] }), "analyst")).toBe("yes");
  });

  it("a dispute is settled by a supervisor who read for neither side", () => {
    expect(verdict(flag("disputed", { firstReaderId: ME, secondReaderId: SOMEBODY }), "supervisor")).toBe("third-must-differ");
    expect(verdict(flag("disputed", { firstReaderId: SOMEBODY, secondReaderId: ME }), "supervisor")).toBe("third-must-differ");
  });
});

describe("taking a decision back", () => {
  const fresh = { userId: ME, act: "close" as DecisionAct, ageMs: 1_000, undone: false, newest: true };
  it.each([
    ["by the person who made it, within the minute", fresh, true],
    ["in the last millisecond of the minute", { ...fresh, ageMs: UNDO_SECONDS * 1_000 }, true],
    ["a millisecond later", { ...fresh, ageMs: UNDO_SECONDS * 1_000 + 1 }, false],
    ["by somebody else", { ...fresh, userId: SOMEBODY }, false],
    ["twice", { ...fresh, undone: true }, false],
    ["when the flag was touched since", { ...fresh, newest: false }, false],
    ["a request for information", { ...fresh, act: "needs_info" }, true],
    ["an escalation", { ...fresh, act: "escalate" }, true],
    ["a reopening, which stands", { ...fresh, act: "reopen" }, false],
    ["a withdrawal, which stands", { ...fresh, act: "withdraw" }, false],
  ] as [string, typeof fresh, boolean][])("%s", (_how, last, may) => {
    expect(mayUndo(last, ME)).toBe(may);
  });
});
