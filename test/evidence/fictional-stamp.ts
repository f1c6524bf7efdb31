import { createHash } from "node:crypto";

/** One DER element: tag, length, content. */
const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const digits = content.length < 0x80 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...digits]), content]);
};
const hex = (text: string): Buffer => Buffer.from(text, "hex");
const number = (value: number): Buffer => der(0x02, Buffer.of(value));

/** An answer of no authority: a TimeStampResp (RFC 3161) of the right form about these bytes, signed by nobody. `at` is `20291022132005Z`. */
export function fictionalStamp(note: Uint8Array, { at = "20291022132005Z", status = 0 } = {}): Uint8Array {
  const imprint = der(0x30, der(0x30, der(0x06, hex("608648016503040201")), der(0x05)), der(0x04, createHash("sha256").update(note).digest()));
  const info = der(0x30, number(1), der(0x06, hex("2a0304")), imprint, number(7), der(0x18, Buffer.from(at)));
  const enclosed = der(0x30, der(0x06, hex("2a864886f70d0109100104")), der(0xa0, der(0x04, info)));
  const signed = der(0x30, number(3), der(0x31), enclosed, der(0x31));
  const token = der(0x30, der(0x06, hex("2a864886f70d010702")), der(0xa0, signed));
  return new Uint8Array(der(0x30, der(0x30, number(status)), token));
}
