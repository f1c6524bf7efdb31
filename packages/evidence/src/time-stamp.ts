import { toHex } from "./bytes.ts";
import { EvidenceError } from "./evidence-error.ts";

/** What an authority's answer says, as far as it can be read without knowing the authority. */
export interface TimeStamp {
  /** Lower-case hex of the SHA-256 that was stamped. */
  readonly imprint: string;
  /** The authority's time, to the second: `2029-10-22T13:20:05Z`. */
  readonly at: string;
}

/** A DER element: where its content begins and ends. */
interface Element {
  readonly from: number;
  readonly to: number;
}
const [INTEGER, OCTETS, OID, SEQUENCE, SET, TIME, CONTEXT_0] = [0x02, 0x04, 0x06, 0x30, 0x31, 0x18, 0xa0] as const;

/** id-signedData, id-ct-TSTInfo and id-sha256, as DER writes them. */
const SIGNED_DATA = "2a864886f70d010702";
const TST_INFO = "2a864886f70d0109100104";
const SHA256 = "608648016503040201";

/**
 * Reads a TimeStampResp (RFC 3161 §2.4.2) far enough to tell which hash it is about and when. Who signed it is not looked at: that needs the authority's
 * certificate, and `openssl ts -verify`. Throws `time-stamp-malformed` for anything else: an answer that refuses, another hash algorithm, lengths that are not DER's.
 */
export function readTimeStamp(bytes: Uint8Array): TimeStamp {
  const whole = { from: 0, to: bytes.length };
  const response = new Reader(bytes, whole).read(SEQUENCE);
  if (response.to !== bytes.length) throw malformed("has something behind it");
  const parts = new Reader(bytes, response);
  const status = new Reader(bytes, parts.read(SEQUENCE)).hex(INTEGER);
  if (status !== "00" && status !== "01") throw malformed("was not granted");
  const content = new Reader(bytes, parts.read(SEQUENCE));
  if (content.hex(OID) !== SIGNED_DATA) throw malformed("is not signed data");
  const signed = new Reader(bytes, new Reader(bytes, content.read(CONTEXT_0)).read(SEQUENCE));
  signed.read(INTEGER);
  signed.read(SET);
  const enclosed = new Reader(bytes, signed.read(SEQUENCE));
  if (enclosed.hex(OID) !== TST_INFO) throw malformed("encloses no time");
  const info = new Reader(bytes, new Reader(bytes, new Reader(bytes, enclosed.read(CONTEXT_0)).read(OCTETS)).read(SEQUENCE));
  info.read(INTEGER);
  info.read(OID);
  const imprint = new Reader(bytes, info.read(SEQUENCE));
  if (new Reader(bytes, imprint.read(SEQUENCE)).hex(OID) !== SHA256) throw malformed("is about another kind of hash");
  const hash = imprint.hex(OCTETS);
  info.read(INTEGER);
  const time = info.read(TIME);
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(String.fromCharCode(...bytes.subarray(time.from, Math.min(time.to, time.from + 64)))) ??
    [];
  if (hash.length !== 64 || year === undefined) throw malformed("has no hash or no time");
  return { imprint: hash, at: `${year}-${month}-${day}T${hour}:${minute}:${second}Z` };
}

/** Reads elements one behind the other, never beyond their container. */
class Reader {
  readonly #bytes: Uint8Array;
  readonly #to: number;
  #at: number;

  constructor(bytes: Uint8Array, { from, to }: Element) {
    this.#bytes = bytes;
    this.#at = from;
    this.#to = to;
  }

  read(tag: number): Element {
    if (this.#at + 2 > this.#to || this.#bytes[this.#at] !== tag) throw malformed("has another form");
    const first = this.#bytes[this.#at + 1]!;
    const digits = first < 0x80 ? 0 : first - 0x80;
    const from = this.#at + 2 + digits;
    // Four digits are more than any answer needs; none would be the indefinite length, which DER does not have.
    if ((first >= 0x80 && digits === 0) || digits > 4 || from > this.#to) throw malformed("has another form");
    let length = first < 0x80 ? first : 0;
    for (let at = from - digits; at < from; at += 1) length = length * 256 + this.#bytes[at]!;
    if (from + length > this.#to) throw malformed("has another form");
    this.#at = from + length;
    return { from, to: from + length };
  }

  hex(tag: number): string {
    const { from, to } = this.read(tag);
    return toHex(this.#bytes.subarray(from, Math.min(to, from + 64)));
  }
}

const malformed = (what: string): EvidenceError => new EvidenceError("time-stamp-malformed", `the time stamp ${what}`);
