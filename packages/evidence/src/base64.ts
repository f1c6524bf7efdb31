import { EvidenceError } from "./evidence-error.ts";

const CHUNK = 0x8000;
const FORM = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Standard base64 with padding (RFC 4648 §4). */
export function encodeBase64(bytes: Uint8Array): string {
  let binary = "";
  // In chunks: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}

/** The bytes of a base64 text. Throws `base64-not-strict` unless it is the one text that stands for them: no blanks, full padding, no bits left over. */
export function decodeBase64(text: string, where = "base64"): Uint8Array {
  const refuse = (): never => {
    throw new EvidenceError("base64-not-strict", `${where} is not the one base64 of its bytes`);
  };
  if (!FORM.test(text)) return refuse();
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  return encodeBase64(bytes) === text ? bytes : refuse();
}
