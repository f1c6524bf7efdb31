import { JAKARTA_OFFSET_MS } from "@netra/domain";
import type ExcelJS from "exceljs";
import type { PageLanguage } from "../page.ts";
import { type CellKind, checkTable, type TypedCell, type TypedColumn, type TypedTable } from "../typed-table.ts";
import { showControls } from "../visible-text.ts";
import { forgetZipDates } from "./normalize-zip.ts";
import { sheetNames, sheetText } from "./sheet-text.ts";

/** A labelled line of the sheet that says what the others are. */
export interface WorkbookFact {
  readonly label: string;
  readonly value: TypedCell;
  readonly kind: CellKind;
}

export interface Workbook {
  readonly lang: PageLanguage;
  readonly title: string;
  /** Stands as the time at which the workbook was made: a clock would make its bytes differ. */
  readonly asOf: Date;
  /** The sheet that says what the others are: facts, notes, and the list of sheets with what is to be known of each. */
  readonly about: {
    readonly sheet: string;
    readonly facts: readonly WorkbookFact[];
    readonly notes: readonly string[];
    readonly last?: true;
  };
  /** A sheet each; `above` are lines over its header. */
  readonly tables: readonly (TypedTable & { readonly above?: readonly string[] })[];
}

/**
 * Writes tables as a workbook (.xlsx) whose cells know what they are: numbers, shares and days are numbers with a format, everything else is text in a cell of text, so that no cell
 * is or becomes a formula. Header rows and the columns that name a row are frozen. What a cell cannot hold is shown and never dropped without a word (`sheetText`).
 *
 * Deterministic: the same input gives the same bytes, whatever the clock and the time zone. Throws TypeError as `checkTable` does. Cost: the library is loaded by the first call; all of
 * the workbook is held in memory.
 */
export async function renderWorkbook(book: Workbook): Promise<Uint8Array> {
  for (const table of book.tables) checkTable(table);
  const { default: excel } = await import("exceljs");
  const made = new excel.Workbook();
  made.created = book.asOf;
  made.modified = book.asOf;
  made.creator = "Netra";
  made.title = showControls(book.title);
  const [about = "", ...names] = sheetNames([book.about.sheet, ...book.tables.map(({ sheet, title }) => sheet ?? title)]);
  if (!book.about.last) addAbout(made, { book, name: about, names });
  for (const [at, table] of book.tables.entries()) addTable(made, { table, name: names[at] ?? "", title: book.title });
  if (book.about.last) addAbout(made, { book, name: about, names });
  return forgetZipDates(new Uint8Array(await made.xlsx.writeBuffer()));
}

const FORMATS: Readonly<Record<CellKind, string>> = {
  text: "@",
  count: "#,##0",
  hours: "#,##0.0",
  decimal: "#,##0.00",
  percent: "0.0%",
  day: "yyyy-mm-dd",
  moment: "yyyy-mm-dd hh:mm",
};
/** Above nought; below; nought. */
const signedFormat = (format: string): string => `+${format};-${format};${format}`;
const INK = "FF1C2430";
const HEADER_FILL: ExcelJS.Fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FFECEFF3" } };
const LINE: Partial<ExcelJS.Border> = { style: "thin", color: { argb: "FF8A94A3" } };
const FONT = { name: "Calibri", size: 11, color: { argb: INK } };

function addTable(
  made: ExcelJS.Workbook,
  { table, name, title }: { readonly table: Workbook["tables"][number]; readonly name: string; readonly title: string },
): void {
  const { columns, rows, total, above = [] } = table;
  const header = above.length + 1;
  const naming = columns.findIndex(({ names }) => !names);
  const sheet = made.addWorksheet(name, {
    views: [{ state: "frozen", xSplit: naming < 0 ? columns.length : naming, ySplit: header }],
    pageSetup: { ...PAPER, orientation: columns.length > 7 ? "landscape" : "portrait", printTitlesRow: `${header}:${header}` },
    // One beneath the other: side by side they run into each other on a narrow sheet.
    headerFooter: { oddHeader: `&L${printed(title)}\n${printed(table.title)}`, oddFooter: "&R&P / &N" },
  });
  for (const [at, line] of above.entries()) setCell(sheet.getCell(at + 1, 1), { cell: line, kind: "text", bold: at === 0 });
  for (const [at, { title, kind }] of columns.entries()) {
    const cell = sheet.getCell(header, at + 1);
    setCell(cell, { cell: title, kind: "text", bold: true });
    cell.fill = HEADER_FILL;
    cell.border = { bottom: LINE };
    cell.alignment = { wrapText: true, vertical: "bottom", ...sideOf(kind) };
    sheet.getColumn(at + 1).width = widthOf(table, at);
  }
  sheet.getRow(header).height = heightOf(columns.map(({ title }, at) => ({ text: title, width: widthOf(table, at) })));
  const printedColumns = columns.findLastIndex(({ offPaper }) => !offPaper) + 1;
  if (printedColumns > 0 && printedColumns < columns.length)
    // The library puts the first $ before each of the two.
    sheet.pageSetup.printArea = `A$1:${sheet.getColumn(printedColumns).letter}$${header + rows.length + (total ? 1 : 0)}`;
  for (const [at, row] of rows.entries()) addRow(sheet, { row, at: header + 1 + at, columns, bold: false });
  if (!total) return;
  addRow(sheet, { row: total, at: header + 1 + rows.length, columns, bold: true });
  for (const at of columns.keys()) sheet.getCell(header + 1 + rows.length, at + 1).border = { top: LINE };
}

const PAPER = {
  paperSize: 9 as ExcelJS.PaperSize,
  fitToPage: true,
  fitToWidth: 1,
  fitToHeight: 0,
  margins: { left: 0.6, right: 0.6, top: 0.8, bottom: 0.7, header: 0.4, footer: 0.4 },
};

/** In the lines above and beneath a printed sheet `&` gives an order, and 255 characters are the most. */
const printed = (text: string): string => showControls(text).replaceAll("&", "&&").slice(0, 100);

/** Figures stand to the right with a little room, so that no header touches the next. */
const sideOf = (kind: CellKind): Pick<ExcelJS.Alignment, "horizontal"> & { readonly indent?: number } =>
  kind === "text" ? { horizontal: "left" } : { horizontal: "right", indent: 1 };

function addRow(
  sheet: ExcelJS.Worksheet,
  given: { readonly row: readonly TypedCell[]; readonly at: number; readonly columns: readonly TypedColumn[]; readonly bold: boolean },
): void {
  for (const [index, cell] of given.row.entries())
    setCell(sheet.getCell(given.at, index + 1), {
      cell,
      kind: given.columns[index]?.kind ?? "text",
      signed: given.columns[index]?.signed,
      bold: given.bold,
    });
}

/** The only place that puts a value into a cell: text goes in as text, and never as anything that the library would take for a formula, a link or rich text. */
function setCell(
  to: ExcelJS.Cell,
  { cell, kind, bold, signed }: { readonly cell: TypedCell; readonly kind: CellKind; readonly bold: boolean; readonly signed?: true | undefined },
): void {
  to.font = { ...FONT, bold };
  if (typeof cell === "string") {
    to.value = sheetText(cell);
    to.numFmt = FORMATS.text;
    to.alignment = { vertical: "top", wrapText: cell.includes("\n"), ...sideOf(kind) };
    return;
  }
  to.numFmt = signed ? signedFormat(FORMATS[kind]) : FORMATS[kind];
  to.alignment = { vertical: "top", ...sideOf(kind) };
  // A sheet's days have no zone: its clock is Jakarta's.
  if (cell instanceof Date) to.value = new Date(roundToSecond(cell.getTime() + JAKARTA_OFFSET_MS, kind));
  else if (cell !== null) to.value = cell;
}

const DAY_MS = 86_400_000;
const roundToSecond = (ms: number, kind: CellKind): number => (kind === "day" ? Math.floor(ms / DAY_MS) * DAY_MS : Math.floor(ms / 1000) * 1000);

/** Wide enough for most of what stands in a column; a longer text reaches over the edge and is whole in its cell. */
function widthOf({ columns, rows, total }: TypedTable, at: number): number {
  const { title = "", kind = "text" } = columns[at] ?? {};
  const longest = [...rows, ...(total ? [total] : [])].reduce((most, row) => Math.max(most, lengthOf(row[at] ?? null)), 0);
  // A header is bold, and the program that opens it may set it in a wider letter.
  const bold = (chars: number): number => Math.ceil(chars * 1.2);
  const words = bold(Math.max(...title.split(/\s/).map(({ length }) => length)));
  return kind === "text"
    ? Math.min(Math.max(longest, Math.min(bold(title.length), 30), words, 8) + 2, 48)
    : Math.min(Math.max(longest, words, bold(title.length / 2), kind === "moment" ? 16 : 9) + 3, 26);
}
const lengthOf = (cell: TypedCell): number => (typeof cell === "string" ? (cell.split("\n")[0]?.length ?? 0) : cell instanceof Date ? 10 : 8);

const LINE_POINTS = 15;
/** As high as the text with most lines; not left to the program that opens it, since not every one makes room for wrapped text. At most 409 points, the limit of a row. */
function heightOf(cells: readonly { readonly text: string; readonly width: number }[]): number {
  const lines = cells.map(({ text, width }) => text.split("\n").reduce((sum, part) => sum + linesOf(part, Math.max(1, width - 1.5)), 0));
  return Math.min(409, LINE_POINTS * Math.max(1, ...lines));
}

/** Lines of a text set word by word in so many characters. */
function linesOf(text: string, width: number): number {
  let [lines, used] = [1, 0];
  for (const word of text.split(" ")) {
    if (used > 0 && used + 1 + word.length > width) [lines, used] = [lines + 1, 0];
    used += (used > 0 ? 1 : 0) + word.length;
    if (used > width) [lines, used] = [lines + Math.ceil(used / width) - 1, used % width];
  }
  return lines;
}

const ABOUT_WIDTH = 96;

/** Facts, notes and the list of sheets, down two columns. */
function addAbout(
  made: ExcelJS.Workbook,
  { book, name, names }: { readonly book: Workbook; readonly name: string; readonly names: readonly string[] },
): void {
  const sheet = made.addWorksheet(name, {
    views: [{ state: "frozen", ySplit: 1, xSplit: 0, showGridLines: false }],
    pageSetup: { ...PAPER, orientation: "portrait" },
    headerFooter: { oddFooter: "&R&P / &N" },
  });
  sheet.getColumn(1).width = 34;
  sheet.getColumn(2).width = ABOUT_WIDTH;
  let row = 1;
  const put = (cells: readonly { readonly cell: TypedCell; readonly kind: CellKind; readonly bold?: boolean }[]): void => {
    for (const [at, { cell, kind, bold }] of cells.entries()) {
      const to = sheet.getCell(row, at + 1);
      setCell(to, { cell, kind, bold: bold === true });
      to.alignment = { vertical: "top", horizontal: "left", wrapText: at === 1 };
    }
    const last = cells[1]?.cell;
    if (typeof last === "string") sheet.getRow(row).height = heightOf([{ text: last, width: ABOUT_WIDTH }]);
    row += 1;
  };
  put([{ cell: book.title, kind: "text", bold: true }]);
  sheet.getCell(1, 1).font = { ...FONT, size: 14, bold: true };
  sheet.getRow(1).height = 24;
  for (const { label, value, kind } of book.about.facts)
    put([
      { cell: label, kind: "text" },
      { cell: value, kind },
    ]);
  row += 1;
  for (const note of book.about.notes)
    put([
      { cell: "", kind: "text" },
      { cell: note, kind: "text" },
    ]);
  row += 1;
  for (const [at, { title, note }] of book.tables.entries())
    put([
      { cell: names[at] ?? "", kind: "text", bold: true },
      { cell: note === "" ? title : `${title}. ${note}`, kind: "text" },
    ]);
}
