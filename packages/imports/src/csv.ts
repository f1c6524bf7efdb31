import { CsvError, parse } from "csv-parse/sync";
import { decodeFile, encodeAs } from "./decode-file.ts";
import { createProblemLog, type ProblemLog } from "./problem-log.ts";
import type { Table } from "./table.ts";

interface CsvRecord {
  readonly row: number;
  readonly cells: readonly string[];
  readonly raw: string;
}

/**
 * Reads the bytes of a CSV file as a table. A stray quote ends it there, with a problem.
 *
 * The delimiter is `,` `;` or tab, whichever the header uses (or Excel's `sep=` line names), and only that one: a comma in an unquoted cell of a
 * `;` file is text. Throws `invalid` only for bytes that cannot be read as text. Cost: the file's text in memory about three times.
 */
export function readCsv(bytes: Uint8Array, maxRows: number): Table {
  const log = createProblemLog();
  const { text, encoding } = decodeFile(bytes);
  const records = readRecords(text, maxRows, log);
  return {
    rows: records.map(({ row, cells, raw }) => ({ row, cells, raw: () => encodeAs(encoding, raw) })),
    problems: log.list(),
    contentType: `text/csv; charset=${encoding}`,
    ragged: true,
    place(row, column) {
      if (column === undefined) return `row ${row}`;
      return `row ${row}, column ${column.name ?? (column.index ?? 0) + 1}`;
    },
  };
}

/** All records that are not blank, the header first. Logs what breaks the file as a whole. */
function readRecords(text: string, maxRows: number, log: ProblemLog): readonly CsvRecord[] {
  if (text.startsWith("PK\u0003\u0004")) {
    log.add({ at: "file", what: "is a workbook or an archive, not CSV", remedy: "save the sheet as .xlsx or as CSV UTF-8 and import that" });
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
