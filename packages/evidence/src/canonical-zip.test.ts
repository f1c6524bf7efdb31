import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8 } from "./bytes.ts";
import { canonicalZip, readCanonicalZip } from "./canonical-zip.ts";
import { crc32 } from "./crc32.ts";
import { EvidenceError } from "./evidence-error.ts";

const part = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,6}(\.[a-z0-9]{1,4})?$/);
const anyEntries = fc
  .uniqueArray(fc.record({ path: fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/")), bytes: fc.uint8Array() }), {
    selector: ({ path }) => path,
    maxLength: 6,
  })
  .filter((entries) => !entries.some(({ path }) => entries.some((other) => other.path.startsWith(`${path}/`))));

const offsetOf = (file: Uint8Array): number | null => {
  try {
    readCanonicalZip(file);
  } catch (error) {
    if (!(error instanceof EvidenceError) || error.code !== "zip-not-canonical") throw error;
    return error.offset;
  }
  return null;
};

it("counts CRC-32 as ZIP does", () => expect(crc32(utf8("123456789"))).toBe(0xcbf43926));

it("reads back what it wrote, in one form whatever the order", () => {
  fc.assert(
    fc.property(anyEntries, (entries) => {
      const file = canonicalZip(entries);
      const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
      expect(readCanonicalZip(file)).toEqual(sorted);
      expect(canonicalZip([...entries].reverse())).toEqual(file);
    }),
  );
});

it("refuses every other byte at every place, every cut and every byte more", () => {
  const file = canonicalZip([
    { path: "a.txt", bytes: utf8("satu") },
    { path: "b/c.txt", bytes: new Uint8Array(0) },
  ]);
  let passed = 0;
  for (let at = 0; at < file.length; at += 1) {
    for (let value = 0; value < 256; value += 1) {
      const changed = file.slice();
      changed[at] = value;
      if (value !== file[at]) passed += offsetOf(changed) === null ? 1 : 0;
    }
    expect(offsetOf(file.slice(0, at)), `cut at ${at}`).not.toBeNull();
  }
  expect(passed).toBe(0);
  expect(offsetOf(Uint8Array.from([...file, 0]))).toBe(file.length);
  expect(offsetOf(Uint8Array.from([0, ...file]))).toBe(0);
});

it("never reads beyond the bytes, whatever they are", () => {
  const magic = fc.constantFrom(Uint8Array.of(0x50, 0x4b, 3, 4), Uint8Array.of(0x50, 0x4b, 1, 2), Uint8Array.of(0x50, 0x4b, 5, 6));
  fc.assert(
    fc.property(fc.array(fc.oneof(magic, fc.uint8Array({ maxLength: 40 }))), (parts) => {
      const file = Uint8Array.from(parts.flatMap((bytes) => [...bytes]));
      if (offsetOf(file) === null) expect(canonicalZip(readCanonicalZip(file))).toEqual(file);
    }),
    { numRuns: 500 },
  );
});

describe("hostile archives", () => {
  const entry = { path: "a.txt", bytes: utf8("satu") };
  const patched = (at: number, value: number, bytes = 4): Uint8Array => {
    const file = canonicalZip([entry, { path: "b.txt", bytes: utf8("dua") }]);
    for (let index = 0; index < bytes; index += 1) file[at + index] = (value >>> (8 * index)) & 0xff;
    return file;
  };

  it.each<[string, Uint8Array, number]>([
    ["a size beyond the end", patched(18, 0xfffffff0), 18],
    ["a name beyond the end", patched(26, 0xffff, 2), 26],
    ["an extra field", patched(28, 4, 2), 28],
    ["a size that swallows the next entry", patched(18, 100), 14],
    ["a flag for encryption", patched(6, 0x0801, 2), 6],
    ["a method", patched(8, 8, 2), 8],
    ["a central entry that points elsewhere", patched(39 + 38 + 42, 7), 39 + 38 + 42],
  ])("%s", (_, file, offset) => expect(offsetOf(file)).toBe(offset));

  it("an entry between the last one and the directory", () => {
    const file = canonicalZip([entry]);
    const hidden = utf8("hidden");
    expect(offsetOf(Uint8Array.from([...file.subarray(0, 39), ...hidden, ...file.subarray(39)]))).toBe(39);
  });

  it("the same entry twice, overlapping or not", () => {
    const file = canonicalZip([entry]);
    expect(offsetOf(Uint8Array.from([...file.subarray(0, 39), ...file]))).toBe(39 + 30);
  });

  it.each(["../a", "a/../b", "/a", "a//b", "a/", "A.txt", "a\\b", "a/.b", ".a", "a..b", "", "con\u0000", "é", "a b", `a${"b".repeat(200)}`])(
    "the name %j, written or read",
    (path) => {
      expect(() => canonicalZip([{ path, bytes: entry.bytes }])).toThrow("name is not allowed");
      const name = utf8(path);
      const file = canonicalZip([{ path: "x".repeat(Math.min(name.length, 200)) || "x", bytes: entry.bytes }]);
      file.set(name.subarray(0, 200), 30);
      if (path !== "" && name.length <= 200) expect(offsetOf(file)).toBe(30);
    },
  );

  it("a name twice, or one that is another's folder", () => {
    expect(() => canonicalZip([entry, entry])).toThrow("comes twice");
    expect(() =>
      canonicalZip([
        { ...entry, path: "a" },
        { ...entry, path: "a.b" },
        { ...entry, path: "a/b" },
      ]),
    ).toThrow("folder of another");
  });
});
