import { createHash } from "node:crypto";
import { bytesOfCid } from "./bluesky-cid.ts";

const CID_BYTES = 36;

/**
 * Whether a CAR file (version 1) holds the record of this CID, by its own hash. Not whether the account signed it: `verifyRecords` of `@atproto/repo` tells that from the same bytes and the
 * account's DID document. Never throws on bytes.
 */
export function holdsRecord(car: Uint8Array, cid: string): boolean {
  const wanted = bytesOfCid(cid);
  const header = readLength(car, 0);
  if (!wanted || !header || header.end > car.length) return false;
  for (let at = header.end; at < car.length; ) {
    const block = readLength(car, at);
    if (!block || block.end > car.length) return false;
    const name = car.subarray(block.start, block.start + CID_BYTES);
    const data = car.subarray(block.start + CID_BYTES, block.end);
    if (Buffer.compare(name, wanted) === 0) return createHash("sha256").update(data).digest().equals(wanted.subarray(4));
    at = block.end;
  }
  return false;
}

/** A length in LEB128, and where what it counts begins and ends. */
function readLength(bytes: Uint8Array, at: number): { readonly start: number; readonly end: number } | null {
  let length = 0;
  for (let n = 0; n < 4; n += 1) {
    const byte = bytes[at + n];
    if (byte === undefined) return null;
    length += (byte & 0x7f) * 2 ** (7 * n);
    if (byte < 0x80) return length === 0 ? null : { start: at + n + 1, end: at + n + 1 + length };
  }
  return null;
}
