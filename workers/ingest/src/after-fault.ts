import type { ConnectorError, FaultCode } from "@netra/connectors";

/** What becomes of an account after a fault, where a fault tells that. */
const STATE: Partial<Record<FaultCode, string>> = { private: "private", suspended: "suspended", "gone-account": "deleted" };
const HOUR = 3_600;
/** An account that is gone is looked at again: it may have come back, and nobody else would notice. */
const GONE = 7 * 24 * HOUR;

/**
 * What to do with the account: seconds until the next try (a wait that the platform asks for, a day for what only time or a person changes, else a few
 * intervals), its state where the fault tells it, and whether to begin again without a cursor.
 */
export function afterFault(
  error: ConnectorError,
  everySeconds: number,
): { error: string; retryInSeconds: number; state: string | null; resetCursor: boolean } {
  const asked = error.retryAfterMs === null ? null : Math.ceil(error.retryAfterMs / 1000);
  const byAction = {
    wait: HOUR,
    retry: everySeconds,
    "confirm-gone": everySeconds,
    "reset-cursor": HOUR,
    "mark-account": error.code === "gone-account" ? GONE : 24 * HOUR,
    "pause-credential": 24 * HOUR,
    quarantine: HOUR,
  };
  return {
    error: error.code,
    retryInSeconds: asked ?? byAction[error.action],
    state: STATE[error.code] ?? null,
    resetCursor: error.action === "reset-cursor",
  };
}

/** By name: the class lives with the connectors, whose values this worker is given and does not import. */
export const isFault = (error: unknown): error is ConnectorError => error instanceof Error && error.name === "ConnectorError";
