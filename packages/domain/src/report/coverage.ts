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

/** From when on hours of fetching are known whole, ms since 1970: whatever of them lies before was not kept, and is neither fetched nor without a fetch. */
export const hoursKnownFrom = (knownSince: ReportFacts["knownSince"]): number =>
  Math.ceil((knownSince.find(({ what }) => what === "account_hours")?.since ?? 0) / HOUR_MS) * HOUR_MS;

/** Which hours of a span were over and are known: from one to another, without the latter. Null where none of them is known. */
export function hoursTold(span: Pick<WeekFacts, "from" | "to" | "asOf">, known: number): { readonly from: number; readonly to: number } | null {
  const [from, to] = [Math.max(0, (known - span.from) / HOUR_MS), hoursOver(span)];
  return from > 0 && from >= to ? null : { from, to };
}

const ones = (bits: string): number => bits.replaceAll("0", "").length;
type Bits = Pick<HoursFact, "fetched" | "failed">;
/** Of the hours without a fetch, those in which it was tried. */
const triedOnly = ({ fetched, failed }: Bits): number => [...failed].filter((bit, hour) => bit === "1" && fetched[hour] !== "1").length;

/**
 * Hours of the week in which nothing was fetched from a platform that was fetched or tried, and from any (null, last). Only hours that were over and are known count; null where none is
 * known.
 */
export function hoursTable(week: WeekFacts, known: number): Draft {
  const told = hoursTold(week, known);
  const cells = (bits: Bits): (number | null)[] => {
    if (told === null) return [null, null, null, null];
    const own = { fetched: bits.fetched.slice(told.from, told.to), failed: bits.failed.slice(told.from, told.to) };
    const [over, fetched] = [told.to - told.from, ones(own.fetched)];
    return [over, fetched, over - fetched, triedOnly(own)];
  };
  const all = { fetched: anyHour(week, "fetched"), failed: anyHour(week, "failed") };
  const rows = [...week.hours.map((hours) => ({ key: [hours.platform], cells: cells(hours) })), { key: [null], cells: cells(all) }];
  // Hours are no people: nothing of them is hidden.
  const columns = ["hours", "hours_fetched", "hours_without", "hours_failing"].map((id): DraftColumn => ({ id, type: "number", countsBy: "hour" }));
  return { id: "coverage_hours", span: "week", by: ["platform"], columns, rows, total: null, sums: [], compared: true };
}

/** The hours of a week in which it was so of any platform. */
const anyHour = (week: WeekFacts, of: keyof Bits): string =>
  Array.from({ length: (week.to - week.from) / HOUR_MS }, (_, hour) => (week.hours.some((one) => one[of][hour] === "1") ? "1" : "0")).join("");

/** A week was seen in part where a seventh of its hours that were over, a day of a whole week, went without any fetch: a restart or a bad line now and then is told in hours alone. */
const PART = 7;

/** Whether so many hours without a fetch, of so many that were over, are told as a week that was seen in part. */
export const seenInPart = ({ over, without }: { readonly over: number; readonly without: number }): boolean => without > 0 && without * PART >= over;

/** What a reader of any figure of the week must know of it: that a seventh of its hours or more went without any fetch. Rests on `hoursTable` alone. */
export function weekStatements(week: WeekFacts, known: number): ReportStatement[] {
  const [over, , without] = hoursTable(week, known).rows.at(-1)?.cells ?? [];
  if (typeof over !== "number" || typeof without !== "number" || !seenInPart({ over, without })) return [];
  return [{ id: "week_unseen", contest: null, figures: { hours: over, hours_without: without } }];
}

/** What no figure can tell, as sentences: some with a number of the week. */
export function coverageStatements(week: WeekFacts, known: number): ReportStatement[] {
  const told = hoursTold(week, known);
  const said = (id: string, figures: ReportStatement["figures"] = {}): ReportStatement => ({ id, contest: null, figures });
  return [
    said("silence_is_not_compliance"),
    said("pictures_read_in_part"),
    said("regional_languages_not_measured"),
    said("only_registered_accounts"),
    said("public_posts_only"),
    said("hours_counted_when_over", { hours: told === null ? 0 : told.to - told.from }),
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
