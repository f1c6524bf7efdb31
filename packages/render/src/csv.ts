import { stringify } from "csv-stringify/sync";
import { showControls } from "./visible-text.ts";

export type CsvCell = string | number | boolean | null;

/** What a spreadsheet may drop before it looks for a formula. */
const LEADING_BLANK = /^[\0\t\n\r \ufeff]+/;
const STARTS_FORMULA = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/;
/** Begins with what no formula begins with, no cell begins inside it, and all of it can be seen: nearly every cell. */
const HARMLESS = /^[A-Za-z0-9][ -:<-~]*$/;
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
  return new TextEncoder().encode(`\ufeff${csvHeader(table.columns)}${csvLines(table)}`);
}

// By itself the library quotes only for the CRLF it writes; readers end a row at a bare CR or LF too.
const FORM = { record_delimiter: "windows", quoted_match: /[\r\n]/ } as const;

/** The first line of a table; without the byte order mark that a file begins with. */
export const csvHeader = (columns: readonly { readonly title: string }[]): string => stringify([columns.map(({ title }) => safeText(title))], FORM);

/** Some rows of a table, each with the promises of `renderCsv`: what it gives for the whole is what it gives for the parts, one after the other. */
export function csvLines<K extends string>({
  columns,
  rows,
}: {
  readonly columns: readonly { readonly key: K }[];
  readonly rows: readonly Readonly<Record<K, CsvCell>>[];
}): string {
  let lines = "";
  for (const row of rows) {
    for (const [at, { key }] of columns.entries()) lines += `${at === 0 ? "" : ","}${quoted(cellText(row[key], key))}`;
    lines += "\r\n";
  }
  return lines;
}

/** What every reader takes as it is. Anything else is the library's to quote. */
const NEEDS_NO_QUOTES = /^[\w.:@/+' -]+$/;
const quoted = (text: string): string => (text === "" || NEEDS_NO_QUOTES.test(text) ? text : stringify([[text]], FORM).slice(0, -"\r\n".length));

function cellText(cell: CsvCell, column: string): string {
  if (cell === null) return "";
  if (typeof cell === "string") return safeText(cell);
  if (typeof cell === "number" && !Number.isFinite(cell)) throw new TypeError(`renderCsv: column ${column} holds ${cell}: use null for no value`);
  return String(cell);
}

/** Text that no spreadsheet takes for a formula; see `renderCsv`. */
export function safeText(text: string): string {
  if (HARMLESS.test(text)) return text;
  const trimmed = showControls(text.replace(LEADING_BLANK, "").replace(INNER_FORMULA, "$1'"));
  return STARTS_FORMULA.test(trimmed) ? `'${trimmed}` : trimmed;
}
