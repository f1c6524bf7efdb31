import { expect, test } from "vitest";
import { zipDirectory, zipEntry } from "./zip-entries.ts";

test("an archive that is too long for its form is refused, not written wrong", () => {
  const { entry } = zipEntry("a", new Uint8Array(3));
  expect(entry).toEqual({ name: "a", bytes: 3, crc32: 0xff41d912 });
  expect(() => zipDirectory([{ ...entry, bytes: 0xffff_ffff }])).toThrow(RangeError);
  expect(() => zipDirectory(Array.from({ length: 65_536 }, () => entry))).toThrow(RangeError);
});
