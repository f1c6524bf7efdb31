import { describe, expect, it } from "vitest";
import { createExpectation } from "./conservation.ts";
import type { AccountState, Sample } from "./observer.ts";
import { hasHealed, longestWait, type Mark, unreadAt } from "./recovery.ts";
import { eventsOf, handleOf, keyOf, type Play } from "./timeline.ts";

const START = Date.UTC(2029, 5, 4);
const play: Play = { seed: 3, accounts: 1, gapMs: 5_000, startMs: START };
const handle = handleOf(0);
const events = eventsOf(play, handle, { fromMs: Number.NEGATIVE_INFINITY, untilMs: START + 600_000, poison: [] });
const expectation = createExpectation(play, [handle]);
expectation.extend(START + 600_000, []);

const last = events[50] as (typeof events)[number];
const next = events[51] as (typeof events)[number];
/** Something goes wrong right after the 50th event. */
const mark: Mark = { monotonicMs: 1_000, platformMs: last.at.getTime(), wallMs: 5_000_000 };

const look = (account: Partial<AccountState>, rest: Partial<Sample> = {}): Sample => ({
  atMs: 2_000,
  accounts: [{ handle, cursor: keyOf(last), pending: 0, classified: 0, quarantined: 0, oldestPending: null, ...account }],
  byHand: { pending: 0, done: 0, oldestPendingMs: null },
  newestRead: next.at.toISOString(),
  flags: 0,
  captures: 0,
  auditRows: 0,
  doubled: 0,
  diagnosis: { lapsed: 0, suspects: 0, overdue: 0, overdueHeld: 0 },
  ...rest,
});
const healed = (...given: Parameters<typeof look>): boolean => hasHealed(look(...given), expectation, mark);

describe("a system has healed from a moment", () => {
  it("when all that was published by then is read, and something later too", () => {
    expect(healed({})).toBe(true);
    expect(healed({ pending: 1, oldestPending: next.at.toISOString() })).toBe(true);
  });

  it("not while something is not fetched, not read, or nothing later was read", () => {
    expect(healed({ cursor: keyOf(events[49] as (typeof events)[number]) })).toBe(false);
    expect(healed({ cursor: null })).toBe(false);
    expect(healed({ pending: 1, oldestPending: last.at.toISOString() })).toBe(false);
    expect(healed({}, { newestRead: last.at.toISOString() })).toBe(false);
    expect(healed({}, { newestRead: null })).toBe(false);
  });

  it("not while something that people sent by then waits", () => {
    expect(healed({}, { byHand: { pending: 1, done: 0, oldestPendingMs: mark.wallMs } })).toBe(false);
    expect(healed({}, { byHand: { pending: 1, done: 0, oldestPendingMs: mark.wallMs + 1 } })).toBe(true);
  });

  it("and says who waits", () => {
    const sample = look({ cursor: null }, { byHand: { pending: 1, done: 0, oldestPendingMs: 0 } });
    expect(unreadAt(sample, expectation, mark)).toEqual(["by hand", handle]);
  });
});

describe("the longest wait", () => {
  const nowMs = next.at.getTime() + 9_000;
  it("counts from the publication of what is not fetched, or not read", () => {
    expect(longestWait(look({}), expectation, nowMs)).toBe(9_000);
    expect(longestWait(look({ oldestPending: last.at.toISOString() }), expectation, nowMs)).toBe(nowMs - last.at.getTime());
  });

  it("is nothing when nothing waits", () => {
    expect(longestWait(look({ cursor: keyOf(events.at(-1) as (typeof events)[number]) }), expectation, nowMs)).toBe(0);
  });
});
