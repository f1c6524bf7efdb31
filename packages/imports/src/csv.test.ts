import { describe, expect, it } from "vitest";
import { identifier, oneOf, wholeText } from "./cells.ts";
import { parseTable } from "./table.ts";

const columns = {
  id: { required: true, aliases: ["nomor"], parse: identifier },
  colour: { required: false, parse: oneOf(["red", "blue"]) },
  note: { required: false, parse: wholeText },
} as const;

const read = (text: string | Uint8Array, more: { maxRows?: number } = {}) =>
  parseTable({ file: typeof text === "string" ? new TextEncoder().encode(text) : text, columns, ...more });
const values = (text: string | Uint8Array) => read(text).rows.map((row) => row.values);
const places = (text: string) => read(text).problems.map(({ at, what }) => `${at}: ${what}`);

describe("a file that is right", () => {
  it.each([
    ["commas", "id,colour,note\n1,red,a;b\n"],
    ["semicolons, as Excel set to Indonesian writes", "id;colour;note\r\n1;red;a;b\r\n".replace("a;b", '"a;b"')],
    ["tabs", "id\tcolour\tnote\n1\tred\ta;b"],
    ["Excel's sep= line", "sep=|\r\nid|colour|note\r\n1|red|a;b\r\n"],
    ["a byte order mark and old Mac line ends", "\ufeffid,colour,note\r1,red,a;b\r"],
    ["other cases, spaces and aliases in the header", " Nomor ,COLOUR,Note\n1,Red,a;b\n"],
  ])("is read with %s", (_, text) => {
    expect(read(text).problems).toEqual([]);
    expect(values(text)).toEqual([{ id: "1", colour: "red", note: "a;b" }]);
  });

  it("keeps a comma in an unquoted cell of a semicolon file", () => {
    expect(values("id;note\n1;satu, dua\n")).toEqual([{ id: "1", colour: null, note: "satu, dua" }]);
  });

  it("gives null for an optional cell that is blank or an optional column that is absent", () => {
    expect(values("id,colour\n1, \n")).toEqual([{ id: "1", colour: null, note: null }]);
  });

  it("keeps spaces, NUL and line breaks of a quoted cell", () => {
    expect(values('id,note\n1," a\0\r\n\nb "\n')).toEqual([{ id: "1", colour: null, note: " a\0\r\n\nb " }]);
  });

  it("numbers rows as a spreadsheet does, over blank rows and cells with line breaks", () => {
    expect(read('sep=,\nid,note\n1,"a\nb\nc"\n\n,\n2,x\n').rows.map((row) => row.line)).toEqual([2, 5]);
  });

  it.each([
    ["UTF-8", Buffer.from('id,note\r\n1,"é, 😀"\r\n2,x'), Buffer.from('1,"é, 😀"')],
    ["windows-1252", Buffer.from('id,note\r\n1,"\x93\xe9"\r\n2,x', "latin1"), Buffer.from('1,"\x93\xe9"', "latin1")],
    ["UTF-16", Buffer.from('\ufeffid,note\r\n1,"é😀"\r\n2,x', "utf16le"), Buffer.from('1,"é😀"', "utf16le")],
  ])("keeps each record's own bytes in %s", (_, file, raw) => {
    expect(read(file).rows.map((row) => Buffer.from(row.raw))[0]).toEqual(raw);
  });
});

describe("a file with problems", () => {
  it("tells all of them at once, by row and column", () => {
    expect(places("id,colour\n,green\n1.99E+18,red\n3,blue,x\n")).toEqual([
      "row 2, column id: is empty",
      "row 2, column colour: is not a known value",
      "row 3, column id: is in scientific notation, so its digits are lost",
      "row 4: has 3 cells where the header has 2",
    ]);
  });

  it("leaves a row with a problem out and keeps the others", () => {
    expect(values("id\n\n1\n1E+20\n2\n").map((row) => row.id)).toEqual(["1", "2"]);
  });

  it("names missing, repeated and unknown columns, and still looks at the cells", () => {
    const result = read("colour,COLOUR,Budi,\ngreen,red,x,y\n");
    expect(result.rows).toEqual([]);
    expect(result.problems.map(({ at, what }) => `${at}: ${what}`)).toEqual([
      "row 1, column colour: stands twice (columns 1 and 2)",
      "row 1, column 3: is not a known column",
      "row 1, column 4: is not a known column",
      "row 1, column id: is missing",
    ]);
    expect(places("colour\ngreen\n")).toEqual(["row 1, column id: is missing", "row 2, column colour: is not a known value"]);
  });

  it("never quotes what stands in the file, even where the header should be", () => {
    expect(JSON.stringify(read("Rahasia,199001012015031001\nRahasia,1\n").problems)).not.toMatch(/Rahasia|1990/);
    expect(JSON.stringify(read('id,note\n1,"Rahasia"x\n').problems)).not.toContain("Rahasia");
  });

  it.each([
    ["a quote that is never closed", 'id,note\n1,a\n2,"b\n3,c\n', "row 3: opens a quote that is never closed; nothing after it was read"],
    ["text after a closing quote", 'id,note\n1,a\n2,"b"c\n', "row 3: has text after a closing quote; nothing after it was read"],
    [
      "a quote inside an unquoted cell",
      'id,note\n1,a\n2,b"c"\n',
      "row 3: has a quote in a cell that does not start with one; nothing after it was read",
    ],
  ])("says where %s is, and keeps the rows before it", (_, text, problem) => {
    expect(places(text)).toEqual([problem]);
    expect(values(text).map((row) => row.id)).toEqual(["1"]);
  });

  it("stops at the row limit with a remedy", () => {
    expect(read("id\n1\n2\n", { maxRows: 2 }).problems).toEqual([]);
    const result = read("id\n1\n2\n3\n4\n", { maxRows: 2 });
    expect(result.problems).toEqual([{ at: "file", what: "has more than 2 rows", remedy: "split it into smaller files" }]);
    expect(result.rows).toHaveLength(2);
  });

  it("shows 200 problems and counts the rest", () => {
    const { problems } = read(`id,colour\n${"1,green\n".repeat(250)}`);
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)).toMatchObject({ at: "file", what: "50 more problems are not shown" });
  });

  it("tells an empty file and a workbook from a CSV file", () => {
    expect(places("")).toEqual(["file: is empty"]);
    expect(places("\n\n")).toEqual(["file: is empty"]);
    expect(places("PK\u0003\u0004…")).toEqual(["file: is a workbook or an archive, not CSV"]);
  });

  it("is not confused by a column named after a property of objects", () => {
    expect(places("id,constructor,__proto__\n1,2,3\n")).toEqual(["row 1, column 2: is not a known column", "row 1, column 3: is not a known column"]);
  });
});

it("shows each sound row to the check, in order, and reports what it finds in its column", () => {
  const seen: number[] = [];
  const { rows, problems } = parseTable({
    file: new TextEncoder().encode("id\n1\n1E+9\n2\n"),
    columns,
    check: ({ id }, line) => {
      seen.push(line);
      return id === "2" ? [{ column: "id", problem: "is two", remedy: "write one" }] : [];
    },
  });
  expect(seen).toEqual([2, 4]);
  expect(rows.map((row) => row.line)).toEqual([2]);
  expect(problems.at(-1)).toEqual({ at: "row 4, column id", what: "is two", remedy: "write one" });
});
