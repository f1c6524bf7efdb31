import type { ClockRegime } from "./case-clock.ts";
import { invalid } from "./errors.ts";
import type { BothLanguages } from "./guidance.ts";

/** To whom a plenary may refer a case, as a dated fact with its source: `config/procedures/referrals.yaml`. */
export interface ReferralBody {
  /** Stored with steps: never renamed, never used for another. */
  readonly id: string;
  readonly name: BothLanguages;
  readonly regimes: readonly ClockRegime[];
  /** First and last day on which it takes such cases, `YYYY-MM-DD`; `to` left out while it does. */
  readonly from: string;
  readonly to?: string | undefined;
  readonly source: string;
  /** Which body it is must be said in the step's note. */
  readonly note?: "required" | undefined;
}

/** The bodies that a plenary of this day could refer to, in the table's order. */
export const referralsOn = (table: readonly ReferralBody[], at: { readonly regime: ClockRegime; readonly day: string }): readonly ReferralBody[] =>
  table.filter(({ regimes, from, to }) => regimes.includes(at.regime) && from <= at.day && (to === undefined || at.day <= to));

/**
 * The bodies that a step to `referred` names, in the table's order. Throws invalid `referral-missing` without one, `referral-unknown` for what takes no such case on the plenary's day,
 * and `referral-note` where the note must say which body it is.
 */
export function checkReferral(
  bodies: readonly ReferralBody[],
  asked: { readonly referredTo: readonly string[]; readonly note: string },
): readonly string[] {
  const known = bodies.map(({ id }) => id).join(", ");
  if (asked.referredTo.length === 0) throw invalid("referral-missing", `Say to whom the plenary referred the case: ${known}.`);
  if (asked.referredTo.some((id) => !bodies.some((body) => body.id === id)))
    throw invalid(
      "referral-unknown",
      `On the day of this plenary a case could be referred to ${known || "nobody"}: look at the day and choose again.`,
    );
  const named = bodies.filter(({ id }) => asked.referredTo.includes(id));
  if (asked.note === "" && named.some(({ note }) => note === "required"))
    throw invalid("referral-note", "Write in the note which body it is: its office, no name of a person.");
  return named.map(({ id }) => id);
}

/** Bodies by their stored ids, with the names that the table has; one that it has no more is named by its id. */
export const nameBodies = (ids: readonly string[], table: readonly ReferralBody[]): { readonly id: string; readonly name: BothLanguages }[] =>
  ids.map((id) => ({ id, name: table.find((body) => body.id === id)?.name ?? { id, en: id } }));
