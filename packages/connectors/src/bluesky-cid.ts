const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
/** CID version 1, SHA-256, 32 bytes; the second byte is the codec. */
const VERSION = 0x01;
const CODECS: ReadonlySet<number | undefined> = new Set([0x55, 0x71]); // raw bytes; DAG-CBOR
const SHA256 = [0x12, 0x20];
const CID_BYTES = 36;

/** The bytes of a CID as AT Protocol writes it (version 1, base32, SHA-256, of raw bytes or DAG-CBOR); null for any other text. */
export function bytesOfCid(cid: string): Uint8Array | null {
  if (!/^b[a-z2-7]{58}$/.test(cid)) return null;
  const bytes = new Uint8Array(CID_BYTES);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const letter of cid.slice(1)) {
    held = ((held << 5) | ALPHABET.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at] = (held >> bits) & 0xff;
    at += 1;
  }
  return bytes[0] === VERSION && CODECS.has(bytes[1]) && SHA256.every((byte, n) => bytes[n + 2] === byte) ? bytes : null;
}

/** The SHA-256 that a CID names, as 64 hex digits; null for a CID of another form. */
export const digestOfCid = (cid: string): string | null => {
  const bytes = bytesOfCid(cid);
  return bytes && Buffer.from(bytes.subarray(4)).toString("hex");
};
