/**
 * Every way a platform can say no, and what the caller does about it. Each connector maps its platform's answers to these.
 * Codes are stored with fetch runs: never rename.
 */
export const FAULTS = {
  auth: { means: "the credential is refused", action: "pause-credential" },
  "quota-money": { means: "the paid or daily quota is used up", action: "wait" },
  "rate-limited": { means: "too many requests", action: "wait" },
  "gone-post": { means: "the post is not there", action: "confirm-gone" },
  private: { means: "the account is not public", action: "mark-account" },
  suspended: { means: "the platform suspended the account", action: "mark-account" },
  "gone-account": { means: "the account was deactivated or deleted", action: "mark-account" },
  renamed: { means: "the account has another handle now", action: "mark-account" },
  "bad-request": { means: "the platform did not understand the request", action: "reset-cursor" },
  "schema-drift": { means: "the whole answer has an unknown form", action: "quarantine" },
  transient: { means: "the platform or the way to it failed for the moment", action: "retry" },
} as const satisfies Record<string, { readonly means: string; readonly action: FaultAction }>;

export type FaultCode = keyof typeof FAULTS;

/** `wait` is no failed attempt; `retry` is one, with backoff; `reset-cursor` once, then a person; `pause-credential` and `quarantine` call a person. */
export type FaultAction = "pause-credential" | "wait" | "confirm-gone" | "mark-account" | "reset-cursor" | "quarantine" | "retry";

/** A fetch that failed in a known way. The message is made from the code alone, so it can name no one. */
export class ConnectorError extends Error {
  readonly code: FaultCode;
  readonly action: FaultAction;
  /** How long the platform asks us to wait, when it says so. */
  readonly retryAfterMs: number | null;

  constructor(code: FaultCode, more: { readonly retryAfterMs?: number; readonly cause?: unknown } = {}) {
    super(`${code}: ${FAULTS[code].means}`, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = "ConnectorError";
    this.code = code;
    this.action = FAULTS[code].action;
    this.retryAfterMs = more.retryAfterMs ?? null;
  }
}
