import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createSha256 } from "./sha256.ts";

test("is what everybody else's SHA-256 is, however the bytes are cut", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 }), (pieces) => {
      const hash = createSha256();
      for (const piece of pieces) hash.update(piece);
      expect(hash.end()).toBe(createHash("sha256").update(Buffer.concat(pieces)).digest("hex"));
    }),
  );
});

test.each([0, 55, 56, 63, 64, 65, 119, 120, 1_000_003])("also of %d bytes, part of a larger buffer", (length) => {
  const bytes = new Uint8Array(length + 7).map((_, at) => at % 251).subarray(7);
  const hash = createSha256();
  hash.update(bytes);
  expect(hash.end()).toBe(createHash("sha256").update(bytes).digest("hex"));
});
