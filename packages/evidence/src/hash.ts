import { canonicalJson } from "./canonical-json.ts";

/** The SHA-256 of these bytes: 32 bytes. Asynchronous because WebCrypto is, which is what Node and browsers share. */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** The SHA-256 of these bytes as 64 lower-case hex digits. */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  return Array.from(await sha256(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Names a JSON value by its content: `sha256:` and the hex hash of its canonical text in UTF-8. Throws TypeError as `canonicalJson` does. */
export async function contentHash(value: unknown): Promise<string> {
  return `sha256:${await sha256Hex(new TextEncoder().encode(canonicalJson(value)))}`;
}
