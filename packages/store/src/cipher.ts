import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";

/** Encrypts what must not be readable in the database (NIP), and makes the blind index it can be looked up by. Keys live outside the database. */
export interface FieldCipher {
  encrypt(plain: string): Buffer;
  /** Throws when the key is another or the bytes were changed. */
  decrypt(cipher: Buffer): string;
  /** The same for the same value under the same key; tells nothing about it without the key. */
  blindIndex(plain: string): Buffer;
}

const VERSION = 1;
/** Version byte, nonce and tag. */
const HEAD = 29;

const unreadable = (cause?: unknown): Error =>
  new Error(
    "field cipher: these bytes were not written with this key; the key directory (NETRA_KEYS_DIR) belongs to another installation, or the row was changed",
    {
      cause,
    },
  );

/** AES-256-GCM with a random 96-bit nonce (version byte, nonce, tag, text) and HMAC-SHA-256. Both keys are 32 bytes. */
export function createFieldCipher(keys: { readonly field: Buffer; readonly blindIndex: Buffer }): FieldCipher {
  return {
    encrypt(plain) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", keys.field, nonce);
      const text = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), text]);
    },
    decrypt(bytes) {
      if (bytes[0] !== VERSION || bytes.length < HEAD) throw unreadable();
      try {
        const decipher = createDecipheriv("aes-256-gcm", keys.field, bytes.subarray(1, 13));
        decipher.setAuthTag(bytes.subarray(13, HEAD));
        return Buffer.concat([decipher.update(bytes.subarray(HEAD)), decipher.final()]).toString("utf8");
      } catch (cause) {
        throw unreadable(cause);
      }
    },
    blindIndex: (plain) => createHmac("sha256", keys.blindIndex).update(plain).digest(),
  };
}
