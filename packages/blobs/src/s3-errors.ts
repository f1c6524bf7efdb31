import { codeOf, DomainError } from "@netra/domain";

/** The service answered with an error. */
export interface S3Refusal {
  readonly status: number;
  /** As S3 names it, e.g. `NoSuchKey`; empty when there is none. */
  readonly code: string;
  /** Whether a header says that S3 answered and nobody before it. */
  readonly fromS3?: boolean;
}

/** Worth another attempt: nobody answered, the service is busy, or the line broke. */
export const isPassing = ({ status, code }: S3Refusal): boolean => status >= 500 || status === 429 || status === 408 || code === "RequestTimeout";

type Row = readonly [when: (refusal: S3Refusal) => boolean, code: string, message: string];

const ROWS: readonly Row[] = [
  [({ code }) => code === "NoSuchBucket", "blobs-no-bucket", "The bucket of files does not exist: make it, or correct NETRA_S3_BUCKET."],
  [({ code }) => code === "RequestTimeTooSkewed", "blobs-refused", "The bucket of files says that this machine's clock is wrong: set it by NTP."],
  [
    ({ status, code }) => (status >= 300 && status < 400) || /^(PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint)/.test(code),
    "blobs-elsewhere",
    "The bucket of files is at another address or region: correct NETRA_S3_URL and NETRA_S3_REGION. Redirects are not followed.",
  ],
  [
    ({ status }) => status === 401 || status === 403,
    "blobs-refused",
    "The bucket of files refuses us: correct NETRA_S3_KEY_ID and NETRA_S3_SECRET, and let that key list, read, write and delete in the bucket.",
  ],
];

/** What the service said, as the house says it. Kind `unavailable`; the detail holds status and code only. */
export function refused(refusal: S3Refusal): DomainError {
  const [, code, message] = ROWS.find(([when]) => when(refusal)) ?? [
    null,
    "blobs-away",
    "The bucket of files does not answer as it should: look at its server's log, and at what stands before it.",
  ];
  return new DomainError("unavailable", code, message, { detail: { status: refusal.status, said: refusal.code } });
}

/** Nobody answered. The message names no address. */
export function unreachable(cause: unknown): DomainError {
  const errno = codeOf(cause);
  const message =
    errno === "plain-http"
      ? "The bucket of files is spoken to without TLS only on this machine, or on private addresses with NETRA_S3_PLAIN_HTTP=yes: use https in NETRA_S3_URL."
      : "The bucket of files does not answer: start it, look at the network between, or correct NETRA_S3_URL.";
  return new DomainError("unavailable", "blobs-away", message, { detail: { errno }, cause });
}
