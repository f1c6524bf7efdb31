import { ENOUGH_VERDICTS } from "./precision.ts";
import { type IsoWeek, weekSpan } from "./week.ts";
import { addWorkingDays, dayOf, type WorkPlace } from "./work-calendar.ts";

/** The pace of a desk is that of so many closed weeks. */
export const PACE_WEEKS = 4;
/** From fewer of them than this, one odd week would be the pace. */
export const LEAST_PACE_WEEKS = 2;

/** What a desk decides on a working day. */
export interface DeskPace {
  readonly decided: number;
  readonly workingDays: number;
  /** Closed weeks that it rests on: those of the last four whose figures are known. */
  readonly weeks: number;
  /** With one decimal. */
  readonly perDay: number;
  /** Years whose holidays are not known whole: working days may be fewer, and the pace then higher. */
  readonly unknownYears: readonly number[];
}

/** The working days of an ISO week, from 0 to 5. */
export function workingDaysOf(week: IsoWeek, at: WorkPlace): { readonly days: number; readonly unknownYears: readonly number[] } {
  const { from, to } = weekSpan(week);
  const [sunday, before] = [dayOf(to) - 1, dayOf(from) - 1];
  let days = 0;
  while (addWorkingDays(before, days + 1, at).day <= sunday) days += 1;
  return { days, unknownYears: addWorkingDays(before, days, at).unknownYears };
}

/**
 * What the desk decided on a working day of the last closed weeks (`decided` null: not known). Null while too little is known to say so: under two weeks, under twenty decisions, or
 * no working day among them.
 */
export function deskPace(closed: readonly { readonly week: IsoWeek; readonly decided: number | null }[], at: WorkPlace): DeskPace | null {
  const known = closed.slice(-PACE_WEEKS).flatMap(({ week, decided }) => (decided === null ? [] : [{ decided, ...workingDaysOf(week, at) }]));
  const decided = known.reduce((sum, week) => sum + week.decided, 0);
  const workingDays = known.reduce((sum, week) => sum + week.days, 0);
  if (known.length < LEAST_PACE_WEEKS || decided < ENOUGH_VERDICTS || workingDays === 0) return null;
  const unknownYears = [...new Set(known.flatMap((week) => week.unknownYears))].sort((a, b) => a - b);
  return { decided, workingDays, weeks: known.length, perDay: Math.round((decided / workingDays) * 10) / 10, unknownYears };
}

/** Working days of reading that a backlog is at a pace: whole ones, the last one begun. */
export const daysOfBacklog = (waiting: number, { decided, workingDays }: Pick<DeskPace, "decided" | "workingDays">): number =>
  Math.ceil((waiting * workingDays) / decided);
