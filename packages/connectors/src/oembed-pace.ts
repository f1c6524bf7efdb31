import { ConnectorError } from "./connector-error.ts";

/** Meta allows 1,000 an hour an endpoint to everybody together: five processes stay below it. The others name no number and get no more. Source: Graph API reference, oEmbed. */
const PER_HOUR = 150;
const AT_ONCE = 20;
const HOUR_MS = 3_600_000;
/** Where a platform asks for patience without a number. */
const PAUSE_MS = 15 * 60_000;

/** How often one process asks one endpoint. */
export interface Pace {
  /** Takes one turn. Throws ConnectorError `rate-limited` with the time to wait where there is none: nothing was asked then. */
  take(nowMs: number): void;
  /** Nobody asks for so long: the platform said so. */
  pause(nowMs: number, ms: number | null): void;
}

/** Builds the pace of one endpoint: 20 at once, 150 an hour. In memory, for this process. */
export function createPace(): Pace {
  let turns = AT_ONCE;
  let at = Number.NEGATIVE_INFINITY;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  return {
    take(nowMs) {
      if (nowMs < pausedUntil) throw new ConnectorError("rate-limited", { retryAfterMs: pausedUntil - nowMs });
      turns = Math.min(AT_ONCE, turns + (Math.max(0, nowMs - at) * PER_HOUR) / HOUR_MS);
      at = nowMs;
      if (turns < 1) throw new ConnectorError("rate-limited", { retryAfterMs: Math.ceil(((1 - turns) * HOUR_MS) / PER_HOUR) });
      turns -= 1;
    },
    pause(nowMs, ms) {
      pausedUntil = Math.max(pausedUntil, nowMs + (ms ?? PAUSE_MS));
    },
  };
}
