import {
  findTable,
  invalid,
  makeDocument,
  type ReportDocument,
  type ReportFacts,
  type ReportRow,
  type ReportTable,
  spanName,
  stoodAtIn,
  weekSpan,
} from "@netra/domain";
import { jakartaText, type TypedCell, type TypedColumn, type Workbook } from "@netra/render";
import type { ReportInput } from "../report-input.ts";
import { keyCells } from "../table-text.ts";
import { asSeen } from "../unseen.ts";
import type { ColumnMapping } from "./form-settings.ts";
import { kindOf, limitOf, typedCell } from "./form-tables.ts";

type Sheet = ColumnMapping["sheets"][number];
type Column = Sheet["columns"][number];

/** The tables of a mapping, a sheet each, filled from a document of its edition. Throws invalid `columns-unknown` where the document has no such table or column. */
export function mappedTables(input: ReportInput, mapping: ColumnMapping): Workbook["tables"] {
  return mapping.sheets.map((sheet, at) => {
    const whole = findTable(input.document, sheet.table);
    if (!whole) throw unknown(mapping, at, sheet.table);
    const table = asSeen(whole);
    const columns = sheet.columns.map((column) => mappedColumn(input, { mapping, sheet, table, column, at }));
    const rowOf = (row: ReportRow): TypedCell[] => columns.map(({ cell }) => cell(row));
    return {
      id: `sheet_${at + 1}`,
      title: sheet.name,
      sheet: sheet.name,
      above: (sheet.above ?? []).map((line) => filled(line, input)),
      columns: columns.map(({ column }) => column),
      rows: table.rows.map(rowOf),
      total: sheet.total && table.total ? rowOf(table.total) : null,
      note: "",
    };
  });
}

const unknown = ({ id, edition }: ColumnMapping, at: number, what: string) =>
  invalid(
    "columns-unknown",
    `The mapping ${id}, sheet ${at + 1}: a report of the ${edition} edition has no ${what}; see docs/report/README.md for what there is.`,
  );

function mappedColumn(
  input: ReportInput,
  given: { readonly mapping: ColumnMapping; readonly sheet: Sheet; readonly table: ReportTable; readonly column: Column; readonly at: number },
): { readonly column: TypedColumn; readonly cell: (row: ReportRow) => TypedCell } {
  const { mapping, table, at } = given;
  const { header, take, as, text } = given.column;
  const { lang } = mapping;
  if (take === undefined) return { column: { title: header, kind: "text" }, cell: () => filled(text ?? "", input) };
  const dimension = (table.by as readonly string[]).indexOf(take);
  if (dimension >= 0) {
    const cell = (row: ReportRow): TypedCell =>
      as === "code" ? (row.key[dimension] ?? null) : (keyCells(input, table, row, lang)[dimension] ?? null);
    return { column: { title: header, kind: "text" }, cell };
  }
  const index = table.columns.findIndex(({ id }) => id === take);
  const column = table.columns[index];
  if (!column) throw unknown(mapping, at, take);
  if (as === "low" || as === "high")
    return { column: { title: header, kind: "percent" }, cell: (row) => limitOf(row.cells[index] ?? null, as, lang) };
  const isChange = as === "change";
  return {
    column: { title: header, kind: kindOf(column), ...(isChange ? { signed: true } : {}) },
    cell: (row) => typedCell(input, (isChange ? row.change?.[index] : row.cells[index]) ?? null, column, lang),
  };
}

function filled(text: string, { document, regionName }: ReportInput): string {
  const { week, from, to } = document.span;
  const facts: Readonly<Record<string, string>> = {
    week: week ?? spanName(document.span),
    from: jakartaText(new Date(from), "day"),
    to: jakartaText(new Date(Date.parse(to) - 1), "day"),
    as_of: jakartaText(new Date(document.asOf), "moment"),
    stood_at: jakartaText(new Date(stoodAtIn(document)), "moment"),
    region: regionName,
    region_code: document.region,
  };
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => facts[name] ?? whole);
}

/** Which tables and columns a mapping may take from, by edition: those of a week without anything in it. */
export function tableCatalogue() {
  const tables = (document: ReportDocument) =>
    Object.fromEntries(
      document.tables.map(({ id, by, columns }) => [id, { by, columns: Object.fromEntries(columns.map((column) => [column.id, column.type])) }]),
    );
  return { internal: tables(makeDocument(EMPTY, "internal")), shareable: tables(makeDocument(EMPTY, "shareable")) };
}

const emptyWeek = (week: string): ReportFacts["now"] => {
  const { from, to } = weekSpan(week);
  const asOf = to.getTime() + 6 * 3_600_000;
  return {
    week,
    from: from.getTime(),
    to: to.getTime(),
    asOf,
    posts: [],
    toCapture: [],
    captures: [],
    capturesWaiting: 0,
    accounts: [],
    hours: [],
    quarantined: 0,
    drift: 0,
  };
};
const EMPTY: ReportFacts = {
  region: "ID",
  now: emptyWeek("2026-W02"),
  before: emptyWeek("2026-W01"),
  contests: [],
  packs: [],
  flags: [],
  read: [],
  since: null,
  readSince: [],
  named: [],
  pairs: [],
  knownSince: [],
  names: { contest: {}, rule: {} },
  watchedWeeks: [],
};
