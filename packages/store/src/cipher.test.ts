import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFieldCipher } from "./cipher.ts";

const keys = () => ({ field: randomBytes(32), blindIndex: randomBytes(32) });
const NIP = "198507122010011003";

describe("the field cipher", () => {
  it("gives back any text it was given", () => {
    const cipher = createFieldCipher(keys());
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => cipher.decrypt(cipher.encrypt(text)) === text));
  });

  it("never writes the same bytes twice, nor the text among them", () => {
    const cipher = createFieldCipher(keys());
    const [one, other] = [cipher.encrypt(NIP), cipher.encrypt(NIP)];
    expect(one.equals(other)).toBe(false);
    expect(one.includes(NIP)).toBe(false);
  });

  it("refuses another key with the remedy, and does not repeat what it could not read", () => {
    const foreign = createFieldCipher(keys()).encrypt(NIP);
    const { decrypt } = createFieldCipher(keys());
    expect(() => decrypt(foreign)).toThrow(/key directory.*NETRA_KEYS_DIR/);
    expect(() => decrypt(foreign)).not.toThrow(NIP);
  });

  it("refuses every changed byte", () => {
    const cipher = createFieldCipher(keys());
    const bytes = cipher.encrypt(NIP);
    for (const [at, byte] of bytes.entries()) {
      const changed = Buffer.from(bytes);
      changed[at] = byte ^ 1;
      expect(() => cipher.decrypt(changed)).toThrow("field cipher");
    }
  });

  it.each([[0], [1], [12], [28]])("refuses bytes that were cut to %i", (length) => {
    const cipher = createFieldCipher(keys());
    expect(() => cipher.decrypt(cipher.encrypt(NIP).subarray(0, length))).toThrow("field cipher");
  });
});

describe("the blind index", () => {
  it("is the same for the same number under the same key, and only then", () => {
    const mine = keys();
    expect(createFieldCipher(mine).blindIndex(NIP)).toEqual(createFieldCipher(mine).blindIndex(NIP));
    expect(createFieldCipher(mine).blindIndex(NIP)).not.toEqual(createFieldCipher(mine).blindIndex("198507122010011004"));
    expect(createFieldCipher(mine).blindIndex(NIP)).not.toEqual(createFieldCipher(keys()).blindIndex(NIP));
  });

  it("is not the hash that anybody could compute", () => {
    const withoutKey = createFieldCipher({ field: Buffer.alloc(32), blindIndex: Buffer.alloc(0) });
    expect(createFieldCipher(keys()).blindIndex(NIP)).not.toEqual(withoutKey.blindIndex(NIP));
  });
});
