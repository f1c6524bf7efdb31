import type { GuardedResponse } from "@netra/outbound";

const LONGEST_WAIT_MS = 24 * 3_600_000;

/**
 * How long a server asks us to wait, in milliseconds, a second to a day; empty where it does not say. `Retry-After` in seconds or as a date; else `RateLimit-Reset`, a Unix time
 * here, against the server's own clock where it shows it.
 */
export function waitOf({ headers }: Pick<GuardedResponse, "headers">, now: Date): { retryAfterMs?: number } {
  const theirs = Date.parse(headers.date ?? "");
  const clock = Number.isNaN(theirs) ? now.getTime() : theirs;
  const { "retry-after": after = "", "ratelimit-reset": reset = "" } = headers;
  const ms = /^\d+$/.test(after)
    ? Number(after) * 1_000
    : after !== ""
      ? Date.parse(after) - clock
      : /^\d+$/.test(reset)
        ? Number(reset) * 1_000 - clock
        : Number.NaN;
  return Number.isNaN(ms) ? {} : { retryAfterMs: Math.min(Math.max(ms, 1_000), LONGEST_WAIT_MS) };
}
