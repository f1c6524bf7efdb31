import { addWorkingDays, dayOf, endOfDay, type WorkPlace } from "./work-calendar.ts";

/**
 * Days to act on a finding, counted in calendar days of the office's zone from the day it became known.
 * Source: UU 7/2017 Ps 454(5); UU 1/2015 Ps 134. Whether the clock starts at the flag or at a person's confirmation is open:
 * the list shows the earlier one. A dated table replaces this constant when procedures are modelled.
 */
export const FINDING_DAYS = 7;

/** End of the last day (23:59:59.999 in Jakarta) on which a finding may still be set. */
export function findingDeadline(known: Date): Date {
  return endOfDay(dayOf(known) + FINDING_DAYS);
}

/** A deadline that ends within so many working days is shown as lapsing. */
export const LAPSING_WORKING_DAYS = 2;

/**
 * The end of the second working day after this one, in Jakarta: a deadline up to then is lapsing, and so is one that has passed. Where the holidays of a year are not known, the
 * warning before one of them comes a day late.
 */
export function lapsingUntil(now: Date, at: WorkPlace): { readonly until: Date; readonly unknownYears: readonly number[] } {
  const { day, unknownYears } = addWorkingDays(dayOf(now), LAPSING_WORKING_DAYS, at);
  return { until: endOfDay(day), unknownYears };
}
