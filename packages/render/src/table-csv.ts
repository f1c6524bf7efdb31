import { type CsvCell, renderCsv } from "./csv.ts";
import { checkTable, jakartaText, type TypedCell, type TypedColumn, type TypedTable } from "./typed-table.ts";

/** One table as CSV, under the promises of `renderCsv`: shares as fractions, days and moments (WIB) as ISO writes them. Throws TypeError as `checkTable` does. */
export function renderTableCsv(table: TypedTable): Uint8Array {
  checkTable(table);
  const rows = [...table.rows, ...(table.total ? [table.total] : [])];
  return renderCsv({
    columns: table.columns.map(({ title }, at) => ({ key: String(at), title })),
    rows: rows.map((row) => Object.fromEntries(row.map((cell, at) => [String(at), csvCell(cell, table.columns[at] as TypedColumn)]))),
  });
}

const csvCell = (cell: TypedCell, { kind }: TypedColumn): CsvCell =>
  cell instanceof Date ? jakartaText(cell, kind === "day" ? "day" : "moment") : cell;
