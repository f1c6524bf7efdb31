import { expect, it } from "vitest";
import { contentHash, sha256, sha256Hex } from "./hash.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

it("gives the hash of FIPS 180-2's example", async () => {
  expect(await sha256Hex(utf8("abc"))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(await sha256(utf8("abc"))).toHaveLength(32);
});

it("hashes exactly the view, not the buffer behind it", async () => {
  expect(await sha256Hex(utf8("xabcx").subarray(1, 4))).toBe(await sha256Hex(utf8("abc")));
});

it("names equal content equally and different content differently", async () => {
  expect(await contentHash({ a: 1, b: 2 })).toBe(await contentHash({ b: 2, a: 1 }));
  expect(await contentHash({ a: 1 })).not.toBe(await contentHash({ a: "1" }));
  expect(await contentHash({})).toBe("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
});
