import fc from "fast-check";
import { expect, it } from "vitest";
import { sliceItems } from "./slice-items.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const slices = (text: string): string[] | null => sliceItems(bytes(text), "records")?.map((item) => new TextDecoder().decode(item)) ?? null;

it("gives back each item as it was written, spaces and escapes and order of keys included", () => {
  expect(slices(' {"cursor":"a]b" , "records" : [ {"b": 1,"a":"\\"]}\\\\"} ,{ "x" :[1,[2,{}]]}, "s", 1.50, true,null ] , "z":1}')).toEqual([
    '{"b": 1,"a":"\\"]}\\\\"}',
    '{ "x" :[1,[2,{}]]}',
    '"s"',
    "1.50",
    "true",
    "null",
  ]);
});

it.each([
  ["an empty array", '{"records":[]}', []],
  ["an escaped key", '{"\\u0072ecords":[1]}', ["1"]],
  ["a key of the same name deeper down", '{"a":{"records":[1]},"records":[2]}', ["2"]],
  ["a string of the same name", '{"a":"records","records":[2]}', ["2"]],
  ["no such key", '{"a":[1]}', null],
  ["no array there", '{"records":{"a":1}}', null],
  ["no object", "[1]", null],
  ["nothing in it", "{}", null],
])("%s", (_, json, expected) => {
  expect(slices(json)).toEqual(expected);
});

it("keeps bytes that are no UTF-8, and goes as deep as it must", () => {
  const broken = Uint8Array.from([...bytes('{"records":["'), 0xff, 0xc3, ...bytes('"]}')]);
  expect(sliceItems(broken, "records")).toEqual([Uint8Array.of(0x22, 0xff, 0xc3, 0x22)]);
  const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
  expect(slices(`{"records":[${deep}]}`)).toEqual([deep]);
});

it("whatever the items and their surroundings are, the slices are them", () => {
  fc.assert(
    fc.property(fc.array(fc.json()), fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom("", " ", "\n\t "), (items, rest, space) => {
      const before = Object.entries(rest)
        .filter(([key]) => key !== "records")
        .map(([key, value]) => `${JSON.stringify(key)}:${space}${JSON.stringify(value)},`)
        .join("");
      const text = `{${before}"records":${space}[${items.map((item) => `${space}${item}${space}`).join(",")}]}`;
      JSON.parse(text);
      expect(slices(text)).toEqual(items.map((item) => item.trim()));
    }),
    { numRuns: 300 },
  );
});

it("ends on anything, also on what is no JSON", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\ r1', "records") }), (text) => {
      try {
        sliceItems(bytes(`{"records":${text}`), "records");
        sliceItems(bytes(text), "records");
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
      }
    }),
    { numRuns: 2_000 },
  );
});
