import { weekOf, weekSpan } from "../week.ts";
import { hoursOver } from "./coverage.ts";
import type { Draft, DraftRow } from "./draft.ts";
import type { ReportFacts } from "./facts.ts";
import { eachEvent } from "./week-tables.ts";

/** So many weeks are told, the report's own last. */
export const WEEKS_TOLD = 8;

const DAY_MS = 86_400_000;

/** The weeks that a report tells beside its own, oldest first, and its own. */
export const weeksTold = (week: string): string[] =>
  Array.from({ length: WEEKS_TOLD }, (_, back) => weekOf(new Date(weekSpan(week).from.getTime() - 7 * (WEEKS_TOLD - 1 - back) * DAY_MS)));

/** A week was seen in part where a seventh of its hours that were over, a day of a whole week, went without any fetch: a restart or a bad line now and then is told in hours alone. */
const PART = 7;

/** Whether so many hours without a fetch, of so many that were over, are told as a week that was seen in part. */
export const seenInPart = ({ over, without }: { readonly over: number; readonly without: number }): boolean => without > 0 && without * PART >= over;

/**
 * What was opened and decided in each of eight weeks, all as of the same time: a decision that was taken back since does not count in its week either. Null in a week in which nothing
 * was watched and nothing happened: that was not seen, and is not nought. Beside it the hours in which nothing was fetched, of any platform.
 */
export function weeksTable(facts: ReportFacts): Draft {
  const rows = weeksTold(facts.now.week ?? "").map((week): DraftRow => {
    const span = weekSpan(week);
    const counts = { opened: 0, decided: 0 };
    const within = { from: () => span.from.getTime(), to: span.to.getTime(), at: facts.now.asOf, standing: false };
    eachEvent(facts.flags, within, (_, figure) => {
      if (figure === "opened" || figure === "decided") counts[figure] += 1;
    });
    const watched = facts.watchedWeeks.find((one) => one.week === week);
    const seen = counts.opened + counts.decided > 0 || watched !== undefined;
    const over = hoursOver({ from: span.from.getTime(), to: span.to.getTime(), asOf: facts.now.asOf });
    return { key: [week], cells: [...(seen ? [counts.opened, counts.decided] : [null, null]), over, over - (watched?.hours ?? 0)] };
  });
  return {
    id: "weeks",
    span: "as_of",
    by: ["week"],
    columns: [
      { id: "opened", type: "count", countsBy: "opened" },
      { id: "decided", type: "count", countsBy: "decided" },
      { id: "hours", type: "number", countsBy: "hour" },
      { id: "hours_without", type: "number", countsBy: "hour" },
    ],
    rows,
    total: null,
    sums: [],
    compared: false,
  };
}
