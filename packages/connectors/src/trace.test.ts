import { expect, it } from "vitest";
import { headersOf, sourceOf } from "./trace.ts";

it.each([
  ["https://a.example/x?id=1&cursor=b", "https://a.example/x?id=1&cursor=b"],
  ["https://who:secret@a.example/x#part", "https://a.example/x"],
  ["https://a.example/x?api_key=q&access_token=r&id=1", "https://a.example/x?api_key=%E2%80%A6&access_token=%E2%80%A6&id=1"],
  ["https://a.example/x?Signature=q&X-Amz-Credential=r", "https://a.example/x?Signature=%E2%80%A6&X-Amz-Credential=%E2%80%A6"],
  ["no address", ""],
  [`https://a.example/${"x".repeat(5_000)}`, `https://a.example/${"x".repeat(2_000)}`.slice(0, 2_000)],
])("the source of %s holds no secret", (url, kept) => {
  expect(sourceOf(url)).toBe(kept);
});

it("a few headers are kept, by lower-case name and bounded; cookies never", () => {
  expect(headersOf({ ETag: '"a"', "set-cookie": "a=b", "x-request-id": "é\u0000x", "cache-control": "x".repeat(900), server: "nginx" })).toEqual({
    etag: '"a"',
    "x-request-id": "??x",
    "cache-control": "x".repeat(200),
  });
});
