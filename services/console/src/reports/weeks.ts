import { DAY_MS } from "../jakarta.ts";

/** Days of an ISO week, Monday first and Sunday last, as calendar days in Jakarta: `2029-W43` → `2029-10-22`, `2029-10-28`. */
export function daysOf(week: string): { monday: string; sunday: string } {
  const monday = mondayOf(week);
  return { monday: isoDay(monday), sunday: isoDay(monday + 6) };
}

/** This week and those before it, newest first. */
export const weeksBack = (current: string, count: number): string[] =>
  Array.from({ length: count }, (_, back) => weekAt(mondayOf(current) - 7 * back));

/** The Monday of the next scheduled report: of this very day while its report is still to come, else the next one. */
export function nextMonday(day: string, stillToCome: boolean): string {
  const number = Date.parse(day) / DAY_MS;
  const since = (number + 3) % 7;
  return since === 0 && stillToCome ? day : isoDay(number + 7 - since);
}

const isoDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Day number of a week's Monday; the week with 4 January is the first. */
function mondayOf(week: string): number {
  const [year = 0, number = 1] = week.split("-W").map(Number);
  const january4 = Date.UTC(year, 0, 4) / DAY_MS;
  return january4 - ((january4 + 3) % 7) + (number - 1) * 7;
}

function weekAt(monday: number): string {
  const year = new Date((monday + 3) * DAY_MS).getUTCFullYear();
  const first = mondayOf(`${year}-W01`);
  return `${year}-W${String((monday - first) / 7 + 1).padStart(2, "0")}`;
}
