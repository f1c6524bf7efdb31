import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeFile, encodeAs } from "./decode-file.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);

describe("decodeFile", () => {
  it.each([
    ["UTF-8", Buffer.from("é😀\0"), "é😀\0", "utf-8"],
    ["UTF-8 with a byte order mark", Buffer.from("\ufeffnip"), "nip", "utf-8"],
    ["UTF-16LE with a byte order mark", Buffer.from("\ufeffé😀", "utf16le"), "é😀", "utf-16le"],
    ["UTF-16BE with a byte order mark", Buffer.from("\ufeffé😀", "utf16le").swap16(), "é😀", "utf-16be"],
    ["windows-1252 when it is not UTF-8", bytes(0x93, 0x61, 0x94, 0xe9, 0x80), "“a”é€", "windows-1252"],
    ["nothing at all", bytes(), "", "utf-8"],
  ])("reads %s", (_, file, text, encoding) => expect(decodeFile(file)).toEqual({ text, encoding }));

  it("refuses broken UTF-16 with a remedy", () => {
    expect(() => decodeFile(bytes(0xff, 0xfe, 0x41))).toThrow("save it again as UTF-8");
    expect(() => decodeFile(bytes(0xff, 0xfe, 0x3d, 0xd8, 0x41, 0x00))).toThrow("save it again as UTF-8");
  });

  it("can always be undone: the text encodes back to the bytes it came from", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (file) => {
        fc.pre(!(file[0] === 0xff && file[1] === 0xfe) && !(file[0] === 0xfe && file[1] === 0xff) && !(file[0] === 0xef && file[1] === 0xbb));
        const { text, encoding } = decodeFile(file);
        expect(encodeAs(encoding, text)).toEqual(file);
      }),
    );
    for (const encoding of ["utf-16le", "utf-16be"] as const) {
      const encoded = encodeAs(encoding, "\ufeffa😀\0");
      expect(encodeAs(encoding, decodeFile(encoded).text)).toEqual(encoded.slice(2));
    }
  });
});
