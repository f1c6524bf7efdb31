import { type DomainError, forbidden, invalid } from "./errors.ts";
import { can, type Role } from "./roles.ts";
import { isCalendarDay, jakartaDay } from "./week.ts";

/** What a reader may have an interest in. A candidate is not among them: who stands close to one stands against the others, so the whole contest is named. Stored: never rename. */
export const INTERESTS = ["person", "agency", "contest"] as const;
export type InterestKind = (typeof INTERESTS)[number];

/** The days on which an interest holds, `YYYY-MM-DD` in Jakarta; `to` is the last one, null until somebody ends it. */
export interface InterestDays {
  readonly from: string;
  readonly to: string | null;
}

/** Says since when and until when an interest holds; from today where nothing is said. Throws invalid `interest-days` for what is no day, is over, or ends before it begins. */
export function interestDays(given: { readonly from?: string | undefined; readonly to?: string | undefined }, now: Date): InterestDays {
  const today = jakartaDay(now);
  const from = given.from ?? today;
  const to = given.to ?? null;
  if (!isCalendarDay(from) || (to !== null && (!isCalendarDay(to) || to < from || to < today)))
    throw invalid("interest-days", "Give the first and the last day as YYYY-MM-DD; the last one may be left open, and is not before today.");
  return { from, to };
}

export type InterestStanding = "running" | "coming" | "over";

/** Whether an interest holds today. */
export function interestStanding(given: InterestDays & { readonly ended: boolean }, now: Date): InterestStanding {
  const today = jakartaDay(now);
  if (given.ended || (given.to !== null && given.to < today)) return "over";
  return given.from > today ? "coming" : "running";
}

/** Whether this person may end an entry: what one entered oneself, and, for a supervisor, what stands about somebody else. Nobody frees themselves from what another entered. */
export const mayEndInterest = (
  entry: { readonly userId: string; readonly enteredBy: string },
  actor: { readonly id: string; readonly role: Role },
): boolean => (entry.userId === actor.id ? entry.enteredBy === actor.id : can(actor.role, "recusal.manage"));

/** Somebody who reads flags, and may have an interest in one. */
export const mayRead = (role: Role): boolean => can(role, "flag.claim");

/** The refusal of a flag that its reader is kept from: the same words whatever the interest is. */
export const recused = (): DomainError =>
  forbidden("recused", "You are kept from this flag: you passed it on, or an interest of yours is on the recusal list. Another person reads it.");
