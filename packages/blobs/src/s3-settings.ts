/** Where a bucket is, and who asks. */
export interface S3Settings {
  /** `https://host` or `https://host:port`, without a path. `http:` only to this machine, or with `plainHttp` to a private address. */
  readonly url: string;
  readonly bucket: string;
  /** As the service calls it; many that are not Amazon's take `us-east-1`. */
  readonly region: string;
  readonly keyId: string;
  readonly secret: string;
  /** The office vouches for the network between: http to private addresses. Never to public ones. */
  readonly plainHttp: boolean;
}

/** How long is waited for a bucket, ms, and how often it is asked. Exchanged by tests only. */
export interface S3Patience {
  readonly connectMs: number;
  /** Nothing comes or goes for so long. */
  readonly idleMs: number;
  /** A whole call without its bytes; bytes get a second more for each `BYTES_PER_SECOND`. */
  readonly totalMs: number;
  readonly attempts: number;
  /** Before the second attempt; four times as long before each further one. */
  readonly backoffMs: number;
}

export const S3_PATIENCE: S3Patience = { connectMs: 5_000, idleMs: 15_000, totalMs: 30_000, attempts: 3, backoffMs: 250 };
