import { JAKARTA_OFFSET_MS } from "./week.ts";

/**
 * Days to act on a finding, counted in calendar days of the office's zone from the day it became known.
 * Source: UU 7/2017 Ps 454(5); UU 1/2015 Ps 134. Whether the clock starts at the flag or at a person's confirmation is open:
 * the list shows the earlier one. A dated table replaces this constant when procedures are modelled.
 */
export const FINDING_DAYS = 7;

/** End of the last day (23:59:59.999 in Jakarta) on which a finding may still be set. */
export function findingDeadline(known: Date): Date {
  const day = Math.floor((known.getTime() + JAKARTA_OFFSET_MS) / 86_400_000);
  return new Date((day + FINDING_DAYS + 1) * 86_400_000 - JAKARTA_OFFSET_MS - 1);
}

/** A deadline that ends within so many working days is shown as lapsing. */
export const LAPSING_WORKING_DAYS = 2;

/**
 * The end of the second working day after this one, in Jakarta: a deadline up to then is lapsing, and so is one that has passed. Working days are Monday to Friday:
 * public holidays are decreed year by year and not known here, so before one the warning comes a day late.
 */
export function lapsingUntil(now: Date): Date {
  let day = Math.floor((now.getTime() + JAKARTA_OFFSET_MS) / 86_400_000);
  for (let left = LAPSING_WORKING_DAYS; left > 0; ) {
    day += 1;
    // 1970-01-01 was a Thursday.
    const weekday = (day + 4) % 7;
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return new Date((day + 1) * 86_400_000 - JAKARTA_OFFSET_MS - 1);
}
