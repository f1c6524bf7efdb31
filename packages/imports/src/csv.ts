import type { Problem } from "@netra/domain";
import { CsvError, parse } from "csv-parse/sync";
import { type Columns, columnKey, namesOf, type RowProblem, readRow, type ValuesOf } from "./columns.ts";
import { decodeFile, encodeAs, type FileEncoding } from "./decode-file.ts";
import { createProblemLog, type ProblemLog } from "./problem-log.ts";

export const MAX_ROWS = 100_000;

export interface ParsedCsv<C extends Columns> {
  /** The sound rows. `line` is the row as a spreadsheet numbers it (the header is 1); `raw` the record's bytes in the file, without its line end. */
  readonly rows: readonly { readonly line: number; readonly values: ValuesOf<C>; readonly raw: Uint8Array }[];
  readonly problems: readonly Problem[];
  readonly encoding: FileEncoding;
}

interface CsvRecord {
  readonly row: number;
  readonly cells: readonly string[];
  readonly raw: string;
}

/**
 * Reads a CSV file with a header into checked rows. Strict: an unknown, missing or repeated column, a ragged row and a stray quote are problems.
 *
 * The delimiter is `,` `;` or tab, whichever the header uses (or Excel's `sep=` line names), and only that one: a comma in an unquoted cell of a
 * `;` file is text. Rows that are entirely blank are passed over. `check` sees each row whose cells are sound, in file order, so it may remember.
 * Throws `invalid` only for bytes that cannot be read as text. Cost: the file's text in memory about three times.
 */
export function parseCsv<const C extends Columns>(ask: {
  readonly bytes: Uint8Array;
  readonly columns: C;
  readonly maxRows?: number;
  readonly check?: (values: ValuesOf<C>, line: number) => readonly RowProblem[];
}): ParsedCsv<C> {
  const log = createProblemLog();
  const { text, encoding } = decodeFile(ask.bytes);
  const [header, ...records] = readRecords(text, ask.maxRows ?? MAX_ROWS, log);
  const rows: ParsedCsv<C>["rows"][number][] = [];
  if (header === undefined) return { rows, problems: log.list(), encoding };

  const { names, missing } = readHeader(header, ask.columns, log);
  // Without a required column no row can be whole, but its other cells are still looked at: all problems in one round.
  const columns = Object.fromEntries(Object.entries(ask.columns).filter(([name]) => !missing.includes(name))) as unknown as C;
  for (const { row, cells, raw } of records) {
    if (cells.length !== header.cells.length) {
      const remedy = 'quote a cell that holds the delimiter or a line break ("…"), and leave no cell out';
      log.add({ at: `row ${row}`, what: `has ${cells.length} cells where the header has ${header.cells.length}`, remedy });
      continue;
    }
    const named = new Map(names.flatMap((name, index) => (name === null ? [] : [[name, cells[index] ?? ""] as const])));
    const check = (values: ValuesOf<C>) => (missing.length === 0 ? (ask.check?.(values, row) ?? []) : []);
    const values = readRow({ columns, cells: named, place: (column) => `row ${row}, column ${column}`, log, check });
    if (values !== null && missing.length === 0) rows.push({ line: row, values, raw: encodeAs(encoding, raw) });
  }
  return { rows, problems: log.list(), encoding };
}

/** All records that are not blank, the header first. Logs what breaks the file as a whole. */
function readRecords(text: string, maxRows: number, log: ProblemLog): readonly CsvRecord[] {
  if (text.startsWith("PK\u0003\u0004")) {
    log.add({ at: "file", what: "is a spreadsheet workbook, not CSV", remedy: "save the sheet as CSV UTF-8 and import that" });
    return [];
  }
  const sep = /^sep=(.)(?:\r\n|\n|\r)/i.exec(text);
  const body = sep === null ? text : text.slice(sep[0].length);
  const records: CsvRecord[] = [];
  let row = 0;
  try {
    parse(body, {
      delimiter: sep?.[1] ?? delimiterOf(body),
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true, // ragged rows are reported by us, all of them
      raw: true,
      to: maxRows + 2, // the header, and one row too many so that it shows
      on_record: (read: unknown, { raw = "" }) => {
        const { record: cells } = read as { record: string[] }; // with `raw` the record comes wrapped
        row += 1;
        if (cells.some((cell) => cell.trim() !== "")) records.push({ row, cells, raw: raw.replace(/[\r\n]$/, "") });
        return null;
      },
    });
  } catch (error) {
    // Rows before the break are kept and checked; after it nothing can be told apart.
    if (!(error instanceof CsvError)) throw error;
    const remedy = "write a quote inside a quoted cell twice, and close every quoted cell";
    log.add({ at: `row ${row + 1}`, what: `${FAULTS[error.code] ?? "cannot be read"}; nothing after it was read`, remedy });
  }
  if (row > maxRows + 1) {
    log.add({ at: "file", what: `has more than ${maxRows} rows`, remedy: "split it into smaller files" });
    return records.filter((record) => record.row <= maxRows + 1);
  }
  if (records.length === 0) log.add({ at: "file", what: "is empty", remedy: "give it a header row and at least one row" });
  return records;
}

/** Our words for csv-parse's codes: its own messages quote the cell. */
const FAULTS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "opens a quote that is never closed",
  CSV_INVALID_CLOSING_QUOTE: "has text after a closing quote",
  INVALID_OPENING_QUOTE: "has a quote in a cell that does not start with one",
};

/** The delimiter that the header line uses most. Names of columns hold none of them. */
function delimiterOf(text: string): string {
  const line = /[^\r\n]+/.exec(text)?.[0] ?? "";
  const uses = (delimiter: string) => line.split(delimiter).length;
  return [",", ";", "\t"].reduce((best, next) => (uses(next) > uses(best) ? next : best));
}

/** Which column stands where. Never quotes an unknown name: in a file without a header it is a person's data. */
function readHeader(header: CsvRecord, columns: Columns, log: ProblemLog): { names: readonly (string | null)[]; missing: readonly string[] } {
  const known = namesOf(columns);
  const names = header.cells.map((cell) => known.get(columnKey(cell)) ?? null);
  const list = Object.keys(columns).join(", ");
  names.forEach((name, index) => {
    const first = names.indexOf(name);
    if (name === null)
      log.add({ at: `row ${header.row}, column ${index + 1}`, what: "is not a known column", remedy: `remove it, or name it one of: ${list}` });
    else if (first !== index)
      log.add({ at: `row ${header.row}, column ${name}`, what: `stands twice (columns ${first + 1} and ${index + 1})`, remedy: "keep one of them" });
  });
  const missing = Object.keys(columns).filter((name) => columns[name]?.required && !names.includes(name));
  for (const name of missing) log.add({ at: `row ${header.row}, column ${name}`, what: "is missing", remedy: `add a column named ${name}` });
  return { names, missing };
}
