import { describe, expect, test } from "vitest";
import { type Asked, type DecisionForm, EMPTY_FORM, missingIn, proposedDue, toDecide } from "./decision-form.ts";

const post = { kind: "post" as const };
const BLOCKING: readonly string[] = ["own_act", "link", "employment"];
const asked = (["own_act", "link", "employment", "campaign", "official", "spouse", "memory", "quote"] as const).map((id) => ({
  id,
  answers: { yes: "nothing", no: "weakens", unknown: BLOCKING.includes(id) ? "blocks" : "weakens" },
})) satisfies Asked;
const yes = Object.fromEntries(asked.map(({ id }) => [id, "yes"])) as DecisionForm["checklist"];
const form = (entry: Partial<DecisionForm>): DecisionForm => ({ ...EMPTY_FORM, ...entry });
const ANALYST = { role: "analyst", today: "2029-10-22", asked };
const reason = "Ajakan memilih dengan nomor pasangan, unggahan sendiri.";

describe("what is missing from a decision", () => {
  test.each([
    [form({ route: "close" }), "outcome"],
    [form({ route: "close", outcome: "not_partisan" }), "reason"],
    [form({ route: "close", outcome: "out_of_scope", reason }), "scope"],
    [form({ route: "close", outcome: "duplicate", reason }), "duplicate"],
    [form({ route: "close", outcome: "not_partisan", reason }), undefined],
    [form({ route: "needs_info", question: "?" }), "addressee"],
    [form({ route: "needs_info", question: "?", addressee: "BKPSDM", due: "besok" }), "due"],
    [form({ route: "needs_info", question: "?", addressee: "BKPSDM", due: "2029-10-25" }), undefined],
    [form({ route: "needs_info", question: "?", addressee: "BKPSDM", due: "2029-10-21" }), "due_range"],
    [form({ route: "needs_info", question: "?", addressee: "BKPSDM", due: "2029-11-21" }), undefined],
    [form({ route: "needs_info", question: "?", addressee: "BKPSDM", due: "2029-11-22" }), "due_range"],
    [form({ route: "escalate", reason }), "answers"],
    [form({ route: "escalate", checklist: { ...yes, link: "unknown" }, reason }), "unknown_blocks"],
    [form({ route: "escalate", checklist: { ...yes, quote: "unknown" }, reason }), undefined],
    [form({ route: "escalate", checklist: yes, reason: "pendek" }), "reason_short"],
  ])("%o → %s", (given, expected) => expect(missingIn(given, post, ANALYST)?.what).toBe(expected));

  test("a like alone is no escalation, unless a supervisor writes why", () => {
    const escalation = form({ route: "escalate", checklist: yes, reason });
    expect(missingIn(escalation, { kind: "like" }, ANALYST)?.what).toBe("like_only");
    expect(missingIn(escalation, { kind: "like" }, { ...ANALYST, role: "supervisor" })).toBeNull();
  });

  test("what sends an answer back is the table's to say, and without the questions nothing is escalated", () => {
    const unsure = form({ route: "escalate", checklist: { ...yes, link: "unknown" }, reason });
    expect(missingIn(unsure, post, ANALYST)).toEqual({ what: "unknown_blocks", questions: ["link"] });
    const lenient = asked.map((one) => ({ ...one, answers: { ...one.answers, unknown: "nothing" as const } }));
    expect(missingIn(unsure, post, { ...ANALYST, asked: lenient })).toBeNull();
    expect(missingIn(unsure, post, { ...ANALYST, asked: null })).toEqual({ what: "questions" });
  });

  test("says how many answers are still to come", () => {
    const { quote: _, ...seven } = yes;
    expect(missingIn(form({ route: "escalate", checklist: seven, reason }), post, ANALYST)).toEqual({ what: "answers", n: 1 });
  });
});

test("only the fields of the chosen route are sent", () => {
  const full = form({
    route: "close",
    outcome: "not_partisan",
    outOfScope: "other_route",
    duplicateOf: "f2",
    question: "?",
    checklist: yes,
    reason: ` ${reason} `,
  });
  expect(toDecide(full, 7, "key-12345678")).toEqual({ fence: 7, idempotencyKey: "key-12345678", act: "close", outcome: "not_partisan", reason });
});

test.each([
  ["2029-10-22", "2029-10-29", "2029-10-25"],
  ["2029-10-22", "2029-10-24", "2029-10-23"],
  ["2029-10-22", "2029-10-20", "2029-10-22"],
])("asked on %s with the limit on %s, an answer is due %s", (today, deadline, expected) => expect(proposedDue(today, deadline)).toBe(expected));
