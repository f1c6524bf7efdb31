import { stringify } from "csv-stringify/sync";
import { showControls } from "./visible-text.ts";

export type CsvCell = string | number | boolean | null;

/** What a spreadsheet may drop before it looks for a formula. */
const LEADING_BLANK = /^[\0\t\n\r \ufeff]+/;
const STARTS_FORMULA = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/;
/**
 * A spreadsheet set to Indonesian splits at `;` and, since our quotes are then inside its cell, at tabs and line breaks too: what follows one of them
 * is the start of a cell as well.
 */
const INNER_FORMULA = /([;\t\n\r][\0\t\n\r "\ufeff]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

/**
 * Writes a table as CSV that a spreadsheet opens without harm: UTF-8 with byte order mark, commas, CRLF.
 *
 * Text loses leading blanks (NUL, tab, line break, space, byte order mark), and an apostrophe stands before whatever a spreadsheet would take for a
 * formula: `= + - @` and their full-width forms. Control characters within, which a spreadsheet drops, show as their pictures. Numbers stay numbers, null is an empty cell. Throws TypeError for NaN and Infinity.
 * Source: OWASP, CSV injection.
 */
export function renderCsv<K extends string>(table: {
  readonly columns: readonly { readonly key: K; readonly title: string }[];
  readonly rows: readonly Readonly<Record<K, CsvCell>>[];
}): Uint8Array {
  const header = table.columns.map(({ title }) => safeText(title));
  const body = table.rows.map((row) => table.columns.map(({ key }) => cellText(row[key], key)));
  // By itself the library quotes only for the CRLF it writes; readers end a row at a bare CR or LF too.
  return new TextEncoder().encode(stringify([header, ...body], { bom: true, record_delimiter: "windows", quoted_match: /[\r\n]/ }));
}

function cellText(cell: CsvCell, column: string): string {
  if (cell === null) return "";
  if (typeof cell === "string") return safeText(cell);
  if (typeof cell === "number" && !Number.isFinite(cell)) throw new TypeError(`renderCsv: column ${column} holds ${cell}: use null for no value`);
  return String(cell);
}

function safeText(text: string): string {
  const trimmed = showControls(text.replace(LEADING_BLANK, "").replace(INNER_FORMULA, "$1'"));
  return STARTS_FORMULA.test(trimmed) ? `'${trimmed}` : trimmed;
}
