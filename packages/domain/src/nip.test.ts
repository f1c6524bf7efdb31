import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkNip, nipEnd, normalizeNip } from "./nip.ts";

describe("the form of an employee number", () => {
  it.each([
    ["a man of the regular service", "198507122010011003", "pns", null],
    ["a woman of the regular service", "198507122010012003", "pns", null],
    ["one written with spaces and dots", "19850712 201001 1.003", "pns", null],
    ["one born on a leap day", "198402292010012003", "pns", null],
    ["one born on a day that was not", "198302292010012003", "pns", "birth-date"],
    ["one born in month 13", "198513122010011003", "pns", "birth-date"],
    ["one born on day 0", "198507002010011003", "pns", "birth-date"],
    ["one born in the year 1899", "189907121920011003", "pns", "birth-date"],
    ["one appointed in month 13", "198507122010131003", "pns", "appointment"],
    ["one appointed in month 0", "198507122010001003", "pns", "appointment"],
    ["one appointed in 1949", "192507121949011003", "pns", "appointment"],
    ["one appointed in the month of the 18th birthday", "200007122018071003", "pns", null],
    ["one appointed a month before the 18th birthday", "200007122018061003", "pns", "under-18"],
    ["one appointed before birth", "200007121999011003", "pns", "under-18"],
    ["the third sex digit", "198507122010013003", "pns", "sex"],
    ["the sex digit 0", "198507122010010003", "pns", "sex"],
    ["a contract worker, whose digits 13 and 14 are a code", "198507122022211003", "pppk", null],
    ["the same digits in the regular service", "198507122022211003", "pns", "appointment"],
    ["a contract worker of 18, whose month is not known", "200412122022211003", "pppk", null],
    ["a contract worker of 17", "200512122022211003", "pppk", "under-18"],
    ["17 digits", "19850712201001100", "pns", "not-18-digits"],
    ["19 digits", "1985071220100110031", "pns", "not-18-digits"],
    ["a letter among the digits", "19850712201001100O", "pns", "not-18-digits"],
    ["digits of another script", "١٩٨٥٠٧١٢٢٠١٠٠١١٠٠٣", "pns", "not-18-digits"],
    ["nothing", "", "pns", "not-18-digits"],
  ] as const)("of %s: %s as %s", (_who, nip, kind, problem) => {
    expect(checkNip(nip, kind)).toBe(problem);
  });

  it("is judged without an exception whatever is written", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom("pns", "pppk"), (written, kind) => {
        expect(checkNip(written, kind)).toBe("not-18-digits");
      }),
    );
  });
});

it("a number is compared without spaces and dots", () => {
  expect(normalizeNip(" 19850712 201001 1 003 ")).toBe("198507122010011003");
  expect(normalizeNip("19850712.201001.1.003")).toBe("198507122010011003");
});

it("only the last four digits are ever shown", () => {
  expect(nipEnd("19850712 201001 1 003")).toBe("1003");
});
