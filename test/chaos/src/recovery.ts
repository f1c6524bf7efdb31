import type { Expectation } from "./conservation.ts";
import type { Sample } from "./observer.ts";

/** A moment at which something was done to the system. */
export interface Mark {
  readonly monotonicMs: number;
  /** The platform's time then. */
  readonly platformMs: number;
  /** The database's time then, ms since 1970. */
  readonly wallMs: number;
}

/**
 * Whether the system has healed from a mark: everything that was published by then, fetched yet or not, has been read and is in its last state, everything
 * that was sent by hand too, and something published later has been read as well. Poison does not count. Pure.
 */
export function hasHealed(sample: Sample, expectation: Expectation, mark: Mark): boolean {
  return sample.newestRead !== null && Date.parse(sample.newestRead) > mark.platformMs && unreadAt(sample, expectation, mark).length === 0;
}

/** Who still has something to be read of what was published by a mark: handles, and `by hand`. */
export function unreadAt(sample: Sample, expectation: Expectation, mark: Mark): string[] {
  const byHand = sample.byHand.oldestPendingMs !== null && sample.byHand.oldestPendingMs <= mark.wallMs ? ["by hand"] : [];
  const handles = sample.accounts.flatMap(({ handle, cursor, oldestPending }) => {
    const last = expectation.lastKeyUpTo(handle, mark.platformMs);
    const fetched = last === null || (cursor !== null && cursor >= last);
    const read = oldestPending === null || Date.parse(oldestPending) > mark.platformMs;
    return fetched && read ? [] : [handle];
  });
  return [...byHand, ...handles];
}

/** How long the oldest healthy post has waited, from its publication to now, ms; 0 when nothing waits. */
export function longestWait(sample: Sample, expectation: Expectation, nowMs: number): number {
  const oldest = sample.accounts.map(({ handle, cursor, oldestPending }) => {
    const pendingMs = oldestPending === null ? Number.POSITIVE_INFINITY : Date.parse(oldestPending);
    const next = expectation.nextAfter(handle, cursor);
    return Math.min(pendingMs, next ?? Number.POSITIVE_INFINITY);
  });
  return Math.max(0, nowMs - Math.min(...oldest));
}
