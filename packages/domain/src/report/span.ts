import { invalid } from "../errors.ts";
import { type IsoWeek, isCalendarDay, jakartaDay, weekOf, weekSpan } from "../week.ts";
import type { ReportDocument } from "./document.ts";
import { CLOSING_AFTER_MS, closingOf, dayStart } from "./flag-then.ts";

/** A report's span of days: both belong to it, `YYYY-MM-DD` in Jakarta. */
export interface DaySpan {
  readonly from: string;
  readonly to: string;
}
/** What a report is of. */
export type ReportSpan = IsoWeek | DaySpan;

/** The longest span of days: a year, and what is left over of its first and last week. */
export const LONGEST_SPAN_DAYS = 400;
const DAY_MS = 86_400_000;

/** First instant of a report's week or days, and the first after them. Throws RangeError for a week that does not exist. */
export const instantsOf = (of: ReportSpan): { from: Date; to: Date } =>
  typeof of === "string" ? weekSpan(of) : { from: new Date(dayStart(of.from)), to: new Date(dayStart(of.to) + DAY_MS) };

/** What a report is compared with: the week before, or as many days, as of their own closing or of the report, whichever was first. */
export function spanBefore(of: ReportSpan, asOf: Date): { week: IsoWeek | null; from: Date; to: Date; asOf: Date } {
  const { from, to } = instantsOf(of);
  const began = new Date(2 * from.getTime() - to.getTime());
  return {
    week: typeof of === "string" ? weekOf(began) : null,
    from: began,
    to: from,
    asOf: new Date(Math.min(closingOf(from.getTime()), asOf.getTime())),
  };
}

/** The week, or both days of a span with an underscore: part of a file's name. */
export const spanName = ({ week, from, to }: ReportDocument["span"]): string =>
  week ?? `${jakartaDay(new Date(from))}_${jakartaDay(new Date(Date.parse(to) - 1))}`;

/**
 * Takes what somebody asks a report of. @throws invalid `week-unknown`, `week-in-future`, `span-unknown`, `span-backwards`, `span-too-long`, `span-in-future`.
 */
export function checkSpan(of: ReportSpan, now: Date): void {
  if (typeof of === "string") {
    if (!weekExists(of)) throw invalid("week-unknown", "Write an ISO week that exists, such as 2026-W47.");
    if (weekSpan(of).from > now) throw invalid("week-in-future", "This week has not begun: choose this one or an earlier one.");
    return;
  }
  if (!isCalendarDay(of.from) || !isCalendarDay(of.to)) throw invalid("span-unknown", "Write two days that exist, such as 2026-11-01.");
  const days = (dayStart(of.to) - dayStart(of.from)) / DAY_MS + 1;
  if (days < 1) throw invalid("span-backwards", "The last day lies before the first: exchange them.");
  if (days > LONGEST_SPAN_DAYS) throw invalid("span-too-long", `A span has at most ${LONGEST_SPAN_DAYS} days: choose a shorter one.`);
  if (of.to > jakartaDay(now)) throw invalid("span-in-future", "The last day has not come: choose today or an earlier day.");
}

function weekExists(week: string): boolean {
  try {
    weekSpan(week);
    return true;
  } catch {
    return false;
  }
}

/**
 * The newest week whose scheduled report is due: from the Monday after it on, 06:00 in the office's zone. Until then it is the one before, whenever somebody asks: a process that
 * starts on a Monday at three makes nothing early.
 */
export function weekDue(now: Date, zone: string): IsoWeek {
  const monday = weekSpan(weekOf(now)).from;
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", hourCycle: "h23" })
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  );
  const [today, first] = [`${parts.year}-${parts.month}-${parts.day}`, jakartaDay(monday)];
  const begun = today > first || (today === first && Number(parts.hour) * 3_600_000 >= CLOSING_AFTER_MS);
  return weekOf(new Date(monday.getTime() - (begun ? 1 : 8) * DAY_MS));
}
