/** An ISO week whose days are Asia/Jakarta days, written `2026-W47`. Jakarta has been UTC+7 without summer time since 1964. */
export type IsoWeek = string;

export const JAKARTA_OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;

/** Monday of the ISO week that holds this instant, as the number of days since 1970-01-01 in Jakarta. */
function mondayOf(at: Date): number {
  const day = Math.floor((at.getTime() + JAKARTA_OFFSET_MS) / DAY_MS);
  return day - ((((day + 3) % 7) + 7) % 7);
}

/** The ISO week of an instant. The Thursday decides the year. */
export function weekOf(at: Date): IsoWeek {
  const monday = mondayOf(at);
  const year = new Date((monday + 3) * DAY_MS).getUTCFullYear();
  const january4 = Math.floor(Date.UTC(year, 0, 4) / DAY_MS);
  const first = january4 - ((((january4 + 3) % 7) + 7) % 7);
  return `${year}-W${String((monday - first) / 7 + 1).padStart(2, "0")}`;
}

/** Start (inclusive) and end (exclusive) of a week. Throws RangeError for a week that does not exist, such as 2026-W54. */
export function weekSpan(week: IsoWeek): { from: Date; to: Date } {
  const match = /^(\d{4})-W(\d{2})$/.exec(week);
  if (!match) throw new RangeError(`week: expected a form like 2026-W47, got ${JSON.stringify(week)}`);
  const january4 = Math.floor(Date.UTC(Number(match[1]), 0, 4) / DAY_MS);
  const monday = january4 - ((((january4 + 3) % 7) + 7) % 7) + (Number(match[2]) - 1) * 7;
  const from = new Date(monday * DAY_MS - JAKARTA_OFFSET_MS);
  if (weekOf(from) !== week) throw new RangeError(`week: ${week} does not exist`);
  return { from, to: new Date(from.getTime() + 7 * DAY_MS) };
}

/** The Jakarta calendar day of an instant, `2026-11-21`. */
export const jakartaDay = (at: Date): string => new Date(at.getTime() + JAKARTA_OFFSET_MS).toISOString().slice(0, 10);

/** True for a day that exists, written `2026-11-21`: what a `date` column takes. */
export function isCalendarDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
