import { describe, expect, it } from "vitest";
import { createExpectation, findViolations, highWaterOf, NOTHING_SEEN, totalsOf } from "./conservation.ts";
import type { AccountState, Sample } from "./observer.ts";
import { eventsOf, handleOf, keyOf, type Play } from "./timeline.ts";

const START = Date.UTC(2029, 5, 4);
const play: Play = { seed: 3, accounts: 2, gapMs: 5_000, startMs: START };
const [first, second] = [handleOf(0), handleOf(1)];
const until = START + 600_000;
const events = eventsOf(play, first, { fromMs: Number.NEGATIVE_INFINITY, untilMs: until, poison: [] });
const versionsIn = (count: number): number => events.slice(0, count).filter(({ act }) => act !== "delete").length;

const expectation = createExpectation(play, [first, second]);
for (const at of [START + 1_000, START + 77_777, until, until - 5_000]) expectation.extend(at, []);

const account = (given: Partial<AccountState>): AccountState => ({
  handle: first,
  cursor: null,
  pending: 0,
  classified: 0,
  quarantined: 0,
  oldestPending: null,
  ...given,
});
const sample = (given: Partial<Sample>): Sample => ({
  atMs: 0,
  accounts: [],
  byHand: { pending: 0, done: 0, oldestPendingMs: null },
  newestRead: null,
  flags: 0,
  captures: 0,
  auditRows: 0,
  doubled: 0,
  diagnosis: { lapsed: 0, suspects: 0, overdue: 0, overdueHeld: 0 },
  ...given,
});
const cursorAfter = (count: number): string => keyOf(events[count - 1] as (typeof events)[number]);
const looksWrong = (given: Partial<AccountState>): string[] => findViolations(sample({ accounts: [account(given)] }), expectation, NOTHING_SEEN);

describe("what was published", () => {
  it("is counted up to any cursor, in whatever steps it was taken in", () => {
    for (const count of [1, 2, 17, events.length]) expect(expectation.countUpTo(first, cursorAfter(count))).toBe(versionsIn(count));
    expect(expectation.countUpTo(first, null)).toBe(0);
  });

  it("tells where a cursor must be when everything up to a moment was read, and what comes after it", () => {
    const [one, two] = [events[30], events[31]] as [(typeof events)[number], (typeof events)[number]];
    expect(expectation.lastKeyUpTo(first, one.at.getTime())).toBe(keyOf(one));
    expect(expectation.lastKeyUpTo(first, START - 1)).toBeNull();
    expect(expectation.nextAfter(first, keyOf(one))).toBe(two.at.getTime());
    expect(expectation.nextAfter(first, cursorAfter(events.length))).toBeNull();
  });
});

describe("conservation", () => {
  it("holds when every version up to the cursor is in a last state or in flight", () => {
    const published = versionsIn(40);
    expect(looksWrong({ cursor: cursorAfter(40), classified: published - 4, quarantined: 1, pending: 3 })).toEqual([]);
    expect(looksWrong({})).toEqual([]);
  });

  it("is broken by one version that is missing, and by one too many", () => {
    const published = versionsIn(40);
    expect(looksWrong({ cursor: cursorAfter(40), classified: published - 1 })).toEqual([expect.stringContaining("= 1 (must be 0)")]);
    expect(looksWrong({ cursor: cursorAfter(40), classified: published + 1 })).toEqual([expect.stringContaining("= -1 (must be 0)")]);
    expect(looksWrong({ cursor: null, pending: 1 })).toHaveLength(1);
  });

  it("is broken by a second flag of a post", () => {
    expect(findViolations(sample({ doubled: 2 }), expectation, NOTHING_SEEN)).toEqual([expect.stringContaining("2 posts have two flags")]);
  });

  it("is broken when something that was there is gone", () => {
    const before = highWaterOf(
      sample({ accounts: [account({ cursor: cursorAfter(40), classified: versionsIn(40) })], flags: 5, captures: 3, auditRows: 9 }),
    );
    const after = sample({ accounts: [account({ cursor: cursorAfter(39), classified: versionsIn(39) })], flags: 4, captures: 3, auditRows: 9 });
    const wrong = findViolations(after, expectation, before);
    expect(wrong).toEqual(
      expect.arrayContaining([expect.stringContaining("flags: 5 were there, 4 are left"), expect.stringContaining("its cursor went back")]),
    );
    expect(findViolations(after, expectation, highWaterOf(after))).toEqual([]);
  });

  it("counts what came from the platform and what people sent", () => {
    const both = sample({ accounts: [account({ pending: 2, classified: 5, quarantined: 1 })], byHand: { pending: 3, done: 4, oldestPendingMs: 1 } });
    expect(totalsOf(both)).toEqual({ ingested: 15, terminal: 10, inFlight: 5 });
  });
});
