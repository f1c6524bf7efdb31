import type { ConnectorError } from "@netra/connectors";
import { DomainError } from "@netra/domain";
import type { KeptMedia } from "@netra/store";

/** What a try came to. */
export type MediaEnd =
  | { readonly state: "kept"; readonly kept: KeptMedia }
  | { readonly state: "refused"; readonly reason: string }
  /** The platform says that there is no such file. */
  | { readonly state: "missed" }
  | { readonly state: "later"; readonly inSeconds: number; readonly counted: boolean; readonly reason: string };

/** What the bytes themselves, or where they lead, showed: another try would show it again. */
const FINAL: ReadonlySet<string> = new Set([
  ...["blocked-url", "blocked-address", "blocked-redirect", "too-many-redirects", "too-large", "bad-body"],
  ...["type-not-allowed", "too-many-pixels", "image-unreadable", "hash-mismatch", "empty"],
]);

const FIRST_SECONDS = 60;
const LONGEST_SECONDS = 4 * 3_600;
const HOUR = 3_600;
const DAY = 24 * HOUR;

/** What to do after a try that failed in a known way, or null for one that nobody foresaw. By name: these classes live with the connectors, whose values this worker is given and does not import. */
export function afterMediaFault(error: unknown, attempt: number): MediaEnd | null {
  if (error instanceof DomainError) return FINAL.has(error.code) ? { state: "refused", reason: error.code } : null;
  if (!(error instanceof Error)) return null;
  const later = (inSeconds: number, counted: boolean, reason: string): MediaEnd => ({ state: "later", inSeconds, counted, reason });
  const backOff = Math.min(FIRST_SECONDS * 4 ** (attempt - 1), LONGEST_SECONDS);
  if (error.name === "OutboundError") {
    const code = String((error as { code?: unknown }).code);
    return FINAL.has(code) ? { state: "refused", reason: code } : later(backOff, true, code);
  }
  if (error.name !== "ConnectorError") return null;
  const { code, action, retryAfterMs } = error as ConnectorError;
  // A day at most, whatever was asked for: a wrong number must not put a file off for ever.
  const asked = retryAfterMs === null ? null : Math.min(Math.ceil(retryAfterMs / 1_000), DAY);
  switch (action) {
    case "wait":
      return later(asked ?? HOUR, false, code);
    case "retry":
      return later(asked ?? backOff, true, code);
    case "confirm-gone":
      return { state: "missed" };
    case "reset-cursor":
    case "quarantine":
      return { state: "refused", reason: code };
    default:
      // What only time or a person changes.
      return later(DAY, true, code);
  }
}
