import { constants, deflateRawSync } from "node:zlib";
import type ExcelJS from "exceljs";
import { describe, expect, it } from "vitest";
import { makeWorkbook, rawWorkbook, sheetOf } from "../../../test/support/workbook.ts";
import { makeZip } from "../../../test/support/zip.ts";
import { calendarDay, identifier, moment, wholeText } from "./cells.ts";
import { openTable } from "./open-table.ts";
import { parseTable } from "./table.ts";

const columns = {
  id: { required: true, aliases: ["nomor"], parse: identifier },
  day: { required: false, parse: calendarDay },
  at: { required: false, parse: moment },
  note: { required: false, parse: wholeText },
} as const;
const read = async (bytes: Uint8Array, more: { sheet?: string; maxRows?: number } = {}) =>
  parseTable({ file: await openTable(bytes, more), columns });
const problems = async (bytes: Uint8Array, more: { sheet?: string; maxRows?: number } = {}) =>
  (await read(bytes, more)).problems.map(({ at, what }) => `${at}: ${what}`);
/** The value of one cell under a column, and the problems of its sheet. */
const cell = async (column: "id" | "day" | "at" | "note", value: ExcelJS.CellValue, numFmt?: string) => {
  const { rows, problems } = await read(
    await makeWorkbook((book) => {
      const sheet = book.addWorksheet("Sheet1");
      sheet.addRow(["id", "day", "at", "note"]);
      const index = ["id", "day", "at", "note"].indexOf(column) + 1;
      sheet.getCell(2, 1).value = "1";
      sheet.getCell(2, index).value = value;
      if (numFmt) sheet.getCell(2, index).numFmt = numFmt;
    }),
  );
  const found = rows[0]?.values[column];
  return problems.length > 0 ? problems.map(({ at, what }) => `${at}: ${what}`) : found instanceof Date ? found.toISOString() : found;
};

describe("a cell of a workbook says what a person would read in it", () => {
  it.each([
    ["text", "note", "  Selamat pagi\nsemua ", undefined, "  Selamat pagi\nsemua "],
    ["text with marks of XML", "note", 'a & <c> "d"', undefined, 'a & <c> "d"'],
    ["rich text", "note", { richText: [{ text: "Selamat " }, { font: { bold: true }, text: "pagi" }] }, undefined, "Selamat pagi"],
    ["a link, by its words", "note", { text: "unggahan", hyperlink: "https://contoh.go.id/1" }, undefined, "unggahan"],
    ["a boolean", "note", true, undefined, "true"],
    ["a whole number", "id", 12, undefined, "12"],
    ["a number that binary cannot hold", "note", 19.71, undefined, "19.71"],
    ["a number of 15 digits", "id", 123456789012345, undefined, "123456789012345"],
    ["a day", "day", new Date("2026-11-21T00:00:00Z"), "dd/mm/yyyy", "2026-11-21"],
    ["a day kept as a moment", "day", new Date("2026-11-21T00:00:00Z"), "yyyy-mm-dd hh:mm:ss", "2026-11-21"],
    ["a moment, by the clock of the sheet", "at", new Date("2026-11-21T19:30:05Z"), "dd/mm/yyyy hh.mm.ss", "2026-11-21T12:30:05.000Z"],
    ["a moment shown as a day", "at", new Date("2026-11-21T19:30:05Z"), "dd/mm/yyyy", "2026-11-21T12:30:05.000Z"],
    ["a day with words and colours in its format", "day", new Date("2026-11-21T00:00:00Z"), '[Red][$-421]dd "hari" mmmm\\-yyyy', "2026-11-21"],
    ["a number with words in its format", "note", 7, '0 "hari"', "7"],
  ] as const)("%s", async (_, column, value, format, expected) => expect(await cell(column, value as ExcelJS.CellValue, format)).toEqual(expected));

  it.each([
    [
      "a NIP that became a number",
      "id",
      Number("199001012015031001"),
      "Sheet1!A2, column id: is a number of more than 15 digits, so its last digits are lost",
    ],
    ["a post's id that became a number", "id", 1.99e18, "Sheet1!A2, column id: is a number of more than 15 digits, so its last digits are lost"],
    ["a post's id written so as text", "id", "1.99E+18", "Sheet1!A2, column id: is in scientific notation, so its digits are lost"],
    ["a formula, even with a value", "note", { formula: "A1", result: "x" }, "Sheet1!D2, column note: holds a formula"],
    ["an error", "note", { error: "#N/A" }, "Sheet1!D2, column note: holds an error"],
    ["a time alone", "at", new Date("1899-12-30T19:30:00Z"), "Sheet1!C2, column at: is a time without a day"],
  ] as const)("refuses %s, by its place", async (_, column, value, problem) =>
    expect(await cell(column, value as ExcelJS.CellValue, column === "at" ? "hh:mm" : undefined)).toEqual([problem]),
  );

  it("counts days from 1904 where the workbook does", async () => {
    const book = rawWorkbook(
      '<sheetData><row><c t="inlineStr"><is><t>id</t></is></c><c t="inlineStr"><is><t>day</t></is></c></row><row><c><v>1</v></c><c s="1"><v>44885</v></c></row></sheetData>',
      {
        bookPr: '<workbookPr date1904="1"/>',
        styles: '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
      },
    );
    expect((await read(book)).rows[0]?.values.day).toBe("2026-11-21");
  });

  it("reads what other programs write: no addresses, words in runs, ISO days, readings left out, entities once", async () => {
    const cells = '<c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c><c t="d"><v>2026-11-21T00:00:00</v></c><c/><c t="s"><v>0</v></c>';
    const head = ["id", "day", "at", "note"].map((name) => `<c t="inlineStr"><is><t>${name}</t></is></c>`).join("");
    const strings = "<sst><si><t>&amp;lt;東</t><rPh><t>ひがし</t></rPh><t><![CDATA[<&>]]>_x0007__x005F_x0041_</t></si></sst>";
    const { rows, problems } = await read(
      rawWorkbook(`<x:worksheet><x:sheetData><row>${head}</row><!-- <row> --><row>${cells}</row></x:sheetData></x:worksheet>`, { strings }),
    );
    expect(problems).toEqual([]);
    expect(rows[0]?.values).toEqual({ id: "ab", day: "2026-11-21", at: null, note: "&lt;東<&>\u0007_x0041_" });
  });
});

describe("a sheet is read as the same table in CSV is", () => {
  it("over blank rows, aliases and rows that end early, numbered as the sheet numbers them", async () => {
    const { rows, problems } = await read(await sheetOf([[], ["Nomor", "Note"], ["1", "a"], [" "], [], ["2"]]));
    expect(problems).toEqual([]);
    expect(rows.map(({ line, values }) => [line, values.id, values.note])).toEqual([
      [3, "1", "a"],
      [6, "2", null],
    ]);
    expect(Buffer.from(rows[0]?.raw ?? []).toString()).toBe('{"sheet":"Sheet1","row":3,"cells":{"A":"1","B":"a"}}');
  });

  it("with its problems by sheet and cell, none of them quoting a cell", async () => {
    const book = await sheetOf(
      [
        ["id", "Rahasia", "id"],
        ["1", "x", "Rahasia"],
        ["", "", "", "Rahasia"],
      ],
      "Data ASN",
    );
    expect(await problems(book)).toEqual([
      "'Data ASN'!B1: is not a known column",
      "'Data ASN'!C1, column id: stands twice (columns 1 and 3)",
      "'Data ASN'!D3: stands in no column of the header",
    ]);
    expect(JSON.stringify((await read(book)).problems)).not.toContain("Rahasia");
    expect(await problems(await sheetOf([["day"], ["x"]]))).toEqual([
      'sheet "Sheet1", row 1, column id: is missing',
      "Sheet1!A2, column day: is not a date of the calendar",
    ]);
  });

  it("from the first sheet that can be seen, or the one that is named", async () => {
    const book = await makeWorkbook((made) => {
      made.addWorksheet("Lama", { state: "hidden" }).addRow(["tersembunyi"]);
      for (const name of ["Satu", "Dua"]) made.addWorksheet(name).addRows([["id"], [name]]);
    });
    expect((await read(book)).rows[0]?.values.id).toBe("Satu");
    expect((await read(book, { sheet: "dua" })).rows[0]?.values.id).toBe("Dua");
    expect(await problems(book, { sheet: "Lama" })).toEqual(["Lama!A1: is not a known column", 'sheet "Lama", row 1, column id: is missing']);
    expect((await read(book, { sheet: "Tiga" })).problems).toEqual([
      { at: "file", what: "has no sheet of that name", remedy: 'name one of: "Lama", "Satu", "Dua"' },
    ]);
    expect(await problems(Buffer.from("id\n1"), { sheet: "Satu" })).toEqual(["file: is no workbook, so it has no sheets"]);
  });

  it("unless cells of the table are merged; a merged title beside it is nobody's business", async () => {
    const merged = (area: string) =>
      makeWorkbook((book) => {
        const sheet = book.addWorksheet("Sheet1");
        sheet.addRows([
          ["id", "note"],
          ["1", "a"],
          ["2", "b"],
        ]);
        sheet.mergeCells(area);
      });
    expect(await problems(await merged("B2:B3"))).toEqual(["Sheet1!B2:B3: is one merged cell"]);
    expect(await problems(await merged("D2:E9"))).toEqual([]);
    expect(await problems(await merged("A10:B99"))).toEqual([]);
  });

  it("up to the row limit and 256 columns", async () => {
    const book = await sheetOf([["id"], ["1"], ["2"], ["3"]]);
    expect(await problems(book, { maxRows: 3 })).toEqual([]);
    expect(await problems(book, { maxRows: 2 })).toEqual(["file: has more than 2 rows"]);
    expect(
      await problems(
        rawWorkbook('<row r="1"><c r="A1" t="str"><v>id</v></c><c r="XFD1" t="str"><v>x</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'),
      ),
    ).toEqual(["Sheet1!XFD1: lies beyond 256 columns"]);
    expect(await problems(await sheetOf([]))).toEqual(["Sheet1!A1: is empty"]);
  });
});

describe("a file that is no honest workbook", () => {
  /** So many megabytes of spaces, deflated without deflating them all. */
  const spaces = (megabytes: number) => {
    const one = deflateRawSync(Buffer.alloc(1_000_000, " "), { finishFlush: constants.Z_FULL_FLUSH });
    return Buffer.concat([...Array.from({ length: megabytes }, () => one), deflateRawSync("")]);
  };
  const around = (entry: Parameters<typeof makeZip>[0][number]) => [
    ...[
      { name: "xl/_rels/workbook.xml.rels", bytes: "<Relationships/>" },
      { name: "xl/workbook.xml", bytes: "<workbook/>" },
    ].filter(({ name }) => name !== entry.name),
    entry,
  ];
  const workbookXml = { name: "xl/workbook.xml", bytes: "<workbook/>" };

  it.each([
    [
      "an old or locked workbook",
      () => Buffer.from("d0cf11e0a1b11ae1", "hex"),
      "file: is an old workbook (.xls), or one that is locked with a password",
    ],
    [
      "a ZIP that is no workbook",
      () => makeZip([{ name: "mimetype", bytes: "application/vnd.oasis.opendocument.spreadsheet" }]),
      "file: is no workbook of the .xlsx kind",
    ],
    [
      "half a workbook",
      () => rawWorkbook("<row/>").subarray(0, 300),
      "file: was refused. It is damaged, cut off, or no ZIP archive: get it again from where it came",
    ],
    [
      "a part whose bytes were changed",
      () => makeZip(around({ ...workbookXml, crc: 7 })),
      "file: was refused. It is damaged, cut off, or no ZIP archive: get it again from where it came",
    ],
    ["a locked part", () => makeZip(around({ ...workbookXml, flags: 1 })), "file: was refused. It is locked with a password: ask for it without one"],
    [
      "a bomb that says its size",
      () => makeZip(around({ ...workbookXml, bytes: "", deflated: spaces(200), declaredSize: 200_000_000 })),
      "file: was refused. What it holds is larger than 100 MB",
    ],
    [
      "a bomb that lies about its size",
      () => makeZip(around({ ...workbookXml, bytes: "", deflated: spaces(200), declaredSize: 50_000_000 })),
      "file: was refused. It is packed more tightly than text can be (a bomb)",
    ],
    [
      "a part that stands twice",
      () => makeZip([workbookXml, workbookXml]),
      "file: was refused. A name stands in it twice, so that nobody can say which is meant",
    ],
    [
      "a way out of its folder",
      () => makeZip(around({ name: "../../etc/passwd", bytes: "x" })),
      "file: was refused. It holds a name that leads out of its folder",
    ],
    [
      "a link",
      () => makeZip(around({ name: "xl/media/a", bytes: "/etc/passwd", attributes: 0o120777 * 65536 })),
      "file: was refused. It holds a link to another file",
    ],
    [
      "thousands of parts",
      () => makeZip(Array.from({ length: 2001 }, (_, n) => ({ name: `${n}`, bytes: "" }))),
      "file: was refused. It has more than 2000 entries",
    ],
    ["a document type", () => rawWorkbook('<!DOCTYPE x [<!ENTITY a "aaaa">]><row/>'), "file: cannot be read as a workbook"],
    ["XML that ends too early", () => rawWorkbook("<row><c"), "file: cannot be read as a workbook"],
    ["rows out of order", () => rawWorkbook('<row r="2"/><row r="1"/>'), "file: cannot be read as a workbook"],
    ["a cell of another row", () => rawWorkbook('<row r="1"><c r="A9"/></row>'), "file: cannot be read as a workbook"],
  ])("is refused with a sentence: %s", async (_, make, problem) => expect(await problems(make())).toEqual([problem]));

  it("costs no more than what is in it: many empty rows, an area over a whole sheet, a row at the end of the world", async () => {
    const empty = Array.from({ length: 100_000 }, (_, index) => `<row r="${index + 3}" s="1"/>`).join("");
    const book = rawWorkbook(
      `<row r="1"><c r="A1" t="str"><v>id</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>${empty}<mergeCell ref="B1:XFD1048576"/>`,
    );
    const { rows, problems } = await read(book);
    expect([rows.length, problems]).toEqual([1, []]);
  });

  it("never has its macros, pictures and other parts opened: they may be broken", async () => {
    const broken = { deflated: Buffer.from("not deflated"), bytes: "", crc: 1, declaredSize: 900_000_000 };
    const zip = makeZip([
      { name: "xl/vbaProject.bin", ...broken },
      { name: "xl/media/image1.png", ...broken },
      { name: "xl/workbook.xml", bytes: '<workbook><sheets><sheet name="S" r:id="a"/></sheets></workbook>' },
      { name: "xl/_rels/workbook.xml.rels", bytes: '<Relationships><Relationship Id="a" Type="t/worksheet" Target="s.xml"/></Relationships>' },
      { name: "xl/s.xml", bytes: '<row r="1"><c r="A1" t="str"><v>id</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>' },
    ]);
    expect((await read(zip)).rows.map(({ values }) => values.id)).toEqual(["1"]);
  });
});
