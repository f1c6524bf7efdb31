export { type CsvCell, csvHeader, csvLines, renderCsv } from "./csv.ts";
export * from "./page.ts";
export * from "./workbook-stream.ts";
export * from "./zip-entries.ts";
