import { invalid } from "./errors.ts";
import { isCalendarDay, jakartaDay } from "./week.ts";

/** The longest that an answer is waited for at once; who needs longer asks again. */
export const INFO_DUE_DAYS = 30;
const DAY_MS = 86_400_000;

/** Checks the day by which an answer is asked for, `YYYY-MM-DD` in Jakarta. Throws invalid `due-out-of-range` for what is no day, is over, or lies more than `INFO_DUE_DAYS` days ahead. */
export function checkInfoDue(due: string, now: Date): void {
  const latest = jakartaDay(new Date(now.getTime() + INFO_DUE_DAYS * DAY_MS));
  if (!isCalendarDay(due) || due < jakartaDay(now) || due > latest)
    throw invalid("due-out-of-range", `Give the day by which an answer is needed as YYYY-MM-DD, from today to ${INFO_DUE_DAYS} days ahead.`);
}
