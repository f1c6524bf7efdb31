import { setInterval as ticks } from "node:timers/promises";
import { DomainError } from "@netra/domain";
import { type DatabaseClock, measureSkew } from "@netra/store";

/**
 * How far this machine's clock may be from the database's. Leases live on the database's clock and do not care, but deadlines, contest windows and the
 * queue's own timers are told by this machine: a clock a day ahead was measured to mute BullMQ's recovery of dead jobs for that day.
 */
export const MAX_CLOCK_SKEW_MS = 2_000;
const LOOK_EVERY_MS = 5_000;
/** One odd answer is a busy machine; this many in a row are a clock. */
const LOOKS_IN_A_ROW = 2;

/** Throws unavailable `clock-skew` with the remedy when the clocks differ too much. */
export async function requireAgreement(databaseClock: DatabaseClock): Promise<void> {
  const skewMs = await measureSkew(databaseClock);
  if (Math.abs(skewMs) > MAX_CLOCK_SKEW_MS) throw skewed(skewMs);
}

export interface ClockGuard {
  /** Resolves with the failure once the clocks have come apart; never rejects, and never resolves otherwise. */
  readonly failed: Promise<DomainError>;
  /** Looks no more. A look that is on its way is not waited for: the database may be silent. */
  stop(): void;
}

/** Looks every few seconds. While the database does not answer nothing is known, and nothing is said. */
export function watchClock(databaseClock: DatabaseClock, { everyMs = LOOK_EVERY_MS } = {}): ClockGuard {
  const ending = new AbortController();
  const { promise: failed, resolve } = Promise.withResolvers<DomainError>();
  const watch = async (): Promise<void> => {
    let apart = 0;
    for await (const _ of ticks(everyMs, undefined, { signal: ending.signal, ref: false })) {
      const skewMs = await measureSkew(databaseClock).catch(() => 0);
      apart = Math.abs(skewMs) > MAX_CLOCK_SKEW_MS ? apart + 1 : 0;
      if (apart === LOOKS_IN_A_ROW) return resolve(skewed(skewMs));
    }
  };
  void watch().catch((error: unknown) => {
    if (!ending.signal.aborted) throw error;
  });
  return {
    failed,
    stop: () => ending.abort(),
  };
}

function skewed(skewMs: number): DomainError {
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  return new DomainError(
    "unavailable",
    "clock-skew",
    `This machine's clock is ${seconds} s ${skewMs > 0 ? "ahead of" : "behind"} the database's: set it right (NTP, for example systemd-timesyncd) and start again.`,
  );
}
