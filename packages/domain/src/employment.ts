import { checkNip, type NipProblem } from "./nip.ts";
import type { EmploymentKind } from "./post.ts";

/** Days of the office's calendar (Asia/Jakarta), `YYYY-MM-DD`, both ends included; an open end lasts. */
export interface Period {
  readonly from: string;
  readonly to: string | null;
}

/** Unpaid leave outside the state's service (*cuti di luar tanggungan negara*), with the decision that granted it. */
export const LEAVE_KINDS = ["cltn"] as const;
export type LeaveKind = (typeof LEAVE_KINDS)[number];

export interface LeavePeriod extends Period {
  readonly kind: LeaveKind;
}

export interface SpousePeriod extends Period {
  readonly contestId: string;
  readonly candidateId: string;
}

/** What the register knows of one person's days. */
export interface Service {
  readonly employments: readonly (Period & { readonly kind: EmploymentKind })[];
  readonly leaves: readonly LeavePeriod[];
  readonly spouseOf: readonly SpousePeriod[];
}

/** Whether a day lies in a period. Days of this form compare as text. */
export const includesDay = ({ from, to }: Period, day: string): boolean => from <= day && (to === null || day <= to);

export const periodsOverlap = (left: Period, right: Period): boolean =>
  (right.to === null || left.from <= right.to) && (left.to === null || right.from <= left.to);

/** The first two periods that share a day, by their places in the list, or null. A person has one employment at a time. Cost: pairs. */
export function findOverlap(periods: readonly Period[]): readonly [number, number] | null {
  for (const [i, left] of periods.entries())
    for (const [more, right] of periods.slice(i + 1).entries()) if (periodsOverlap(left, right)) return [i, i + 1 + more];
  return null;
}

/** The day before, in the calendar. */
export const dayBefore = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** The employment of that day: PNS, PPPK or not ASN; null before the appointment, between two, and after the last. */
export const employmentOn = ({ employments }: Pick<Service, "employments">, day: string): Service["employments"][number] | null =>
  employments.find((period) => includesDay(period, day)) ?? null;

/** PNS and PPPK, part-time ones too, are civil servants (UU 20/2023). Honorary staff are bound by another route, and are none. On leave one stays a civil servant. */
export function wasCivilServant(service: Pick<Service, "employments">, day: string): boolean {
  const employment = employmentOn(service, day);
  return employment !== null && employment.kind !== "non_asn";
}

export const wasOnLeave = ({ leaves }: Pick<Service, "leaves">, day: string): boolean => leaves.some((leave) => includesDay(leave, day));

/** The candidate of that contest whose spouse this person was on that day, or null. */
export const spouseOfCandidate = ({ spouseOf }: Pick<Service, "spouseOf">, contestId: string, day: string): string | null =>
  spouseOf.find((period) => period.contestId === contestId && includesDay(period, day))?.candidateId ?? null;

/** What is wrong with a number for this kind of employment, or null. `missing`: an ASN has one; `not-issued`: a non-ASN has none. */
export function checkNipFor(kind: EmploymentKind, nip: string | null): NipProblem | "missing" | "not-issued" | null {
  if (kind === "non_asn") return nip === null ? null : "not-issued";
  return nip === null ? "missing" : checkNip(nip, kind === "pns" ? "pns" : "pppk");
}
