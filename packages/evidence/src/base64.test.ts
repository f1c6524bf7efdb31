import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeBase64, encodeBase64 } from "./base64.ts";

it("gives every array back", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => void expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes)));
  expect(encodeBase64(new Uint8Array(100_000))).toHaveLength(133_336);
});

it.each([
  ["without padding", "AQ"],
  ["with too much padding", "AQI=="],
  ["with bits left over", "AR=="],
  ["with bits left over in the third letter", "AQJ="],
  ["with a line break", "AQID\n"],
  ["with a blank", "AQ ID"],
  ["of the URL alphabet", "-_8="],
  ["with padding in the middle", "AQ==AQ=="],
])("refuses a text %s", (_, text) => expect(() => decodeBase64(text)).toThrow("the one base64"));

it("has one text for one array, whatever is tried", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."AQgw/+=\n"), maxLength: 12 }), (text) => {
      let bytes: Uint8Array | undefined;
      try {
        bytes = decodeBase64(text);
      } catch {}
      if (bytes) expect(encodeBase64(bytes)).toBe(text);
    }),
  );
});
