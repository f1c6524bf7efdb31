import { jakartaDay, weekOf, weekSpan } from "../week.ts";
import { hoursKnownFrom } from "./coverage.ts";
import type { ReportStatement } from "./document.ts";
import type { Draft, DraftColumn, DraftRow } from "./draft.ts";
import type { HoursFact, ReportFacts, WeekFacts } from "./facts.ts";
import { determinedFrom, firstDecidedIn, hoursOf, medianOf } from "./week-tables.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** From this part of the hours on, a reader of figures since the determination is told that they were without a fetch. */
const MANY_HOURS = 0.1;

/** First instants of the determinations that lie before the end of what is reported. */
const determinedWithin = (facts: ReportFacts): Map<string, number> =>
  new Map([...determinedFrom(facts, facts.now.asOf)].filter(([, from]) => from < facts.now.to));

/** How long things took since the determination: to the first capture of what was posted since the first one, to the first act on a flag since its own contest's. */
export function timeSince(facts: ReportFacts): Draft {
  const determined = determinedWithin(facts);
  const { to, asOf } = facts.now;
  const took = facts.contests.flatMap(({ id }) => {
    const from = determined.get(id);
    if (from === undefined) return [];
    const own = firstDecidedIn({ flags: facts.flags.filter(({ contest }) => contest === id) }, { from, to, asOf });
    return [{ id, ms: own.map(({ flag, at }) => at - flag.openedAt) }];
  });
  const cells = (ms: readonly number[]): DraftRow["cells"] => {
    const median = medianOf(ms);
    return ["decided", ms.length, median === null ? null : hoursOf(median)];
  };
  const rows: DraftRow[] = [
    ...(facts.since?.toCapture ?? []).map(({ platform, n, median }) => ({ key: ["to_capture", platform, null], cells: ["posted", n, median] })),
    ...took.map(({ id, ms }) => ({ key: ["to_decision", null, id], cells: cells(ms) })),
    ...(took.length > 0 ? [{ key: ["to_decision", null, null], cells: cells(took.flatMap(({ ms }) => ms)) }] : []),
  ];
  const columns: DraftColumn[] = [
    { id: "counts_by", type: "code", countsBy: null },
    { id: "measured", type: "count", countsBy: "mixed", overlaps: true },
    { id: "median_hours", type: "hours", countsBy: "mixed", from: ["measured"] },
  ];
  return { id: "time_since", span: "since", by: ["figure", "platform", "contest"], columns, rows, total: null, sums: [], compared: false };
}

/** What was fetched of one platform, or of any (null), since a determination. Only hours, and weeks, that were over and of which it is known count. */
interface Coverage {
  readonly platform: string | null;
  readonly hours: number;
  readonly fetched: number;
  /** Of the hours without a fetch, those in which it was tried. */
  readonly failing: number;
  /** A week that lies in the time in part counts with that part. */
  readonly weeks: readonly string[];
  readonly unseen: readonly string[];
}
interface SinceDay {
  readonly day: string;
  /** From when on hours are known, where that is later. */
  readonly known: string | null;
  /** The last whole day of which no hour is known, where there is one: nothing was watched yet, or it was not kept. */
  readonly unknownTo: string | null;
  /** By platform, all together last. */
  readonly coverage: readonly Coverage[];
}

/** One for each day on which candidates of the contests were determined, oldest first: contests of the same day share it. */
function sinceDays(facts: ReportFacts): SinceDay[] {
  const { since, now } = facts;
  if (since === null) return [];
  const known = hoursKnownFrom(facts.knownSince);
  const days = [...new Set(determinedWithin(facts).values())].toSorted((a, b) => a - b);
  // A platform with accounts of which none was ever tried was not seen either.
  const nothing = "0".repeat((now.to - since.from) / HOUR_MS);
  const names = new Set([...since.hours, ...now.accounts].map(({ platform }) => platform));
  const platforms = [...names]
    .toSorted()
    .map((platform) => since.hours.find((one) => one.platform === platform) ?? { platform, fetched: nothing, failed: nothing });
  return days.map((from) => {
    const begin = Math.max(from, known);
    const told = Math.min(begin, now.to);
    const cut = (bits: string): string => bits.slice((begin - since.from) / HOUR_MS, Math.floor((Math.min(now.asOf, now.to) - since.from) / HOUR_MS));
    const own = platforms.map((one): HoursFact => ({ ...one, fetched: cut(one.fetched), failed: cut(one.failed) }));
    const all = { fetched: anyOf(cut(nothing), own, "fetched"), failed: anyOf(cut(nothing), own, "failed") };
    const weeks = weeksOver(begin, now);
    return {
      day: jakartaDay(new Date(from)),
      known: begin > from ? jakartaDay(new Date(begin)) : null,
      unknownTo: told - from >= DAY_MS ? jakartaDay(new Date(told - DAY_MS)) : null,
      coverage: [...own, { platform: null, ...all }].map((hours) => coverageOf(hours, weeks)),
    };
  });
}

/** A week with where its hours lie in the time: from one to another, without the latter. */
interface WeekOver {
  readonly week: string;
  readonly from: number;
  readonly to: number;
}

/** The weeks, and the parts of weeks, from an instant to the end of what is reported; without one that runs. */
function weeksOver(begin: number, { to, asOf }: Pick<WeekFacts, "to" | "asOf">): WeekOver[] {
  const found: WeekOver[] = [];
  for (let at = begin; at < to; ) {
    const week = weekOf(new Date(at));
    const next = Math.min(weekSpan(week).to.getTime(), to);
    if (next <= asOf) found.push({ week, from: (at - begin) / HOUR_MS, to: (next - begin) / HOUR_MS });
    at = next;
  }
  return found;
}

function coverageOf(
  { platform, fetched, failed }: Omit<HoursFact, "platform"> & { readonly platform: string | null },
  weeks: readonly WeekOver[],
): Coverage {
  return {
    platform,
    hours: fetched.length,
    fetched: fetched.replaceAll("0", "").length,
    failing: [...failed].filter((bit, hour) => bit === "1" && fetched[hour] !== "1").length,
    weeks: weeks.map(({ week }) => week),
    unseen: weeks.filter(({ from, to }) => !fetched.slice(from, to).includes("1")).map(({ week }) => week),
  };
}

const anyOf = (hours: string, own: readonly HoursFact[], of: "fetched" | "failed"): string =>
  [...hours].map((_, hour) => (own.some((one) => one[of][hour] === "1") ? "1" : "0")).join("");

/**
 * What could not be seen since the determination: weeks and hours without a fetch. In both editions: these are no counts of persons, and the hours of each week are told by the editions of the
 * weeks (`coverage_hours`), of which these are the sums; a platform stands here where it stood there, or in their accounts.
 */
export function coverageSince(facts: ReportFacts): Draft {
  const rows = sinceDays(facts).flatMap(({ day, coverage }) =>
    coverage.map(
      ({ platform, hours, fetched, failing, weeks, unseen }): DraftRow => ({
        key: [day, platform],
        cells: [weeks.length, unseen.length, hours, fetched, hours - fetched, failing],
      }),
    ),
  );
  const columns = ["weeks", "weeks_without", "hours", "hours_fetched", "hours_without", "hours_failing"].map(
    (id): DraftColumn => ({ id, type: "number", countsBy: "hour" }),
  );
  return { id: "coverage_since", span: "since", by: ["determined", "platform"], columns, rows, total: null, sums: [], compared: false };
}

/**
 * What a reader of figures since the determination must know of it: one sentence for each day of determination since which there were days of which no hour is known, weeks, or many hours,
 * without any fetch, or platforms with more such weeks than all together. Lists are codes: weeks by comma, platforms with how many weeks. Rests on `coverageSince` alone, and is told where that is.
 */
export function sinceStatements(facts: ReportFacts): ReportStatement[] {
  return sinceDays(facts).flatMap(({ day, known, unknownTo, coverage }): ReportStatement[] => {
    const all = coverage.at(-1);
    if (!all || (all.hours === 0 && unknownTo === null)) return [];
    const worse = coverage.slice(0, -1).filter(({ unseen }) => unseen.length > all.unseen.length);
    const without = all.hours - all.fetched;
    if (unknownTo === null && all.unseen.length === 0 && worse.length === 0 && without < all.hours * MANY_HOURS) return [];
    const figures = {
      determined: day,
      known: known ?? "",
      unknown_to: unknownTo ?? "",
      weeks: all.weeks.length,
      weeks_without: all.unseen.join(),
      hours: all.hours,
      hours_without: without,
      platforms: worse.map(({ platform, unseen }) => `${platform}=${unseen.length}`).join(),
    };
    return [{ id: "since_unseen", contest: null, figures }];
  });
}
