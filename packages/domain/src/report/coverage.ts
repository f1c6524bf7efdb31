import type { ReportStatement } from "./document.ts";
import { type Draft, type DraftColumn, Tally, totalOf } from "./draft.ts";
import type { HoursFact, ReportFacts, WeekFacts } from "./facts.ts";

/** Why an account was not fetched, by the first that holds; `watched` was. Stored in documents: never rename. */
export const ACCOUNT_STANDINGS = [
  "watched",
  "link_inferred",
  "account_gone",
  "account_private",
  "no_connector",
  "gate_closed",
  "no_contest",
  "failing",
  "not_tried",
] as const;

const HOUR_MS = 3_600_000;

/** Accounts that were registered at the time, by platform: watched in the week, or why not. Silence is not compliance. */
export function accountsTable(week: WeekFacts): Draft {
  const tally = new Tally();
  for (const { platform, standing, accounts } of week.accounts) {
    tally.add([platform], "registered", accounts);
    tally.add([platform], standing, accounts);
  }
  const columns = ["registered", ...ACCOUNT_STANDINGS].map((id): DraftColumn => ({ id, type: "count", countsBy: "as_of" }));
  const rows = tally.rows(columns.map(({ id }) => id));
  return {
    id: "coverage_accounts",
    span: "week",
    by: ["platform"],
    columns,
    rows,
    total: totalOf(rows, columns),
    sums: [{ whole: "registered", parts: ACCOUNT_STANDINGS }],
    compared: true,
  };
}

/** How many whole hours of a week were over at a time, from 0 to 168. */
export const hoursOver = ({ from, to, asOf }: Pick<WeekFacts, "from" | "to" | "asOf">): number =>
  Math.max(0, Math.min((to - from) / HOUR_MS, Math.floor((asOf - from) / HOUR_MS)));

const ones = (bits: string): number => bits.replaceAll("0", "").length;
/** Of the hours without a fetch, those in which it was tried. */
const triedOnly = ({ fetched, failed }: HoursFact, over: number): number =>
  [...failed.slice(0, over)].filter((bit, hour) => bit === "1" && fetched[hour] !== "1").length;

/** Hours of the week in which nothing was fetched from a platform that has accounts to fetch. Only hours that were over count. */
export function hoursTable(week: WeekFacts): Draft {
  const over = hoursOver(week);
  const rows = week.hours.map((hours) => {
    const fetched = ones(hours.fetched.slice(0, over));
    return { key: [hours.platform], cells: [over, fetched, over - fetched, triedOnly(hours, over)] };
  });
  // Hours are no people: nothing of them is hidden.
  const columns = ["hours", "hours_fetched", "hours_without", "hours_failing"].map((id): DraftColumn => ({ id, type: "number", countsBy: "hour" }));
  return { id: "coverage_hours", span: "week", by: ["platform"], columns, rows, total: null, sums: [], compared: true };
}

/** What no figure can tell, as sentences: some with a number of the week. */
export function coverageStatements(week: WeekFacts): ReportStatement[] {
  const said = (id: string, figures: ReportStatement["figures"] = {}): ReportStatement => ({ id, contest: null, figures });
  return [
    said("silence_is_not_compliance"),
    said("pictures_read_in_part"),
    said("regional_languages_not_measured"),
    said("only_registered_accounts"),
    said("public_posts_only"),
    said("hours_counted_when_over", { hours: hoursOver(week) }),
  ];
}

/** Everything that stands in one number, first. Each is the total of a table of its own, or of nothing else. */
export function overviewTable(
  facts: ReportFacts,
  week: WeekFacts,
  tables: { readonly byRegion: Draft; readonly backlog: Draft; readonly accounts: Draft },
): Draft {
  const total = (table: Draft, column: string): number => (table.total?.cells[table.columns.findIndex(({ id }) => id === column)] as number) ?? 0;
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  const wordless = sum(week.posts.map((post) => post.wordless));
  const figures: [string, string, number, string | null][] = [
    ["posts", "posted", total(tables.byRegion, "posts"), "week|posts|"],
    ["versions", "posted", sum(week.posts.map((post) => post.versions)), null],
    ["wordless", "posted", wordless, null],
    ["undated", "posted", sum(week.posts.map((post) => post.undated)), null],
    ["accounts_registered", "as_of", total(tables.accounts, "registered"), "week|registered|"],
    ["accounts_watched", "as_of", total(tables.accounts, "watched"), "week|watched|"],
    ["captures", "received", total(tables.byRegion, "captures"), "week|captures|"],
    ["opened", "opened", total(tables.byRegion, "opened"), "week|opened|"],
    ["decided", "decided", total(tables.byRegion, "decided"), "week|decided|"],
    ["closed", "decided", total(tables.byRegion, "closed"), "week|closed|"],
    ["escalated", "decided", total(tables.byRegion, "escalated"), "week|escalated|"],
    ["withdrawn", "withdrawn", total(tables.byRegion, "withdrawn"), "week|withdrawn|"],
    ["waiting", "as_of", total(tables.backlog, "flags"), "as_of|flags|"],
    ["late", "as_of", total(tables.backlog, "late"), "as_of|late|"],
    ["lapsing", "as_of", total(tables.backlog, "lapsing"), "as_of|lapsing|"],
    ["captures_waiting", "as_of", week.capturesWaiting, null],
    ["quarantined", "captured", week.quarantined, null],
    ["drift", "captured", week.drift, null],
  ];
  const names = new Map(figures.map(([figure, , , name]) => [figure, name]));
  return {
    id: "overview",
    span: "week",
    by: ["figure"],
    columns: [
      { id: "counts_by", type: "code", countsBy: null },
      { id: "value", type: "count", countsBy: "mixed", overlaps: true },
    ],
    rows: figures.map(([figure, countsBy, value]) => ({ key: [figure], cells: [countsBy, value] })),
    total: null,
    sums: [],
    compared: true,
    nameOf: ({ key }) => names.get(key[0] ?? "") ?? `overview|${key[0]}|${facts.region}`,
  };
}
