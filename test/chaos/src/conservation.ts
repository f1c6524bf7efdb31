import type { AccountState, Sample } from "./observer.ts";
import { eventsOf, keyOf, type Play, type PoisonTimes } from "./timeline.ts";

/** What the platform published, as far as it was asked for. Grows with time; nothing in it ever changes. */
export interface Expectation {
  /** Versions of an account up to and including a key of its cursor. */
  countUpTo(handle: string, cursor: string | null): number;
  /** Key of the last event of an account up to a moment, deletions included: where its cursor must be when all of it was read; null for none. */
  lastKeyUpTo(handle: string, atMs: number): string | null;
  /** When the first event after a cursor was published, ms since 1970; null when there is none yet. */
  nextAfter(handle: string, cursor: string | null): number | null;
  /** Takes in what was published up to now. */
  extend(untilMs: number, poison: PoisonTimes): void;
}

interface Published {
  /** Keys of versions, and of all events, oldest first. */
  readonly versions: string[];
  readonly all: string[];
}

export function createExpectation(play: Play, handles: readonly string[]): Expectation {
  const published = new Map<string, Published>(handles.map((handle) => [handle, { versions: [], all: [] }]));
  let known = Number.NEGATIVE_INFINITY;
  const of = (handle: string): Published => published.get(handle) ?? { versions: [], all: [] };
  return {
    countUpTo: (handle, cursor) => (cursor === null ? 0 : countNotAfter(of(handle).versions, cursor)),
    lastKeyUpTo: (handle, atMs) => {
      const { all } = of(handle);
      // "~" sorts after every id of that very moment.
      return all[countNotAfter(all, `${new Date(atMs).toISOString()}~`) - 1] ?? null;
    },
    nextAfter: (handle, cursor) => {
      const { all } = of(handle);
      const next = all[cursor === null ? 0 : countNotAfter(all, cursor)];
      return next === undefined ? null : Date.parse(next.slice(0, next.indexOf(" ")));
    },
    extend(untilMs, poison) {
      if (untilMs <= known) return;
      for (const [handle, { versions, all }] of published)
        for (const event of eventsOf(play, handle, { fromMs: known, untilMs, poison })) {
          all.push(keyOf(event));
          if (event.act !== "delete") versions.push(keyOf(event));
        }
      known = untilMs;
    },
  };
}

/** How many of some sorted strings do not come after one. */
function countNotAfter(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as string) <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The figures of a sample that a person reads. */
export interface Totals {
  readonly ingested: number;
  readonly terminal: number;
  readonly inFlight: number;
}

/** `ingested − terminal − in flight` of one account must be 0: below it something was lost, above it something is there that nobody published. */
export const balanceOf = (expected: number, state: AccountState): number => expected - (state.classified + state.quarantined) - state.pending;

/** Everything that is wrong in a sample: an account out of balance, a post with two flags, or something that was there before and is gone. */
export function findViolations(sample: Sample, expectation: Expectation, before: HighWater): string[] {
  const balances = sample.accounts.flatMap((state) => {
    const balance = balanceOf(expectation.countUpTo(state.handle, state.cursor), state);
    return balance === 0 ? [] : [`${state.handle}: ingested − terminal − in flight = ${balance} (must be 0)`];
  });
  const doubled = sample.doubled === 0 ? [] : [`${sample.doubled} posts have two flags that stand in one contest`];
  return [...balances, ...doubled, ...findLosses(sample, before)];
}

/** The most that was ever seen: committed once, it must be there for good, also after the server was killed. */
export interface HighWater {
  readonly cursors: Readonly<Record<string, string>>;
  readonly terminal: number;
  readonly flags: number;
  readonly captures: number;
  readonly auditRows: number;
}

export const NOTHING_SEEN: HighWater = { cursors: {}, terminal: 0, flags: 0, captures: 0, auditRows: 0 };

function findLosses(sample: Sample, before: HighWater): string[] {
  const now = highWaterOf(sample);
  const counts = (["terminal", "flags", "captures", "auditRows"] as const).flatMap((what) =>
    now[what] < before[what] ? [`${what}: ${before[what]} were there, ${now[what]} are left`] : [],
  );
  const cursors = Object.entries(before.cursors).flatMap(([handle, cursor]) =>
    (now.cursors[handle] ?? "") < cursor ? [`${handle}: its cursor went back from ${cursor} to ${now.cursors[handle] ?? "nothing"}`] : [],
  );
  return [...counts, ...cursors];
}

export function highWaterOf(sample: Sample): HighWater {
  const cursors = Object.fromEntries(sample.accounts.flatMap(({ handle, cursor }) => (cursor === null ? [] : [[handle, cursor]])));
  return { cursors, terminal: totalsOf(sample).terminal, flags: sample.flags, captures: sample.captures, auditRows: sample.auditRows };
}

/** Versions from the platform and by hand together. */
export function totalsOf({ accounts, byHand }: Sample): Totals {
  const inFlight = accounts.reduce((sum, { pending }) => sum + pending, byHand.pending);
  const terminal = accounts.reduce((sum, { classified, quarantined }) => sum + classified + quarantined, byHand.done);
  return { ingested: inFlight + terminal, terminal, inFlight };
}
