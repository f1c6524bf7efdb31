import type { FieldCipher } from "./cipher.ts";

/** Where a person's mail goes. Null when it cannot be read: written with another key, or changed; whoever sends many goes on with the next. */
export function readAddress(cipher: FieldCipher, sealed: Buffer): string | null {
  try {
    return cipher.decrypt(sealed);
  } catch {
    return null;
  }
}
