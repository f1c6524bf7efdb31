import { expect, test } from "vitest";
import { readRange } from "./read-range.ts";

const FILE = { bytes: 10, etag: '"a"' };

test.each([
  [undefined, null],
  ["bytes=0-3", { first: 0, last: 3 }],
  ["bytes=4-", { first: 4, last: 9 }],
  ["bytes=4-99", { first: 4, last: 9 }],
  ["bytes=-3", { first: 7, last: 9 }],
  ["bytes=-99", { first: 0, last: 9 }],
  ["bytes=10-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=-", null],
  ["bytes=5-2", null],
  ["bytes=0-1,3-4", null],
  ["lines=0-1", null],
  ["bytes=0-1e9", null],
])("%s of ten bytes is %j", (range, expected) => expect(readRange({ range }, FILE)).toEqual(expected));

test("a range of another file is answered with all of this one", () => {
  expect(readRange({ range: "bytes=4-", ifRange: '"b"' }, FILE)).toBeNull();
  expect(readRange({ range: "bytes=4-", ifRange: '"a"' }, FILE)).toEqual({ first: 4, last: 9 });
});
