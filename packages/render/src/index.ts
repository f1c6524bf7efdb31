export type * from "./chart/chart.ts";
export { type CsvCell, csvHeader, csvLines, renderCsv } from "./csv.ts";
export * from "./page.ts";
export { type Letterhead, type Pdf, type PdfPart, renderPdf } from "./pdf/pdf.ts";
export { renderTableCsv } from "./table-csv.ts";
export { type CellKind, jakartaText, type TypedCell, type TypedColumn, type TypedTable } from "./typed-table.ts";
export { renderWorkbook, type Workbook, type WorkbookFact } from "./workbook/workbook.ts";
export * from "./workbook/workbook-stream.ts";
export * from "./zip-entries.ts";
