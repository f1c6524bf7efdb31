/** Every way a call out can end without an answer. Stable: callers map them to what they do next. */
export const OUTBOUND_FAILURES = {
  "blocked-url": "only http and https on ports 80 and 443, without a name or password in the address, may be called",
  "blocked-address": "the address is not a public one",
  "blocked-redirect": "the answer leads on to where it may not lead",
  "too-many-redirects": "the answer leads on too often",
  "dns-failed": "the name of the host was not found",
  "connection-failed": "the host refused the connection, broke it, or did not prove who it is",
  "timed-out": "the host took too long",
  "too-large": "the answer is longer than allowed",
  "bad-body": "the body does not decode as its headers say",
} as const;

export type OutboundFailure = keyof typeof OUTBOUND_FAILURES;

/** A call out that brought no answer. The message is made from the code alone: an address may hold a handle or a token. */
export class OutboundError extends Error {
  readonly code: OutboundFailure;

  constructor(code: OutboundFailure, cause?: unknown) {
    super(`${code}: ${OUTBOUND_FAILURES[code]}`, cause === undefined ? undefined : { cause });
    this.name = "OutboundError";
    this.code = code;
  }
}
