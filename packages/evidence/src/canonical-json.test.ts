import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical-json.ts";

describe("canonicalJson", () => {
  it.each<[string, unknown, string]>([
    ["sorts keys at every depth", { b: { d: 1, c: [{ z: 1, a: 2 }] }, a: null }, '{"a":null,"b":{"c":[{"a":2,"z":1}],"d":1}}'],
    ["keeps the order of arrays", [3, 1, 2], "[3,1,2]"],
    ["writes numbers as RFC 8785 does", [333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0], "[333333333.3333333,1e+30,4.5,0.002,1e-27,0]"],
    ["escapes no more than JSON must", '€$\u000f\nA\'B"\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\"/"'],
    ["escapes a lone surrogate, so that it differs from U+FFFD", "\ud83d", '"\\ud83d"'],
    ["accepts an object without prototype", Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
    ["accepts the same object twice when it is no cycle", ((x) => [x, x])({ a: 1 }), '[{"a":1},{"a":1}]'],
  ])("%s", (_, value, text) => expect(canonicalJson(value)).toBe(text));

  it("sorts by UTF-16 code unit, as in the example of RFC 8785 §3.2.3", () => {
    const value = { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7 };
    expect(Object.values(JSON.parse(canonicalJson(value)))).toHaveLength(7);
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
  });

  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  it.each<[string, unknown, string]>([
    ["undefined", { a: [1, undefined] }, "$.a[1]"],
    ["a hole in an array", { a: new Array(1) }, "$.a[0]"],
    ["NaN", { a: Number.NaN }, "$.a"],
    ["Infinity", [Number.POSITIVE_INFINITY], "$[0]"],
    ["a function", { f: () => 1 }, "$.f"],
    ["a bigint", { n: 1n }, "$.n"],
    ["a symbol key", { [Symbol("s")]: 1 }, "$ "],
    ["a Date", { at: new Date(0) }, "$.at"],
    ["a Map", new Map([["a", 1]]), "$ "],
    ["a cycle", cycle, "$.self"],
  ])("refuses %s and says where", (_, value, where) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson(value)).toThrow(where);
  });

  it("says the same JSON back, and does not depend on the order keys were made in", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reverseKeys(value))).toBe(text);
      }),
    );
  });
});

function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reverseKeys(member)]),
  );
}
