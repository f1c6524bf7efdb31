import { lapsingUntil } from "../deadline.ts";
import { EMPLOYMENT_KINDS, ORIGINS } from "../post.ts";
import { WHOLE_COUNTRY } from "../region.ts";
import type { CountsBy, ReportContest, ReportDimension } from "./document.ts";
import { type Draft, type DraftColumn, Tally, totalOf } from "./draft.ts";
import type { FlagFact, Place, ReportFacts, WeekFacts } from "./facts.ts";
import { dayStart, decisiveIn, firstDecided, STAGES, stageThen, stateAt, stoodAtOf, WAITING_STATES, withdrawnIn } from "./flag-then.ts";

/** The dimensions that everything is told by, each a table. */
export const SPREADS = ["region", "contest", "stage", "agency", "employment", "platform", "origin"] as const;
export type Spread = (typeof SPREADS)[number];

/** The region one level beneath the report's that something lies in; what lies in none of them stands under the report's own. */
export function regionUnder(outer: string, region: string): string {
  if (outer === WHOLE_COUNTRY) return region === WHOLE_COUNTRY ? region : region.slice(0, 2);
  const end = region.indexOf(".", outer.length + 1);
  return end < 0 ? region : region.slice(0, end);
}

const ORDERS: Readonly<Partial<Record<Spread, readonly (readonly string[] | null)[]>>> = {
  employment: [EMPLOYMENT_KINDS],
  origin: [ORIGINS],
  stage: [null, STAGES],
};
const byOf = (spread: Spread): readonly ReportDimension[] =>
  spread === "stage" ? ["contest", "stage"] : spread === "agency" ? ["agency", "region"] : [spread];

const COUNTS: Readonly<Record<string, CountsBy>> = {
  posts: "posted",
  read: "posted",
  captures: "received",
  accounts_watched: "fetched",
  opened: "opened",
  decided: "decided",
  closed: "decided",
  escalated: "decided",
  withdrawn: "withdrawn",
  waiting: "as_of",
  late: "as_of",
  lapsing: "as_of",
};
const column = (id: string): DraftColumn => ({ id, type: "count", countsBy: COUNTS[id] ?? "as_of" });

/** Monday to Friday, without holidays: a decree that becomes known later would move what a report of before said. */
const WEEKDAYS = { holidays: [], years: [] };

/** What happened to flags in a span of each contest as it is known `at` a time, and how they stood at its closing (`stoodAtOf`), given to `count` with the instant that the event counts by. */
export function eachEvent(
  flags: readonly FlagFact[],
  span: { readonly from: (flag: FlagFact) => number | null; readonly to: number; readonly at: number; readonly standing: boolean },
  count: (flag: FlagFact, figure: string, at: number) => void,
): void {
  const stoodAt = stoodAtOf({ to: span.to, asOf: span.at });
  const lapsing = lapsingUntil(new Date(stoodAt), { calendar: WEEKDAYS, regions: [] }).until.getTime();
  for (const flag of flags) {
    const from = span.from(flag);
    if (from === null) continue;
    const within = { from, to: span.to, at: span.at };
    if (flag.openedAt >= from && flag.openedAt < span.to && flag.openedAt <= span.at) count(flag, "opened", flag.openedAt);
    const decisive = decisiveIn(flag, within);
    if (decisive) {
      count(flag, "decided", decisive.at);
      count(flag, decisive.to, decisive.at);
    }
    if (withdrawnIn(flag, within)) count(flag, "withdrawn", span.at);
    if (!span.standing || !(WAITING_STATES as readonly (string | null)[]).includes(stateAt(flag, stoodAt))) continue;
    count(flag, "waiting", stoodAt);
    if (flag.deadlineAt < stoodAt) count(flag, "late", stoodAt);
    else if (flag.deadlineAt <= lapsing) count(flag, "lapsing", stoodAt);
  }
}

interface Keys {
  readonly facts: Pick<ReportFacts, "region" | "contests">;
  readonly contestOf: ReadonlyMap<string, ReportContest>;
}

function keyOf(
  { facts, contestOf }: Keys,
  spread: Spread,
  place: Place,
  event: { readonly contest: string; readonly at: number },
): (string | null)[] {
  switch (spread) {
    case "region":
      return [regionUnder(facts.region, place.region)];
    case "contest":
      return [event.contest];
    case "stage": {
      const contest = contestOf.get(event.contest);
      return [event.contest, contest ? stageThen(contest, event.at) : null];
    }
    case "agency":
      return [place.agency, place.agencyRegion];
    default:
      return [place[spread]];
  }
}

const FLAG_COLUMNS = ["opened", "decided", "closed", "escalated", "withdrawn"];
const STANDING_COLUMNS = ["waiting", "late", "lapsing"];
export const DECIDED_SUM = { whole: "decided", parts: ["closed", "escalated"] } as const;

/** The week's figures by one dimension. How flags stood is told of the internal edition's rows alone: from week to week it would tell what was opened. */
export function weekTable(facts: ReportFacts, week: WeekFacts, given: { readonly spread: Spread; readonly standing: boolean }): Draft {
  const { spread, standing } = given;
  const tally = new Tally();
  const keys: Keys = { facts, contestOf: new Map(facts.contests.map((contest) => [contest.id, contest])) };
  const contestwise = spread === "contest" || spread === "stage";
  if (contestwise) {
    const first = week.from === facts.now.from;
    for (const contest of facts.contests) if (spread === "contest") tally.touch([contest.id]);
    for (const read of facts.read) {
      const at = dayStart(read.day);
      if (at < week.from || at >= week.to) continue;
      const key = keyOf(keys, spread, { ...NOWHERE, region: read.region }, { contest: read.contest, at });
      tally.add(key, "read", first ? read.posts : read.postsBefore);
    }
  } else {
    if (spread === "region" || spread === "platform")
      for (const account of week.accounts) tally.touch(keyOf(keys, spread, { ...NOWHERE, ...account }, NO_EVENT));
    for (const post of week.posts) tally.add(keyOf(keys, spread, post, NO_EVENT), "posts", post.posts);
    if (spread === "region" || spread === "platform" || spread === "origin")
      for (const capture of week.captures)
        tally.add(spread === "region" ? [regionUnder(facts.region, capture.region)] : [capture[spread]], "captures", capture.received);
  }
  eachEvent(facts.flags, { from: () => week.from, to: week.to, at: week.asOf, standing }, (flag, figure, at) =>
    tally.add(keyOf(keys, spread, flag, { contest: flag.contest, at }), figure),
  );
  const captures = spread === "region" || spread === "platform" || spread === "origin" ? ["captures"] : [];
  const columns = [contestwise ? "read" : "posts", ...captures, ...FLAG_COLUMNS, ...(standing ? STANDING_COLUMNS : [])].map(column);
  const rows = tally.rows(
    columns.map(({ id }) => id),
    ORDERS[spread],
  );
  const total = totalOf(rows, columns);
  return { id: `week_by_${spread}`, span: "week", by: byOf(spread), columns, rows, total, sums: [DECIDED_SUM], compared: true };
}

/** The figures since the determination of each flag's contest, by one dimension. */
export function sinceTable(facts: ReportFacts, spread: Spread): Draft {
  const tally = new Tally();
  const keys: Keys = { facts, contestOf: new Map(facts.contests.map((contest) => [contest.id, contest])) };
  const from = determinedFrom(facts, facts.now.asOf);
  const contestwise = spread === "contest" || spread === "stage";
  if (contestwise)
    for (const read of facts.read) {
      const [at, begin] = [dayStart(read.day), from.get(read.contest)];
      if (begin === undefined || at < begin || at >= facts.now.to) continue;
      tally.add(keyOf(keys, spread, { ...NOWHERE, region: read.region }, { contest: read.contest, at }), "read", read.posts);
    }
  else for (const read of facts.readSince) tally.add(keyOf(keys, spread, read, { contest: read.contest, at: facts.now.asOf }), "read", read.posts);
  const span = { from: ({ contest }: FlagFact) => from.get(contest) ?? null, to: facts.now.to, at: facts.now.asOf, standing: false };
  eachEvent(facts.flags, span, (flag, figure, at) => tally.add(keyOf(keys, spread, flag, { contest: flag.contest, at }), figure));
  // By anything else than its contest a post counts once for each contest that read it.
  const read = contestwise ? column("read") : { ...column("read"), overlaps: true as const };
  const columns = [read, ...addUnbound(facts, spread, tally).map(column), ...FLAG_COLUMNS.map(column)];
  const rows = tally.rows(
    columns.map(({ id }) => id),
    ORDERS[spread],
  );
  return {
    id: `since_by_${spread}`,
    span: "since",
    by: byOf(spread),
    columns,
    rows,
    total: totalOf(rows, columns),
    sums: [DECIDED_SUM],
    compared: false,
  };
}

/** Captures and accounts belong to no contest: they are told since the first determination, where their place is known. Which columns they are. */
function addUnbound({ region, since }: ReportFacts, spread: Spread, tally: Tally): string[] {
  if (spread !== "region" && spread !== "platform" && spread !== "origin") return [];
  const under = (of: { readonly region: string }): string => regionUnder(region, of.region);
  for (const capture of since?.captures ?? []) tally.add([spread === "region" ? under(capture) : capture[spread]], "captures", capture.received);
  if (spread === "origin") return ["captures"];
  for (const watched of since?.accounts ?? [])
    tally.add([spread === "region" ? under(watched) : watched.platform], "accounts_watched", watched.accounts);
  return ["captures", "accounts_watched"];
}

/** First instant of each contest's determined candidates, for those that were determined by then. */
export const determinedFrom = ({ contests }: Pick<ReportFacts, "contests">, at: number): Map<string, number> =>
  new Map(contests.map(({ id, stages }) => [id, dayStart(stages.candidatesDetermined)] as const).filter(([, from]) => from <= at));

const NOWHERE = { region: "", agency: null, agencyRegion: null, employment: null, platform: "", origin: "" };
const NO_EVENT = { contest: "", at: 0 };

/** Half of the values lie below it; null without any. */
export function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2;
}

const HOUR_MS = 3_600_000;
/** Hours with one decimal. */
export const hoursOf = (ms: number): number => Math.round((ms / HOUR_MS) * 10) / 10;

/** Flags whose first act lies in the week, with its instant. */
export const firstDecidedIn = (
  facts: Pick<ReportFacts, "flags">,
  week: Pick<WeekFacts, "from" | "to" | "asOf">,
): { readonly flag: FlagFact; readonly at: number }[] =>
  facts.flags.flatMap((flag) => {
    const at = firstDecided(flag, week.asOf);
    return at !== undefined && at >= week.from && at < week.to ? [{ flag, at }] : [];
  });

/** Hours from a flag to the first act on it, for those whose first act lies in the week. */
export const hoursToDecision = (facts: Pick<ReportFacts, "flags">, week: Pick<WeekFacts, "from" | "to" | "asOf">): number[] =>
  firstDecidedIn(facts, week).map(({ flag, at }) => (at - flag.openedAt) / HOUR_MS);
