import { randomBytes } from "node:crypto";
import { type CheckedTimeStamp, checkTimeStamp } from "./check-time-stamp.ts";
import { OutboundError } from "./outbound-error.ts";
import { TimeStampError } from "./time-stamp-error.ts";

/** Asks one authority for time stamps (RFC 3161 over HTTP, §3.4). */
export interface TimeStamper {
  /**
   * The authority's answer about these bytes, whole and checked. It sees their SHA-256 and nothing else. Throws TimeStampError, OutboundError when there is no
   * answer, and the signal's reason when aborted.
   */
  stamp(note: Uint8Array, options?: { readonly signal?: AbortSignal }): Promise<CheckedTimeStamp & { readonly token: Uint8Array }>;
  /** Checks an answer that is there already. */
  check(token: Uint8Array, note: Uint8Array): Promise<CheckedTimeStamp>;
}

/** A token with its certificates has some kilobytes. */
const MAX_BYTES = 128 * 1024;
const SHA256 = "2.16.840.1.101.3.4.2.1";

/**
 * Builds what asks the authority at `url`, which the operator chose: it may be local and on any port. `ca`: PEM of what its certificate must lead to; null to believe
 * whoever answers. Redirects are not followed. Costs nothing until the first call.
 */
export function createTimeStamper({
  url,
  ca,
  totalMs = 8_000,
}: {
  readonly url: string;
  readonly ca: string | null;
  readonly totalMs?: number;
}): TimeStamper {
  return {
    check: (token, note) => checkTimeStamp(token, { note, ca }),
    async stamp(note, { signal } = {}) {
      // Positive and without a leading zero byte, so that DER has one form for it.
      const nonce = randomBytes(16);
      nonce[0] = ((nonce[0] ?? 0) & 0x3f) | 0x40;
      const token = await post(url, { body: await question(note, nonce), signal, totalMs });
      return { token, ...(await checkTimeStamp(token, { note, nonce, ca })) };
    },
  };
}

async function question(note: Uint8Array, nonce: Uint8Array): Promise<Uint8Array> {
  const [pki, asn1] = await Promise.all([import("pkijs"), import("asn1js")]);
  const hashedMessage = await crypto.subtle.digest("SHA-256", Uint8Array.from(note));
  const request = new pki.TimeStampReq({
    version: 1,
    messageImprint: new pki.MessageImprint({
      hashAlgorithm: new pki.AlgorithmIdentifier({ algorithmId: SHA256, algorithmParams: new asn1.Null() }),
      hashedMessage: new asn1.OctetString({ valueHex: hashedMessage }),
    }),
    nonce: new asn1.Integer({ valueHex: Uint8Array.from(nonce).buffer }),
    certReq: true,
  });
  return new Uint8Array(request.toSchema().toBER(false));
}

async function post(
  url: string,
  { body, signal, totalMs }: { readonly body: Uint8Array; readonly signal: AbortSignal | undefined; readonly totalMs: number },
): Promise<Uint8Array> {
  const { request } = await import("undici");
  const deadline = AbortSignal.timeout(totalMs);
  try {
    const answer = await request(url, {
      method: "POST",
      body,
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
      headers: { "content-type": "application/timestamp-query", accept: "application/timestamp-reply" },
    });
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const part of answer.body as AsyncIterable<Uint8Array>) {
      bytes += part.byteLength;
      if (bytes > MAX_BYTES) throw new OutboundError("too-large");
      parts.push(part);
    }
    if (answer.statusCode !== 200) throw new TimeStampError("time-stamp-status");
    return new Uint8Array(Buffer.concat(parts));
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof OutboundError || error instanceof TimeStampError) throw error;
    throw new OutboundError(deadline.aborted ? "timed-out" : "connection-failed", error);
  }
}
