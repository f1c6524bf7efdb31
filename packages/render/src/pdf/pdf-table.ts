import type { PageLanguage } from "../page.ts";
import { jakartaText, type TypedCell, type TypedColumn, type TypedTable } from "../typed-table.ts";
import { paperText } from "./paper-text.ts";

export const INK = "#1c2430";
export const SOFT = "#55606f";
export const LINE = "#c9ced6";
export const WASH = "#f3f5f8";

/** A column of paper: of the table's, one, or the two limits of an interval. */
interface PaperColumn {
  readonly column: TypedColumn;
  readonly at: number;
  readonly high: number | null;
}

/** A table with its heading, its header repeated on every page, numbers to the right, the total set off, its note beneath. */
export function tableContent(table: TypedTable, { lang, none }: { readonly lang: PageLanguage; readonly none: string }): object[] {
  const columns = paperColumns(table.columns);
  const fontSize = columns.length <= 7 ? 8.5 : columns.length <= 10 ? 7.5 : 6.5;
  const format = formatIn(lang);
  const rowOf = (row: readonly TypedCell[], bold: boolean): object[] =>
    columns.map(({ column, at, high }) => ({
      text: paperText(high === null ? format(row[at] ?? null, column) : intervalText(row[at] ?? null, row[high] ?? null, format)),
      alignment: column.kind === "text" ? "left" : "right",
      // A number on two lines is read as two.
      noWrap: column.kind !== "text" || column.limit !== undefined,
      bold,
    }));
  const header = columns.map(({ column }) => ({
    text: paperText(column.paper ?? column.title),
    bold: true,
    alignment: column.kind === "text" ? "left" : "right",
  }));
  const rows = [...table.rows.map((row) => rowOf(row, false)), ...(table.total ? [rowOf(table.total, true)] : [])];
  const naming = columns.filter(({ column }) => column.names).length;
  const stack = [
    { text: paperText(table.title), fontSize: 12, bold: true, headlineLevel: 1, margin: [0, 16, 0, 4] },
    rows.length === 0
      ? { text: none }
      : {
          fontSize,
          lineHeight: 1.1,
          table: {
            headerRows: 1,
            keepWithHeaderRows: 1,
            dontBreakRows: true,
            // What names a row takes what its figures leave.
            widths: columns.map(({ column }, at) => (column.kind === "text" && at < Math.max(naming, 1) ? "*" : "auto")),
            body: [header, ...rows],
          },
          layout: {
            hLineWidth: (line: number) => (line === 0 ? 0 : line === 1 ? 0.8 : 0.4),
            hLineColor: (line: number) => (line === 1 || (table.total !== null && line === rows.length) ? INK : LINE),
            vLineWidth: () => 0,
            paddingLeft: (column: number) => (column === 0 ? 0 : 3),
            paddingRight: (column: number) => (column === columns.length - 1 ? 0 : 3),
            paddingTop: () => 2.2,
            paddingBottom: () => 1.6,
          },
        },
    ...(table.note === "" ? [] : [{ text: paperText(table.note), fontSize: 8, color: SOFT, margin: [0, 4, 0, 0] }]),
  ];
  return rows.length <= TOGETHER ? [{ unbreakable: true, stack }] : stack;
}

/** A table of so many rows stands on one page with its heading and note. */
const TOGETHER = 20;

function paperColumns(columns: readonly TypedColumn[]): PaperColumn[] {
  return columns.flatMap((column, at): PaperColumn[] => {
    if (column.offPaper || column.limit === "high") return [];
    return [{ column, at, high: column.limit === "low" && columns[at + 1]?.limit === "high" ? at + 1 : null }];
  });
}

type Format = (cell: TypedCell, column: Pick<TypedColumn, "kind" | "signed">) => string;

function intervalText(low: TypedCell, high: TypedCell, format: Format): string {
  const [from, to] = [format(low, { kind: "percent" }), format(high, { kind: "percent" })];
  return from === to && typeof low !== "number" ? from : `${from} – ${to}`;
}

/** Numbers as the language writes them; nothing is a dash. */
function formatIn(lang: PageLanguage): Format {
  const locale = lang === "id" ? "id-ID" : "en-GB";
  const [count, decimal, percent] = [
    new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }),
    new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }),
    new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }),
  ];
  return (cell, { kind, signed }) => {
    if (cell === null) return "–";
    if (typeof cell === "string") return cell;
    if (cell instanceof Date) return jakartaText(cell, kind === "day" ? "day" : "moment");
    const amount = signed ? Math.abs(cell) : cell;
    const text = kind === "percent" ? `${percent.format(amount * 100)}%` : (kind === "count" ? count : decimal).format(amount);
    return signed && cell !== 0 ? `${cell > 0 ? "+" : "−"}${text}` : text;
  };
}
