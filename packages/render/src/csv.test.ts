import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CsvCell, renderCsv } from "./csv.ts";

const text = (bytes: Uint8Array) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
const cell = (value: CsvCell) => text(renderCsv({ columns: [{ key: "a", title: "A" }], rows: [{ a: value }] })).slice("\ufeffA\r\n".length, -2);

describe("renderCsv", () => {
  it("writes a byte order mark, the titles, the columns in their order, and CRLF", () => {
    const bytes = renderCsv({
      columns: [
        { key: "week", title: "Pekan" },
        { key: "flags", title: "Temuan" },
      ],
      rows: [
        { flags: 12, week: "2029-W39" },
        { flags: null, week: "2029-W40" },
      ],
    });
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(text(bytes)).toBe("\ufeffPekan,Temuan\r\n2029-W39,12\r\n2029-W40,\r\n");
  });

  it.each<[string, CsvCell, string]>([
    ["a negative number stays a number", -5, "-5"],
    ["a fraction stays a number", 0.25, "0.25"],
    ["a truth value", true, "true"],
    ["quotes, commas and line breaks", 'a "b", c\r\nd', '"a ""b"", c\r\nd"'],
    ["a bare line feed, which must not end the row", "a\nb", '"a\nb"'],
    ["a bare carriage return", "a\rb", '"a\rb"'],
    ["plain text", "Selamat pagi 😀", "Selamat pagi 😀"],
    ["an equals sign inside", "1+1=2", "1+1=2"],
    ["no text", "", ""],
    ["what a spreadsheet would drop without a word", "a\0b\u0001c\u001bd\ud800", "a␀b␁c␛d\ufffd"],
  ])("%s", (_, value, written) => expect(cell(value)).toBe(written));

  it.each(["=", "+", "-", "@", "＝", "＋", "－", "＠"])("puts an apostrophe before a text that starts with %s", (sign) => {
    expect(cell(`${sign}cmd`)).toBe(`'${sign}cmd`);
  });

  it.each(["\0", "\t", "\n", "\r", " ", "\ufeff", " \0\r\n\t\ufeff "])("is not taken in by leading blanks %j", (blank) => {
    expect(cell(`${blank}=cmd`)).toBe("'=cmd");
    expect(cell(`${blank}halo`)).toBe("halo");
  });

  it("guards what a spreadsheet set to Indonesian would take for the start of a cell", () => {
    expect(cell("a;=cmd")).toBe("a;'=cmd");
    expect(cell('a,b;"=cmd')).toBe(`"a,b;""'=cmd"`);
    expect(cell("a\n @cmd")).toBe(`"a\n '@cmd"`);
    expect(cell("a\t＋cmd")).toBe("a\t'＋cmd");
  });

  it("guards titles too", () => {
    expect(text(renderCsv({ columns: [{ key: "a", title: "=A" }], rows: [] }))).toBe("\ufeff'=A\r\n");
  });

  it("refuses a number that is none", () => {
    expect(() => cell(Number.NaN)).toThrow("column a holds NaN: use null");
  });

  it("never lets a cell start a formula, whichever of comma, semicolon, tab or line break splits it", () => {
    const parts = fc.constantFrom("=", "+", "-", "@", "＝", ";", "\t", "\r", "\n", ",", '"', " ", "\0", "\ufeff", "a");
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (units) => {
        const written = cell(units.join(""));
        const [start = "", ...rest] = written.split(/[;\t\r\n]/);
        expect(start.replace(/^"?[\0 \ufeff]*/, "")).not.toMatch(/^[=+\-@＝]/);
        for (const piece of rest) expect(piece.replace(/^[\0 "\ufeff]+/, "")).not.toMatch(/^[=+\-@＝]/);
      }),
      { numRuns: 2000 },
    );
  });
});
