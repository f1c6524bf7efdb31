import { READINGS, type Reading } from "./flag.ts";

/** A flag that two people read without knowing of each other, as it counts for a team. Ids of readers are only ever counted. */
export interface ReadPair {
  readonly region: string;
  readonly contest: string;
  /** The second decision lies in the shorter of the two spans. */
  readonly recent: boolean;
  readonly first: Reading;
  readonly second: Reading;
  readonly readers: readonly [string, string];
  /** The second reader decided otherwise than the first. */
  readonly disputed: boolean;
  /** How a supervisor went on from a dispute; null while nobody did, and where there was none. */
  readonly settled: { readonly act: SettledAct; readonly by: string } | null;
}
export type SettledAct = "close" | "escalate" | "needs_info";

/** A share with its 95% interval; all from 0 to 1. */
export interface Share {
  readonly n: number;
  readonly of: number;
  readonly low: number;
  readonly high: number;
}

/** What is said of one cell. */
export interface AgreementFigures {
  /** Flags with two readings. */
  readonly pairs: number;
  /** Both gave the same answer to what the text says. */
  readonly same: Share;
  /** Gwet's AC1 of the four answers; null where chance alone would make all of them agree. */
  readonly ac1: number | null;
  readonly disputed: Share;
  /** Of the disputed ones; null where too few people settled too few of them. */
  readonly settled: Readonly<Record<SettledAct, number>> | null;
}

export interface AgreementCell {
  readonly region: string;
  /** Null: the whole region. */
  readonly contest: string | null;
  /** Null: too few to be shown, or hidden so that others cannot be worked out. */
  readonly figures: AgreementFigures | null;
}

/** Fewer pairs, or fewer people behind them, are shown to nobody. */
export const LEAST_PAIRS = 5;
export const LEAST_READERS = 3;
/** The spans that are offered, in full weeks; the first lies inside the second. */
export const AGREEMENT_WEEKS = [4, 12] as const;
export type AgreementWeeks = (typeof AGREEMENT_WEEKS)[number];

/** 95% interval of a share by Wilson's score. Source: E. B. Wilson, JASA 22 (1927); examples in Newcombe, Stat. Med. 17 (1998). `of` must be above 0. */
export function wilson(n: number, of: number): { low: number; high: number } {
  const z = 1.959964;
  const [p, zz] = [n / of, (z * z) / of];
  const middle = (p + zz / 2) / (1 + zz);
  const half = (z * Math.sqrt((p * (1 - p)) / of + zz / (4 * of))) / (1 + zz);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/**
 * Agreement of two readers beyond chance, with `categories` possible answers. Null where it is not defined. Source: K. L. Gwet, Br. J. Math. Stat. Psychol. 61 (2008). Chosen over
 * Cohen's kappa, which falls towards 0 when nearly everything gets the same answer, as here, where only what a first reader escalated is read twice.
 */
export function gwetAc1(pairs: readonly { readonly first: string; readonly second: string }[], categories: readonly string[]): number | null {
  if (pairs.length === 0 || categories.length < 2) return null;
  const agreed = pairs.filter(({ first, second }) => first === second).length / pairs.length;
  const chance =
    categories
      .map(
        (category) =>
          pairs.reduce((sum, { first, second }) => sum + Number(first === category) + Number(second === category), 0) / (2 * pairs.length),
      )
      .reduce((sum, share) => sum + share * (1 - share), 0) /
    (categories.length - 1);
  return chance >= 1 ? null : (agreed - chance) / (1 - chance);
}

/**
 * How two readers agree, region by region and contest by contest, over the shorter or the longer span. A cell of fewer than five pairs or three readers is hidden, and so is what
 * it could be worked out from: the region's sum beside some of its contests, and the shorter span where the rest of the longer one would be too small. What is hidden does not
 * depend on who asks. Pure; the same pairs give the same cells, regions and contests in order.
 */
export function agreementOf(pairs: readonly ReadPair[], weeks: AgreementWeeks): AgreementCell[] {
  const regions = [...new Set(pairs.map(({ region }) => region))].sort();
  return regions.flatMap((region) =>
    cellsOf(
      region,
      pairs.filter((pair) => pair.region === region),
      weeks,
    ),
  );
}

function cellsOf(region: string, all: readonly ReadPair[], weeks: AgreementWeeks): AgreementCell[] {
  const shown = shownUnits(all.map(({ contest, recent, readers }) => ({ contest, recent, people: readers })));
  const settledOnes = all.flatMap(({ contest, recent, settled }) => (settled ? [{ contest, recent, people: [settled.by] }] : []));
  const settledShown = shownUnits(settledOnes)[weeks];
  const pairs = all.filter(({ recent }) => weeks !== AGREEMENT_WEEKS[0] || recent);
  const contests = [...new Set(pairs.map(({ contest }) => contest))].sort();
  // One contest is the whole region.
  const units: readonly (string | null)[] = contests.length > 1 ? [null, ...contests] : contests;
  return units.map((contest) => {
    const own = pairs.filter((pair) => contest === null || pair.contest === contest);
    const figures = shown[weeks].has(contest) ? figuresOf(own, settledShown.has(contest)) : null;
    return { region, contest, figures };
  });
}

function figuresOf(pairs: readonly ReadPair[], withSettled: boolean): AgreementFigures {
  const share = (n: number): Share => ({ n, of: pairs.length, ...wilson(n, pairs.length) });
  const settled = (act: SettledAct): number => pairs.filter((pair) => pair.settled?.act === act).length;
  return {
    pairs: pairs.length,
    same: share(pairs.filter(({ first, second }) => first === second).length),
    ac1: gwetAc1(pairs, READINGS),
    disputed: share(pairs.filter(({ disputed }) => disputed).length),
    settled: withSettled ? { close: settled("close"), escalate: settled("escalate"), needs_info: settled("needs_info") } : null,
  };
}

interface Counted {
  readonly contest: string;
  readonly recent: boolean;
  readonly people: readonly string[];
}
/** A contest, or null for the region's sum. */
type Unit = string | null;

const enough = (rows: readonly Counted[]): boolean =>
  rows.length >= LEAST_PAIRS && new Set(rows.flatMap(({ people }) => people)).size >= LEAST_READERS;
const safe = (rows: readonly Counted[]): boolean => rows.length === 0 || enough(rows);
const of = (rows: readonly Counted[], unit: Unit): Counted[] => rows.filter(({ contest }) => unit === null || contest === unit);

/**
 * Which cells of one region may be shown in each span. A sum stands only beside all of its contests or beside none: then every contest is a secret of its own, and only the longer
 * span minus the shorter one can tell something more.
 */
function shownUnits(rows: readonly Counted[]): Readonly<Record<AgreementWeeks, ReadonlySet<Unit>>> {
  const recent = rows.filter((row) => row.recent);
  const earlier = rows.filter((row) => !row.recent);
  const contests = [...new Set(rows.map(({ contest }) => contest))];
  const long = new Set<Unit>(contests.filter((contest) => enough(of(rows, contest))));
  const tells = (unit: Unit): boolean => long.has(unit) && !safe(of(earlier, unit));
  const short = new Set<Unit>(contests.filter((contest) => enough(of(recent, contest)) && !tells(contest)));
  const none = long.size + short.size === 0;
  const all = (shown: ReadonlySet<Unit>, of: readonly Counted[]): boolean => of.every(({ contest }) => shown.has(contest));
  if (none ? enough(rows) : all(long, rows)) long.add(null);
  if (none ? enough(recent) && !tells(null) : all(short, recent)) short.add(null);
  return { 12: long, 4: short };
}
