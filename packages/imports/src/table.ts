import type { Problem } from "@netra/domain";
import { type Columns, columnKey, namesOf, type RowProblem, readRow, type ValuesOf } from "./columns.ts";
import { readCsv } from "./csv.ts";
import { createProblemLog, type ProblemLog } from "./problem-log.ts";
import type { Refusal } from "./refusal.ts";

export const MAX_ROWS = 100_000;

/** One row that is not blank. A cell that is no text we may take (a formula, a rounded number) says why instead. */
export interface TableRow {
  /** As a spreadsheet numbers it: the first row of the sheet is 1. */
  readonly row: number;
  readonly cells: readonly (string | Refusal)[];
  /** What to keep as evidence of this row. */
  readonly raw: () => Uint8Array;
}

/** A file of rows and columns as it was read, whatever its format. The first row is the header. */
export interface Table {
  readonly rows: readonly TableRow[];
  /** What breaks the file as a whole, or a place outside its columns. */
  readonly problems: readonly Problem[];
  /** Of the rows' `raw`. */
  readonly contentType: string;
  /** True where every row states as many cells as the header; a sheet leaves blank ones at the end out. */
  readonly ragged: boolean;
  /** A place in words. `index` counts columns from 0; without it the row, or the column where it would be. */
  readonly place: (row: number, column?: { readonly name: string | null; readonly index?: number }) => string;
}

/** A file of the table kind: the bytes of a CSV file, or what `openTable` made of a workbook. */
export type TableFile = Uint8Array | Table;

export interface ParsedTable<C extends Columns> {
  /** The sound rows. `line` is the row as a spreadsheet numbers it (the header is 1); of a CSV file `raw` is the record's bytes, without its line end. */
  readonly rows: readonly { readonly line: number; readonly values: ValuesOf<C>; readonly raw: Uint8Array }[];
  readonly problems: readonly Problem[];
  readonly contentType: string;
  /** Says where a row, or a column of it, stands: `row 14, column nip` or `Sheet1!C14, column nip`. For problems that show only later. */
  readonly place: PlaceOf;
}

export type PlaceOf = (line: number, column?: string) => string;

/**
 * Reads a table with a header into checked rows. Strict: an unknown, missing or repeated column, a ragged row and a cell outside the columns are problems.
 *
 * Rows that are entirely blank are passed over. `check` sees each row whose cells are sound, in file order, so it may remember.
 * Throws `invalid` only for bytes that cannot be read as text.
 */
export function parseTable<const C extends Columns>(ask: {
  readonly file: TableFile;
  readonly columns: C;
  readonly maxRows?: number;
  readonly check?: (values: ValuesOf<C>, line: number) => readonly RowProblem[];
}): ParsedTable<C> {
  const table = ask.file instanceof Uint8Array ? readCsv(ask.file, ask.maxRows ?? MAX_ROWS) : ask.file;
  const log = createProblemLog();
  for (const problem of table.problems) log.add(problem);
  const [header, ...records] = table.rows;
  const rows: ParsedTable<C>["rows"][number][] = [];
  const { contentType } = table;
  if (header === undefined) return { rows, problems: log.list(), contentType, place: (line) => table.place(line) };

  const { names, missing } = readHeader({ table, header, columns: ask.columns, log });
  const place: PlaceOf = (line, column) => {
    if (column === undefined) return table.place(line);
    const index = names.indexOf(column);
    return table.place(line, index === -1 ? { name: column } : { name: column, index });
  };
  // Without a required column no row can be whole, but its other cells are still looked at: all problems in one round.
  const columns = Object.fromEntries(Object.entries(ask.columns).filter(([name]) => !missing.includes(name))) as unknown as C;
  for (const { row, cells, raw } of records) {
    if (table.ragged && cells.length !== header.cells.length) {
      const remedy = 'quote a cell that holds the delimiter or a line break ("…"), and leave no cell out';
      log.add({ at: table.place(row), what: `has ${cells.length} cells where the header has ${header.cells.length}`, remedy });
      continue;
    }
    const outside = cells.findIndex((cell, index) => index >= header.cells.length && cell !== "");
    if (outside !== -1) {
      log.add({
        at: table.place(row, { name: null, index: outside }),
        what: "stands in no column of the header",
        remedy: "remove it, or name its column",
      });
      continue;
    }
    const named = new Map(names.flatMap((name, index) => (name === null ? [] : [[name, cells[index] ?? ""] as const])));
    const check = (values: ValuesOf<C>) => (missing.length === 0 ? (ask.check?.(values, row) ?? []) : []);
    const values = readRow({ columns, cells: named, place: (column) => place(row, column), log, check });
    if (values !== null && missing.length === 0) rows.push({ line: row, values, raw: raw() });
  }
  return { rows, problems: log.list(), contentType, place };
}

/** Which column stands where. Never quotes an unknown name: in a file without a header it is a person's data. */
function readHeader(ask: { readonly table: Table; readonly header: TableRow; readonly columns: Columns; readonly log: ProblemLog }): {
  names: readonly (string | null)[];
  missing: readonly string[];
} {
  const { table, header, columns, log } = ask;
  const known = namesOf(columns);
  const names = header.cells.map((cell) => (typeof cell === "string" ? (known.get(columnKey(cell)) ?? null) : null));
  const list = Object.keys(columns).join(", ");
  names.forEach((name, index) => {
    const first = names.indexOf(name);
    const at = table.place(header.row, { name, index });
    if (name === null) log.add({ at, what: "is not a known column", remedy: `remove it, or name it one of: ${list}` });
    else if (first !== index) log.add({ at, what: `stands twice (columns ${first + 1} and ${index + 1})`, remedy: "keep one of them" });
  });
  const missing = Object.keys(columns).filter((name) => columns[name]?.required && !names.includes(name));
  for (const name of missing) log.add({ at: table.place(header.row, { name }), what: "is missing", remedy: `add a column named ${name}` });
  return { names, missing };
}
