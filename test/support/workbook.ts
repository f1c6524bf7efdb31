import ExcelJS from "exceljs";
import { makeZip } from "./zip.ts";

/** Writes a workbook with a library that has nothing to do with our reader: what it makes is what spreadsheet programs make. */
export async function makeWorkbook(fill: (book: ExcelJS.Workbook) => void): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  fill(book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** One sheet of rows, as `makeWorkbook`. */
export const sheetOf = (rows: readonly (readonly ExcelJS.CellValue[])[], name = "Sheet1"): Promise<Uint8Array> =>
  makeWorkbook((book) => {
    const sheet = book.addWorksheet(name);
    for (const row of rows) sheet.addRow([...row]);
  });

/** A workbook around the XML of one sheet, for what no library writes. */
export function rawWorkbook(
  sheet: string,
  more: { readonly strings?: string | Uint8Array; readonly styles?: string; readonly bookPr?: string } = {},
): Buffer {
  const relation = (id: string, kind: string, target: string) =>
    `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${target}"/>`;
  return makeZip([
    {
      name: "xl/workbook.xml",
      bytes: `<?xml version="1.0"?><workbook>${more.bookPr ?? ""}<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      bytes: `<Relationships>${relation("rId1", "worksheet", "worksheets/sheet1.xml")}${relation("rId2", "sharedStrings", "sharedStrings.xml")}${relation("rId3", "styles", "/xl/styles.xml")}</Relationships>`,
    },
    { name: "xl/sharedStrings.xml", bytes: more.strings ?? "<sst/>" },
    { name: "xl/styles.xml", bytes: more.styles ?? "<styleSheet/>" },
    { name: "xl/worksheets/sheet1.xml", bytes: sheet },
  ]);
}
