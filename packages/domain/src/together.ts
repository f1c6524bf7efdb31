import { conflict } from "./errors.ts";
import type { ClaimedFrom, DecisionAct, FlagState, Outcome } from "./flag.ts";

/** How long after a decision others that say the same may follow it: one sitting, as long as a claim lasts. */
export const TOGETHER_MINUTES = 15;
/** Copies of one message go round within days; what comes later may answer to something else. */
const APART_DAYS = 3;
const DAY_MS = 86_400_000;

/** Why a text of a cluster is left for a reading of its own unless somebody says otherwise. */
export const APART_WHY = ["role", "day", "target", "words"] as const;
export type ApartWhy = (typeof APART_WHY)[number];

interface Act {
  /** On the day of the act; null when the register does not say. */
  readonly roleClass: string | null;
  readonly postedAt: Date;
  /** Candidates that the text was read to speak of, in ballot order. */
  readonly targets: readonly string[];
}

/**
 * What sets a text of a cluster apart from another: the same words of a head of office and of a clerk weigh differently, so do those of another week, the name in
 * it may be another candidate's, and a text that is alike only by way of a third says something else.
 */
export function apartWhy(one: Act, other: Act, { isAlike }: { readonly isAlike: boolean }): ApartWhy[] {
  const why: ApartWhy[] = [];
  if (one.roleClass === null || one.roleClass !== other.roleClass) why.push("role");
  if (Math.abs(one.postedAt.getTime() - other.postedAt.getTime()) > APART_DAYS * DAY_MS) why.push("day");
  if (one.targets.join() !== other.targets.join()) why.push("target");
  if (!isAlike) why.push("words");
  return why;
}

/** The lane that a flag is worked in, whoever holds it. */
const laneOf = (flag: { readonly state: FlagState; readonly claimedFrom: ClaimedFrom | null }): FlagState => flag.claimedFrom ?? flag.state;

/** Whether a flag as it stands may follow another's decision: only a first reading, never one that somebody else's is compared with. */
export const mayFollow = (flag: { readonly state: FlagState; readonly claimedFrom: ClaimedFrom | null }): boolean => laneOf(flag) === "open";

/**
 * Refuses to let a flag follow the decision on another. Throws unless that decision closed its flag at a first reading by the same person, still stands, was made in this
 * sitting, and says nothing of who a person is.
 */
export function requireTogether(
  lead: {
    readonly flagId: string;
    readonly act: DecisionAct;
    readonly toState: FlagState;
    readonly readerNo: number;
    readonly outcome: Outcome | null;
    readonly duplicateOf: string | null;
    readonly undone: boolean;
    readonly ageMs: number;
  },
  flag: { readonly id: string; readonly state: FlagState; readonly claimedFrom: ClaimedFrom | null },
): void {
  if (lead.act !== "close" || lead.toState !== "closed" || lead.readerNo !== 1 || lead.outcome === "not_this_person")
    throw conflict(
      "never-together",
      "Only a first reading that closed a flag is followed; an escalation, a question and a mistaken person are decided one by one.",
    );
  if (lead.undone || lead.ageMs > TOGETHER_MINUTES * 60_000)
    throw conflict("together-too-late", "The decision to follow was taken back, or is from another sitting: decide this flag by itself.");
  if (lead.flagId === flag.id || lead.duplicateOf === flag.id)
    throw conflict("duplicate-of-itself", "This is the flag that the others repeat: it is decided by itself.");
  if (!mayFollow(flag))
    throw conflict(
      flag.state === "closed" || flag.state === "escalated" || flag.state === "withdrawn" ? "not-claimable" : "not-first-reading",
      "This flag does not wait for a first reading: it is never decided together with others.",
    );
}
