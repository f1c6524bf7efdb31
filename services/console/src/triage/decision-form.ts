import type { Checklist, Decide, FlagDetail, GuidanceView } from "@netra/service-api/contract";

type Route = Decide["act"];
export type Outcome = NonNullable<Decide["outcome"]>;
export type OutOfScope = NonNullable<Decide["outOfScope"]>;
export type Question = keyof Checklist;

/** The questions of an escalation in their order, and what an answer does; null until they are here. */
export type Asked = readonly Pick<GuidanceView["questions"][number], "id" | "answers">[] | null;
export const OUTCOMES = ["not_partisan", "duplicate", "not_this_person", "third_party_act", "out_of_scope"] as const satisfies readonly Outcome[];
export const OUT_OF_SCOPE = ["unregistered", "other_route", "before_appointment", "outside_window"] as const satisfies readonly OutOfScope[];
export const ESCALATION_REASON_MIN = 40;

/** A decision being written. Nothing is pre-chosen: no route is the default. */
export interface DecisionForm {
  readonly route: Route | null;
  readonly outcome: Outcome | null;
  readonly outOfScope: OutOfScope | null;
  readonly duplicateOf: string | null;
  readonly question: string;
  readonly addressee: string;
  readonly due: string;
  readonly checklist: Checklist;
  /** Hash of the questions that `checklist` answers; null while nothing is answered. */
  readonly guidance: string | null;
  readonly reason: string;
}

export const EMPTY_FORM: DecisionForm = {
  route: null,
  outcome: null,
  outOfScope: null,
  duplicateOf: null,
  question: "",
  addressee: "",
  due: "",
  checklist: {},
  guidance: null,
  reason: "",
};

export type Missing =
  | { readonly what: "outcome" | "scope" | "duplicate" | "reason" | "question" | "addressee" | "due" | "due_range" | "questions" }
  | { readonly what: "reason_short"; readonly n: number }
  | { readonly what: "answers"; readonly n: number }
  | { readonly what: "unknown_blocks"; readonly questions: readonly Question[] }
  | { readonly what: "like_only" };

/** The first thing that stands in the way of saving, or null. Mirrors what the server checks, so that nobody is sent away after pressing. */
export function missingIn(
  form: DecisionForm,
  flag: Pick<FlagDetail, "kind">,
  by: { readonly role: string; readonly today: string; readonly asked: Asked },
): Missing | null {
  switch (form.route) {
    case "close":
      if (form.outcome === null) return { what: "outcome" };
      if (form.outcome === "out_of_scope" && form.outOfScope === null) return { what: "scope" };
      if (form.outcome === "duplicate" && form.duplicateOf === null) return { what: "duplicate" };
      return form.reason.trim() === "" ? { what: "reason" } : null;
    case "needs_info":
      if (form.question.trim() === "") return { what: "question" };
      if (form.addressee.trim() === "") return { what: "addressee" };
      if (!/^\d{4}-\d{2}-\d{2}$/.test(form.due)) return { what: "due" };
      return form.due < by.today || form.due > latestDue(by.today) ? { what: "due_range" } : null;
    case "escalate":
      return missingToEscalate(form, flag, by);
    case null:
      return { what: "outcome" };
  }
}

function missingToEscalate(
  form: DecisionForm,
  flag: Pick<FlagDetail, "kind">,
  { role, asked }: { readonly role: string; readonly asked: Asked },
): Missing | null {
  if ((flag.kind === "like" || flag.kind === "follow") && role !== "supervisor") return { what: "like_only" };
  if (asked === null) return { what: "questions" };
  const blocking = asked.flatMap(({ id, answers }) => {
    const answer = form.checklist[id];
    return answer !== undefined && answers[answer] === "blocks" ? [id] : [];
  });
  if (blocking.length > 0) return { what: "unknown_blocks", questions: blocking };
  const open = asked.filter(({ id }) => form.checklist[id] === undefined).length;
  if (open > 0) return { what: "answers", n: open };
  const short = ESCALATION_REASON_MIN - form.reason.trim().length;
  return short > 0 ? { what: "reason_short", n: short } : null;
}

/** The act as the API takes it: only the fields of the chosen route. */
export function toDecide(form: DecisionForm, fence: number, idempotencyKey: string): Decide {
  const base = { fence, idempotencyKey, reason: form.reason.trim() };
  switch (form.route) {
    case "close":
      return {
        ...base,
        act: "close",
        ...(form.outcome === null ? {} : { outcome: form.outcome }),
        ...(form.outcome === "out_of_scope" && form.outOfScope !== null ? { outOfScope: form.outOfScope } : {}),
        ...(form.outcome === "duplicate" && form.duplicateOf !== null ? { duplicateOf: form.duplicateOf } : {}),
      };
    case "needs_info":
      return { ...base, act: "needs_info", question: form.question.trim(), addressee: form.addressee.trim(), due: form.due };
    case "escalate":
      return { ...base, act: "escalate", checklist: form.checklist, ...(form.guidance === null ? {} : { guidance: form.guidance }) };
    case null:
      throw new Error("A decision needs a route: close, ask, or escalate.");
  }
}

/** The longest that an answer is waited for, days; the API refuses more. */
const INFO_DUE_DAYS = 30;

/** The last day by which an answer may be asked for, `YYYY-MM-DD`. */
export const latestDue = (today: string): string => new Date(Date.parse(today) + INFO_DUE_DAYS * 86_400_000).toISOString().slice(0, 10);

/** A due date to propose: three days on, but never after the day before the deadline, and never in the past. */
export function proposedDue(today: string, deadlineDay: string): string {
  const plus = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
  const latest = plus(deadlineDay, -1);
  const wanted = plus(today, 3);
  return [wanted < latest ? wanted : latest, today].sort().at(-1) ?? today;
}
