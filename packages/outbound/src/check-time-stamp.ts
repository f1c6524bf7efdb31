import type { Certificate, SignedData, TSTInfo } from "pkijs";
import { TimeStampError } from "./time-stamp-error.ts";

/** What a time stamp says, once everything in it was checked. */
export interface CheckedTimeStamp {
  /** The authority's time. */
  readonly at: Date;
  /** Common name in the authority's certificate; "" where it has none. */
  readonly authority: string;
  /** Whether the certificate leads to `ca`. False where none was given: then anybody may have signed. */
  readonly trusted: boolean;
}

const SHA256 = "2.16.840.1.101.3.4.2.1";
const COMMON_NAME = "2.5.4.3";
const EXTENDED_USE = "2.5.29.37";
const FOR_TIME_STAMPS = "1.3.6.1.5.5.7.3.8";
/** granted, grantedWithMods */
const GRANTED: ReadonlySet<number> = new Set([0, 1]);

/**
 * Checks a TimeStampResp (RFC 3161 §2.4.2) about `note`: status, the SHA-256 of exactly these bytes, the nonce if one is given, the signature, that its
 * certificate is for time stamps and was valid at that time, and that it leads to one of the PEM certificates in `ca` where those are given. Throws TimeStampError.
 * Whether a certificate was revoked is not asked. Costs nothing until the first call, which loads pkijs.
 */
export async function checkTimeStamp(
  token: Uint8Array,
  { note, nonce, ca }: { readonly note: Uint8Array; readonly nonce?: Uint8Array; readonly ca: string | null },
): Promise<CheckedTimeStamp> {
  const pki = await import("pkijs");
  const { signed, info } = parse(pki, token);
  if (info.messageImprint.hashAlgorithm.algorithmId !== SHA256) throw new TimeStampError("time-stamp-imprint");
  const expected = await crypto.subtle.digest("SHA-256", Uint8Array.from(note));
  if (!same(info.messageImprint.hashedMessage.valueBlock.valueHexView, expected)) throw new TimeStampError("time-stamp-imprint");
  if (nonce && !(info.nonce && same(info.nonce.valueBlock.valueHexView, nonce))) throw new TimeStampError("time-stamp-nonce");

  const verify = async (trustedCerts: Certificate[], checkChain: boolean): Promise<Certificate> => {
    try {
      const found = await signed.verify({
        signer: 0,
        data: Uint8Array.from(note).buffer,
        trustedCerts,
        checkChain,
        extendedMode: true,
        passedWhenNotRevValues: true,
      });
      if (found.signatureVerified && found.signerCertificate) return found.signerCertificate;
      throw new TimeStampError("time-stamp-signature");
    } catch (error) {
      if (error instanceof TimeStampError) throw error;
      // 5: the chain. Everything else is about the signature or its form.
      throw new TimeStampError((error as { code?: unknown }).code === 5 ? "time-stamp-chain" : "time-stamp-signature", error);
    }
  };
  const certificate = await verify([], false);
  if (!isForTimeStamps(certificate)) throw new TimeStampError("time-stamp-signature");
  if (info.genTime < certificate.notBefore.value || info.genTime > certificate.notAfter.value) throw new TimeStampError("time-stamp-chain");
  if (ca !== null) await verify(parseCertificates(pki, ca), true);
  const name = certificate.subject.typesAndValues.find(({ type }) => type === COMMON_NAME);
  return { at: info.genTime, authority: name ? String(name.value.valueBlock.value) : "", trusted: ca !== null };
}

/** The certificates in a PEM text. Throws TypeError when there is none, or one that cannot be read. */
export function parseCertificates(pki: Pick<typeof import("pkijs"), "Certificate">, pem: string): Certificate[] {
  const found = [...pem.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g)];
  if (found.length === 0) throw new TypeError("the text holds no certificate in PEM");
  return found.map(([, body]) => {
    try {
      return pki.Certificate.fromBER(Uint8Array.from(Buffer.from(body ?? "", "base64")));
    } catch (cause) {
      throw new TypeError("a certificate cannot be read", { cause });
    }
  });
}

function parse(pki: typeof import("pkijs"), token: Uint8Array): { signed: SignedData; info: TSTInfo } {
  let rejected = false;
  try {
    const response = pki.TimeStampResp.fromBER(Uint8Array.from(token));
    rejected = !GRANTED.has(response.status.status);
    if (rejected || !response.timeStampToken) throw new TypeError("no token");
    const signed = new pki.SignedData({ schema: response.timeStampToken.content });
    const content = signed.encapContentInfo.eContent?.getValue();
    if (!content) throw new TypeError("no content");
    return { signed, info: pki.TSTInfo.fromBER(content) };
  } catch (error) {
    throw new TimeStampError(rejected ? "time-stamp-rejected" : "time-stamp-malformed", error);
  }
}

/** RFC 3161 §2.3: the certificate is for this alone. */
function isForTimeStamps({ extensions = [] }: Certificate): boolean {
  const use = extensions.find(({ extnID }) => extnID === EXTENDED_USE)?.parsedValue as { keyPurposes?: readonly string[] } | undefined;
  return use?.keyPurposes?.length === 1 && use.keyPurposes[0] === FOR_TIME_STAMPS;
}

const same = (one: Uint8Array, other: ArrayBuffer | Uint8Array): boolean =>
  Buffer.from(one).equals(other instanceof Uint8Array ? other : new Uint8Array(other));
