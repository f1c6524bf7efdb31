import { openTable } from "@netra/imports";
import ExcelJS from "exceljs";
import { describe, expect, it } from "vitest";
import { HOSTILE_CELLS } from "../../../../test/support/hostile-cells.ts";
import { readZip } from "../../../../test/support/zip.ts";
import type { TypedTable } from "../typed-table.ts";
import { sheetNames, sheetText } from "./sheet-text.ts";
import { renderWorkbook, type Workbook } from "./workbook.ts";

const TABLE: TypedTable = {
  id: "per_wilayah",
  title: "Per wilayah",
  columns: [
    { title: "Wilayah", kind: "text", names: true },
    { title: "Dibuka", kind: "count" },
    { title: "Selisih", kind: "count", signed: true },
    { title: "Bagian", kind: "percent" },
    { title: "Median jam", kind: "hours" },
    { title: "Penetapan", kind: "day" },
    { title: "Sejak", kind: "moment" },
  ],
  rows: [
    ["Kota Pangkalpinang", 1234, -5, 0.1234, 6.25, new Date("2029-09-21T17:00:00Z"), new Date("2029-09-30T23:00:00Z")],
    ["Belitung Timur", "*", "*", "*", null, null, null],
  ],
  total: ["Jumlah", 1240, 3, null, null, null, null],
  note: "Dihitung menurut tanggal bendera.",
};
const bookWith = (...tables: Workbook["tables"]): Workbook => ({
  lang: "id",
  title: "Laporan minggu 39",
  asOf: new Date("2029-09-30T23:00:00Z"),
  about: { sheet: "Tentang laporan ini", facts: [{ label: "Minggu", value: "2029-W39", kind: "text" }], notes: ["Sel kosong bukan nol."] },
  tables,
});
const read = async (book: Workbook): Promise<ExcelJS.Workbook> => {
  const made = new ExcelJS.Workbook();
  await made.xlsx.load(Buffer.from(await renderWorkbook(book)) as never);
  return made;
};
const textTable = (texts: readonly string[]): TypedTable => ({
  id: "teks",
  title: "Teks",
  columns: [
    { title: "No", kind: "count" },
    { title: "Isi", kind: "text" },
  ],
  rows: texts.map((text, at) => [at + 1, text]),
  total: null,
  note: "",
});

describe("renderWorkbook", () => {
  it("writes numbers, shares and days as numbers with a format, and text as text", async () => {
    const sheet = (await read(bookWith(TABLE))).getWorksheet("Per wilayah");
    const cells = (row: number) => [1, 2, 3, 4, 5, 6, 7].map((column) => sheet?.getCell(row, column));
    expect(cells(2).map((cell) => [cell?.type, cell?.value, cell?.numFmt])).toEqual([
      [ExcelJS.ValueType.String, "Kota Pangkalpinang", "@"],
      [ExcelJS.ValueType.Number, 1234, "#,##0"],
      [ExcelJS.ValueType.Number, -5, "+#,##0;-#,##0;#,##0"],
      [ExcelJS.ValueType.Number, 0.1234, "0.0%"],
      [ExcelJS.ValueType.Number, 6.25, "#,##0.0"],
      [ExcelJS.ValueType.Date, new Date("2029-09-22T00:00:00Z"), "yyyy-mm-dd"],
      [ExcelJS.ValueType.Date, new Date("2029-10-01T06:00:00Z"), "yyyy-mm-dd hh:mm"],
    ]);
  });

  it("writes what is hidden as text and what there is not as nothing, never as nought", async () => {
    const sheet = (await read(bookWith(TABLE))).getWorksheet("Per wilayah");
    expect([2, 3, 4].map((column) => [sheet?.getCell(3, column).type, sheet?.getCell(3, column).value])).toEqual([
      [ExcelJS.ValueType.String, "*"],
      [ExcelJS.ValueType.String, "*"],
      [ExcelJS.ValueType.String, "*"],
    ]);
    expect([5, 6, 7].map((column) => sheet?.getCell(3, column).value)).toEqual([null, null, null]);
  });

  it("freezes the header and the columns that name a row, and sets the total off", async () => {
    const sheet = (await read(bookWith({ ...TABLE, above: ["Rekap", "Minggu 39"] }))).getWorksheet("Per wilayah");
    expect(sheet?.views[0]).toMatchObject({ state: "frozen", xSplit: 1, ySplit: 3 });
    expect(sheet?.getCell(1, 1).value).toBe("Rekap");
    expect(sheet?.getCell(3, 2).value).toBe("Dibuka");
    expect(sheet?.getCell(6, 1)).toMatchObject({ value: "Jumlah", font: { bold: true } });
    expect(sheet?.pageSetup.printTitlesRow).toBe("3:3");
  });

  it("makes room for titles on several lines, and prints what is for paper alone", async () => {
    const off = { title: "Dibuka, selisih minggu lalu", kind: "count", signed: true, offPaper: true } as const;
    const table = { ...TABLE, columns: [...TABLE.columns, off], rows: TABLE.rows.map((row) => [...row, 1]), total: null };
    const parts = readZip(await renderWorkbook(bookWith(table)));
    const xml = (name: string) => parts.get(name)?.toString("utf8") ?? "";
    expect(xml("xl/workbook.xml")).toContain("&apos;Per wilayah&apos;!$A$1:$G$3<");
    expect(Number(/<row r="1"[^>]* ht="([\d.]+)"/.exec(xml("xl/worksheets/sheet2.xml"))?.[1])).toBeGreaterThanOrEqual(30);
  });

  it("begins with a sheet that says what the others are", async () => {
    const made = await read(bookWith(TABLE));
    expect(made.worksheets.map(({ name }) => name)).toEqual(["Tentang laporan ini", "Per wilayah"]);
    const said = made.worksheets[0]?.getSheetValues().flatMap((row) => (Array.isArray(row) ? row.filter((cell) => typeof cell === "string") : []));
    expect(said).toEqual(
      expect.arrayContaining(["Laporan minggu 39", "Minggu", "2029-W39", "Sel kosong bukan nol.", "Per wilayah. Dihitung menurut tanggal bendera."]),
    );
    expect((await read({ ...bookWith(TABLE), about: { ...bookWith().about, last: true } })).worksheets[0]?.name).toBe("Per wilayah");
  });

  it.each(HOSTILE_CELLS)("keeps %s as text that a reader of our own reads back", async (_, text) => {
    const bytes = await renderWorkbook({ ...bookWith(textTable([text])), about: { ...bookWith().about, last: true } });
    const table = await openTable(bytes);
    expect(table.problems).toEqual([]);
    const [, row] = table.rows;
    expect(row?.cells[1]).toBe(sheetText(text).replaceAll("_x005F_", "_"));
  });

  it("holds no formula, no link, no macro and no address, whatever the texts are", async () => {
    const hostile = HOSTILE_CELLS.map(([, text]) => text);
    const title = '=HYPERLINK("x") & &P';
    const parts = readZip(await renderWorkbook({ ...bookWith(textTable(hostile), { ...textTable([]), id: "b", title }), title }));
    const sheets = [...parts].filter(([name]) => /^xl\/worksheets\/.*\.xml$/.test(name));
    expect(sheets).toHaveLength(3);
    for (const [name, bytes] of sheets) {
      const xml = bytes.toString("utf8");
      expect(xml, name).not.toMatch(/<f[ >/]|<hyperlink|<legacyDrawing|<oleObject/);
      // Everything that is text is a shared text: no cell holds a value that a program would read as anything else.
      for (const [, attributes, value] of xml.matchAll(/<c ([^>]*)><v>([^<]*)<\/v>/g))
        if (!attributes?.includes('t="s"')) expect(value).toMatch(/^-?\d+(\.\d+)?$/);
    }
    expect([...parts.keys()].filter((name) => /vba|external|connection|drawing|media/i.test(name))).toEqual([]);
    for (const [name, bytes] of parts) if (name.endsWith(".rels")) expect(bytes.toString("utf8"), name).not.toContain("TargetMode");
  });

  it("refuses a row that is not as wide as its header, and a number that is none", async () => {
    await expect(renderWorkbook(bookWith({ ...TABLE, rows: [["a", 1]] }))).rejects.toThrow("table per_wilayah: row 1 has not 7 cells");
    await expect(renderWorkbook(bookWith({ ...textTable([]), rows: [[Number.NaN, "a"]] }))).rejects.toThrow(
      'table teks: row 1, "No": a cell is no count',
    );
    await expect(renderWorkbook(bookWith({ ...textTable([]), rows: [[1, 2]] }))).rejects.toThrow('row 1, "Isi": a cell is no text');
  });

  it("says of no entry when it was written", async () => {
    const bytes = Buffer.from(await renderWorkbook(bookWith(TABLE)));
    const dates = new Set<string>();
    for (let at = bytes.indexOf("PK\x03\x04"); at >= 0; at = bytes.indexOf("PK\x03\x04", at + 4))
      dates.add(bytes.subarray(at + 10, at + 14).toString("hex"));
    for (let at = bytes.indexOf("PK\x01\x02"); at >= 0; at = bytes.indexOf("PK\x01\x02", at + 4))
      dates.add(bytes.subarray(at + 12, at + 16).toString("hex"));
    expect([...dates]).toEqual(["00002100"]);
  });
});

describe("a text that a cell cannot hold", () => {
  it("is cut with a mark that says how much is missing, never within a character", () => {
    const long = sheetText(`${"y".repeat(32_760)}${"z".repeat(1000)}`);
    expect(long).toHaveLength(32_766);
    expect(long).toMatch(/yz* \[…\d+\]$/);
    const [, left] = /\[…(\d+)\]$/.exec(long) ?? [];
    expect(long.length - ` […${left}]`.length + Number(left)).toBe(33_760);
    const pair = sheetText("😀".repeat(20_000));
    expect(pair.isWellFormed()).toBe(true);
    expect(sheetText("x".repeat(32_767))).toBe("x".repeat(32_767));
  });

  it("shows what XML forbids, and keeps a sheet's own escapes as they were typed", () => {
    expect(sheetText("a\0b\u0001\ud800\uffff")).toBe("a␀b␁\ufffd\ufffd");
    expect(sheetText("satu\r\ndua\rtiga")).toBe("satu\ndua\ntiga");
    expect(sheetText("_x0041_ x_x00e9_")).toBe("_x005F_x0041_ x_x005F_x00e9_");
  });
});

describe("names of sheets", () => {
  it("are short, allowed, and each once", () => {
    expect(
      sheetNames(["Per wilayah", "per wilayah", "a/b:c?[d]*\\e", "'Jum'at'", "", "Sejak penetapan, per instansi, menurut abjad", "History"]),
    ).toEqual(["Per wilayah", "per wilayah (2)", "a b c d e", "’Jum’at’", "-", "Sejak penetapan, per instansi,…", "History (2)"]);
  });
});
