import { weekOf, weekSpan } from "../week.ts";
import { hoursKnownFrom, hoursTold } from "./coverage.ts";
import type { Draft, DraftRow } from "./draft.ts";
import type { ReportFacts } from "./facts.ts";
import { eachEvent } from "./week-tables.ts";

/** So many weeks are told, the report's own last. */
export const WEEKS_TOLD = 8;

const DAY_MS = 86_400_000;

/** The weeks that a report tells beside its own, oldest first, and its own. */
export const weeksTold = (week: string): string[] =>
  Array.from({ length: WEEKS_TOLD }, (_, back) => weekOf(new Date(weekSpan(week).from.getTime() - 7 * (WEEKS_TOLD - 1 - back) * DAY_MS)));

/**
 * What was opened and decided in each of eight weeks, all as of the same time: a decision that was taken back since does not count in its week either. Null in a week in which nothing
 * was watched and nothing happened: that was not seen, and is not nought. Beside it the hours in which nothing was fetched, of any platform, of those that were over and
 * are known: null where none is.
 */
export function weeksTable(facts: ReportFacts): Draft {
  const known = hoursKnownFrom(facts.knownSince);
  const rows = weeksTold(facts.now.week ?? "").map((week): DraftRow => {
    const span = weekSpan(week);
    const counts = { opened: 0, decided: 0 };
    const within = { from: () => span.from.getTime(), to: span.to.getTime(), at: facts.now.asOf, standing: false };
    eachEvent(facts.flags, within, (_, figure) => {
      if (figure === "opened" || figure === "decided") counts[figure] += 1;
    });
    const watched = facts.watchedWeeks.find((one) => one.week === week);
    const seen = counts.opened + counts.decided > 0 || watched !== undefined;
    const told = hoursTold({ from: span.from.getTime(), to: span.to.getTime(), asOf: facts.now.asOf }, known);
    const hours = told === null ? [null, null] : [told.to - told.from, told.to - told.from - (watched?.hours ?? 0)];
    return { key: [week], cells: [...(seen ? [counts.opened, counts.decided] : [null, null]), ...hours] };
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
