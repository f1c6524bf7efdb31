/** Every way an authority's answer can be of no use. Stable: kept beside the checkpoint that waits. */
export const TIME_STAMP_FAILURES = {
  "time-stamp-status": "the authority's server answered with another status than 200",
  "time-stamp-malformed": "the answer is not a time stamp response",
  "time-stamp-rejected": "the authority refused to stamp",
  "time-stamp-imprint": "the answer is about other bytes, or another kind of hash",
  "time-stamp-nonce": "the answer is to another question",
  "time-stamp-signature": "the signature does not hold, or its certificate is not one for time stamps",
  "time-stamp-chain": "the certificate is not valid at that time, or does not lead to the configured authority",
} as const;

export type TimeStampFailure = keyof typeof TIME_STAMP_FAILURES;

/** An answer that is of no use. The message is made from the code alone. */
export class TimeStampError extends Error {
  readonly code: TimeStampFailure;

  constructor(code: TimeStampFailure, cause?: unknown) {
    super(`${code}: ${TIME_STAMP_FAILURES[code]}`, cause === undefined ? undefined : { cause });
    this.name = "TimeStampError";
    this.code = code;
  }
}
