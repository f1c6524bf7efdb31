import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeText } from "./decode-text.ts";

it.each([
  ["leaves ordinary text alone", "Halo 👋 e\u0301 \u202e", "Halo 👋 e\u0301 \u202e", false],
  ["shows NUL as its picture", "a\0b\0", "a\u2400b\u2400", true],
  ["replaces a high surrogate that stands alone", "a\ud83d b", "a\ufffd b", true],
  ["replaces a low surrogate that stands alone", "\udc4b", "\ufffd", true],
  ["keeps U+FFFD and U+2400 that were there before", "\ufffd\u2400", "\ufffd\u2400", false],
])("%s", (_, text, expected, altered) => expect(decodeText(text)).toEqual({ text: expected, altered }));

it("keeps every offset, and always gives text that survives UTF-8", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
      const text = String.fromCharCode(...units);
      const decoded = decodeText(text);
      expect(decoded.text).toHaveLength(text.length);
      expect(new TextDecoder().decode(new TextEncoder().encode(`x${decoded.text}`))).toBe(`x${decoded.text}`);
      expect(decoded.text).not.toContain("\0");
    }),
  );
});
