import type { ClockRegime } from "./case-clock.ts";
import { conflict, invalid } from "./errors.ts";
import { checkReferral, type ReferralBody, referralsOn } from "./referral.ts";
import { isCalendarDay } from "./week.ts";

/** Where a case stands, in the order things go. Stored: never rename. */
export const CASE_STATES = [
  "initial_information",
  "inquiry",
  "plenary",
  "finding",
  "discontinued",
  "prevention",
  "registration",
  "clarification",
  "assessment",
  "not_a_violation",
  "referred",
  "follow_up",
  "done",
] as const;
export type CaseState = (typeof CASE_STATES)[number];

/**
 * Which states may follow which. Sources: Perbawaslu 8/2020 jo 9/2024; the flow of Pangkalpinang, August 2025, where a plenary referred without a registration, which is also the
 * only way before the candidates are determined. A state that nothing follows is the end of a case.
 */
export const CASE_FLOW: Readonly<Record<CaseState, readonly CaseState[]>> = {
  initial_information: ["inquiry"],
  inquiry: ["plenary"],
  plenary: ["finding", "referred", "prevention", "discontinued"],
  finding: ["registration"],
  discontinued: [],
  prevention: ["done"],
  registration: ["clarification"],
  clarification: ["assessment"],
  assessment: ["not_a_violation", "referred"],
  not_a_violation: ["done"],
  referred: ["follow_up"],
  follow_up: ["done"],
  done: [],
};

/** The longest number of a plenary decision, and reason or note of a step, in characters. */
export const PLENARY_NUMBER_MAX = 100;
export const STEP_REASON_MAX = 1000;
export const CORRECTION_REASON_MIN = 10;

/** A step of a case that a supervisor noted; `correction` takes back the newest one that stands. */
export interface TakenStep {
  readonly kind: "forward" | "correction";
  readonly to: CaseState;
}

/** The states that a case went through, corrected steps left out; the last is where it stands. Oldest step first. */
export function caseTrail(steps: readonly TakenStep[]): readonly CaseState[] {
  const trail: CaseState[] = ["initial_information"];
  for (const { kind, to } of steps)
    if (kind === "forward") trail.push(to);
    else trail.pop();
  return trail;
}

/** What may be noted next. A case whose flags were all taken back can only be discontinued. */
export function nextSteps(trail: readonly CaseState[], flags: number): readonly CaseState[] {
  const next = CASE_FLOW[stateOf(trail)];
  return flags > 0 || next.length === 0 ? next : ["discontinued"];
}

/** A step as it is asked for. Everything after an escalation is the plenary's: a forward step names its decision, a correction its reason. */
export type StepAsked =
  | {
      readonly kind: "forward";
      readonly to: CaseState;
      readonly plenaryNumber: string;
      readonly plenaryOn: string;
      readonly reason: string;
      /** Ids of bodies (`ReferralBody`), of a step to `referred` and of no other. */
      readonly referredTo?: readonly string[] | undefined;
    }
  | { readonly kind: "correction"; readonly reason: string };

/** A step that may be stored. */
export interface StepMade {
  readonly kind: "forward" | "correction";
  readonly from: CaseState;
  readonly to: CaseState;
  readonly plenaryNumber: string | null;
  /** `YYYY-MM-DD` */
  readonly plenaryOn: string | null;
  readonly reason: string;
  /** Of a step to `referred`: at least one; null for every other. */
  readonly referredTo: readonly string[] | null;
}

/**
 * Checks a step against where the case stands. Throws conflict `case-step-order` or `nothing-to-correct`, and invalid `plenary-missing`, `plenary-day`, `correction-reason`,
 * `referral-unasked`, or what `checkReferral` throws. `today` is the day in Jakarta: a plenary that has not met decides nothing.
 */
export function takeStep(
  at: {
    readonly trail: readonly CaseState[];
    readonly flags: number;
    readonly openedOn: string;
    readonly today: string;
    readonly regime: ClockRegime;
    /** To whom a plenary may refer, of all days and regimes. */
    readonly referrals: readonly ReferralBody[];
  },
  asked: StepAsked,
): StepMade {
  const from = stateOf(at.trail);
  const reason = asked.reason.trim();
  if (asked.kind === "correction") {
    const back = at.trail.at(-2);
    if (back === undefined) throw conflict("nothing-to-correct", "No step of this case stands that could be corrected.");
    if (reason.length < CORRECTION_REASON_MIN)
      throw invalid(
        "correction-reason",
        `Say in at least ${CORRECTION_REASON_MIN} characters why the newest step is wrong: it stays, and so does the reason.`,
      );
    return { kind: "correction", from, to: back, plenaryNumber: null, plenaryOn: null, reason, referredTo: null };
  }
  const next = nextSteps(at.trail, at.flags);
  if (!next.includes(asked.to))
    throw conflict("case-step-order", `From ${from} a case goes to ${next.join(", ") || "nothing"}: look at the case again.`, {
      from,
      next: [...next],
    });
  const plenaryNumber = asked.plenaryNumber.trim();
  if (plenaryNumber === "") throw invalid("plenary-missing", "Give the number of the plenary decision: without one a case goes nowhere.");
  if (!isCalendarDay(asked.plenaryOn) || asked.plenaryOn > at.today || asked.plenaryOn < at.openedOn)
    throw invalid("plenary-day", "Give the day of the plenary decision as YYYY-MM-DD, from the day the case opened to today.");
  const referredTo = asked.referredTo ?? [];
  if (asked.to !== "referred" && referredTo.length > 0)
    throw invalid("referral-unasked", `A step to ${asked.to} refers the case to nobody: leave the body out.`);
  return {
    kind: "forward",
    from,
    to: asked.to,
    plenaryNumber,
    plenaryOn: asked.plenaryOn,
    reason,
    referredTo:
      asked.to === "referred"
        ? checkReferral(referralsOn(at.referrals, { regime: at.regime, day: asked.plenaryOn }), { referredTo, note: reason })
        : null,
  };
}

const stateOf = (trail: readonly CaseState[]): CaseState => trail.at(-1) ?? "initial_information";
