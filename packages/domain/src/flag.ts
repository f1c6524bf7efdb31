import { conflict, forbidden, invalid } from "./errors.ts";
import { blockedQuestions, type ChecklistRule } from "./guidance.ts";
import { can, type Role } from "./roles.ts";
import { mayAlso, type TwoPersonAct } from "./two-person.ts";
import { isCalendarDay } from "./week.ts";

/** States of a flag (one post in one contest). Stored: never rename. */
export const FLAG_STATES = ["open", "claimed", "needs_info", "awaiting_second", "disputed", "escalated", "closed", "withdrawn"] as const;
export type FlagState = (typeof FLAG_STATES)[number];

export const OUTCOMES = ["not_partisan", "duplicate", "not_this_person", "third_party_act", "out_of_scope"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const OUT_OF_SCOPE = ["unregistered", "other_route", "before_appointment", "outside_window"] as const;
export type OutOfScope = (typeof OUT_OF_SCOPE)[number];

export const READINGS = ["neither", "support", "harm", "unclear"] as const;
export type Reading = (typeof READINGS)[number];

/** The eight questions that an escalation must answer, in the order they are asked. Sources: B/36/M.SM.00.00/2018 on spouses, Bawaslu Gorontalo 2019 on the campaign element, and cases that proved false. */
export const CHECKLIST = ["own_act", "link", "employment", "campaign", "official", "spouse", "memory", "quote"] as const;
export type ChecklistQuestion = (typeof CHECKLIST)[number];
export type ChecklistAnswer = "yes" | "no" | "unknown";

export const UNDO_SECONDS = 60;
export const ESCALATION_REASON_MIN = 40;

export type Act =
  | { readonly act: "close"; readonly outcome: Outcome; readonly outOfScope?: OutOfScope; readonly duplicateOf?: string; readonly reason: string }
  | { readonly act: "needs_info"; readonly question: string; readonly addressee: string; readonly due: string; readonly reason: string }
  | {
      readonly act: "escalate";
      readonly checklist: Readonly<Partial<Record<ChecklistQuestion, ChecklistAnswer>>>;
      /** What each answer does, by the guidance that the questions were asked under. */
      readonly rules: readonly ChecklistRule[];
      readonly reason: string;
    };

/** What a decision is made on; read under the flag's row lock. */
export interface FlagFacts {
  readonly state: FlagState;
  readonly kind: string;
  /** Open lease, by the database's clock. */
  readonly lease: { readonly userId: string; readonly fence: number } | null;
  /** Who proposed the escalation, when one is under way. */
  readonly firstReaderId: string | null;
  readonly secondReaderId: string | null;
  /** Who sent captures of the post. */
  readonly sentBy: readonly string[];
  /** Who, at a second look, wrote down words in the pictures or sound of the post. */
  readonly mediaTextBy: readonly string[];
  /** Who saved a first reading in this turn, decided or passed on: they saw the machine's reading. */
  readonly readFirstBy: readonly string[];
  /** Readers saved on this flag by this actor. */
  readonly hasReading: boolean;
}

export interface DecisionActor {
  readonly id: string;
  readonly role: Role;
  /** Fencing number the actor believes to hold. */
  readonly fence: number;
}

export interface Decided {
  readonly to: FlagState;
  readonly outcome: Outcome | null;
  /** True when the decision opens (or extends) a case. */
  readonly opensCase: boolean;
}

/** The claim's state before it was claimed; a release goes back there. */
export type ClaimedFrom = "open" | "needs_info" | "awaiting_second" | "disputed";

/**
 * Decides what an act does to a flag. Pure: throws a DomainError when it may not be done, else says the next state.
 *
 * `from` is the lane the flag was claimed in: a first reading (`open`, `needs_info`), a second one (`awaiting_second`, blind), or a
 * supervisor's settlement (`disputed`). Escalation needs two people who agree; a second reader who closes makes it disputed.
 */
export function decideFlag(flag: FlagFacts, from: ClaimedFrom, actor: DecisionActor, act: Act): Decided {
  requireLease(flag, actor);
  if (!can(actor.role, from === "disputed" ? "flag.settle" : "flag.decide"))
    throw forbidden("role-may-not-decide", `The role ${actor.role} may not decide here.`, { role: actor.role });
  const own = doneBefore(flag, from, actor.id);
  if (own) throw forbidden(own.code, own.message);
  if (!flag.hasReading) throw conflict("reading-first", "Save your reading before you decide.");
  checkAct(flag, actor, act);
  switch (act.act) {
    case "needs_info":
      return { to: "needs_info", outcome: null, opensCase: false };
    case "close":
      return from === "awaiting_second"
        ? { to: "disputed", outcome: null, opensCase: false }
        : { to: "closed", outcome: act.outcome, opensCase: false };
    case "escalate":
      if (from === "open" || from === "needs_info") return { to: "awaiting_second", outcome: null, opensCase: false };
      return { to: "escalated", outcome: null, opensCase: true };
  }
}

function requireLease(flag: FlagFacts, actor: DecisionActor): void {
  if (flag.state !== "claimed" || flag.lease === null || flag.lease.userId !== actor.id || flag.lease.fence !== actor.fence)
    throw conflict("lease-lost", "This flag is no longer yours. Your reading is kept; no decision was recorded.", {
      holder: flag.lease?.userId ?? null,
    });
}

const TURN_OF: Readonly<Record<ClaimedFrom, TwoPersonAct>> = {
  open: "first_reading",
  needs_info: "first_reading",
  awaiting_second: "second_reading",
  disputed: "settle",
};

/** Whose earlier act keeps this person from the lane: asked at the claim, and again at the decision, so that neither alone carries the promise. */
function doneBefore(
  flag: Pick<FlagFacts, "firstReaderId" | "secondReaderId" | "sentBy" | "mediaTextBy" | "readFirstBy">,
  lane: ClaimedFrom,
  userId: string,
): { code: string; message: string } | null {
  const did: TwoPersonAct[] = [];
  if (flag.sentBy.includes(userId)) did.push("capture");
  if (flag.mediaTextBy.includes(userId)) did.push("wrote_media");
  // Who read first and passed the flag on is not blind any more; whose word stands in a dispute is asked of the two who decided.
  if (flag.firstReaderId === userId || (lane === "awaiting_second" && flag.readFirstBy.includes(userId))) did.push("first_reading");
  if (flag.secondReaderId === userId) did.push("second_reading");
  const may = mayAlso(did, TURN_OF[lane]);
  return may.ok ? null : { code: may.code, message: may.reason.en };
}

function checkAct(flag: FlagFacts, actor: DecisionActor, act: Act): void {
  if (act.act === "close") {
    if (act.outcome === "out_of_scope" && act.outOfScope === undefined)
      throw invalid("out-of-scope-which", "Say which: unregistered, other route, before appointment or outside the window.");
    if (act.outcome === "duplicate" && act.duplicateOf === undefined) throw invalid("duplicate-of-which", "Say which flag this one repeats.");
    if (act.reason.trim() === "") throw invalid("reason-missing", "Give a reason for closing.");
  }
  if (act.act === "needs_info" && (act.question.trim() === "" || act.addressee.trim() === "" || !isCalendarDay(act.due)))
    throw invalid("needs-info-fields", "A request needs a question, an addressee and a due date (YYYY-MM-DD).");
  if (act.act === "escalate") {
    const missing = CHECKLIST.filter((question) => act.checklist[question] === undefined);
    if (missing.length > 0) throw invalid("checklist-missing", `Answer ${missing.length} more: ${missing.join(", ")}.`);
    const blocked = blockedQuestions(act.rules, act.checklist);
    if (blocked.length > 0)
      throw invalid("checklist-unknown", `The answer on ${blocked.join(", ")} does not carry an escalation: ask for information first.`);
    if (act.reason.trim().length < ESCALATION_REASON_MIN)
      throw invalid("reason-too-short", `Give a reason of at least ${ESCALATION_REASON_MIN} characters.`);
    if ((flag.kind === "like" || flag.kind === "follow") && actor.role !== "supervisor")
      throw forbidden("like-only", "A like or follow alone cannot be escalated unless a supervisor writes why.", { role: "supervisor" });
  }
}

/** Whether this person may claim a flag in this state; says why not. Who sent it never reads it, who wrote its words down never reads it first, a second reader is never the first, a settlement is a supervisor's. */
export function mayClaim(
  flag: Pick<FlagFacts, "state" | "firstReaderId" | "secondReaderId" | "sentBy" | "mediaTextBy" | "readFirstBy">,
  actor: { id: string; role: Role },
): true | { code: string; message: string } {
  if (!can(actor.role, "flag.claim")) return { code: "role-may-not-claim", message: `The role ${actor.role} does not read flags.` };
  switch (flag.state) {
    case "open":
    case "needs_info":
    case "awaiting_second":
    case "disputed":
      if (flag.state === "disputed" && actor.role !== "supervisor")
        return { code: "supervisor-settles", message: "Readers differ: a supervisor settles it." };
      return doneBefore(flag, flag.state, actor.id) ?? true;
    default:
      return { code: "not-claimable", message: `A flag that is ${flag.state} cannot be claimed.` };
  }
}

/** Reopens a closed flag, which then is read anew by whoever claims it. Throws when it may not be done. What went on from it (a case, a withdrawal) stays. */
export function reopenFlag(flag: Pick<FlagFacts, "state">, actor: { readonly role: Role }, reason: string): { readonly to: "open" } {
  if (!can(actor.role, "flag.reopen")) throw forbidden("role-may-not", "A supervisor reopens a flag.", { role: "supervisor" });
  if (flag.state !== "closed") throw conflict("not-closed", `Only a closed flag is reopened; this one is ${flag.state}.`);
  if (reason.trim() === "") throw invalid("reason-missing", "Give a reason for reopening.");
  return { to: "open" };
}

/** What a decision may do; the first three are a reader's, on a flag in hand. Stored: never rename. */
export type DecisionAct = Act["act"] | "withdraw" | "reopen";

/** Acts that a reader may take back. A revoked link and a reopening stand: undoing them would put the flag into hands that never held it. */
const UNDOABLE: readonly DecisionAct[] = ["close", "needs_info", "escalate"];

/** Whether a decision may still be taken back: by the person who made it, within the minute, and while nobody else has touched the flag. */
export function mayUndo(
  last: { readonly userId: string; readonly act: DecisionAct; readonly ageMs: number; readonly undone: boolean; readonly newest: boolean },
  actorId: string,
): boolean {
  return UNDOABLE.includes(last.act) && last.userId === actorId && !last.undone && last.newest && last.ageMs <= UNDO_SECONDS * 1000;
}
