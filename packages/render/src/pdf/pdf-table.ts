import { type FigureText, figureText } from "../figure-text.ts";
import type { PageLanguage } from "../page.ts";
import { jakartaText, type TypedCell, type TypedColumn, type TypedTable } from "../typed-table.ts";
import { paperText } from "./paper-text.ts";

export const INK = "#1c2430";
export const SOFT = "#55606f";
export const LINE = "#c9ced6";
export const WASH = "#f3f5f8";

/** All tables are set alike: a smaller one would be read as of less weight. */
const SIZE = 8;
const SMALL = 7;

/** What stands in a column of paper, one beneath the other: a column of the table, or the two limits of an interval. */
interface PaperPiece {
  readonly column: TypedColumn;
  readonly at: number;
  readonly high: number | null;
}
interface PaperColumn extends PaperPiece {
  readonly under: readonly PaperPiece[];
}

/** A table with its heading, its header repeated on every page, numbers to the right, the total set off, its note beneath. */
export function tableContent(table: TypedTable, { lang, none }: { readonly lang: PageLanguage; readonly none: string }): object[] {
  const groups = table.columns[0]?.groups === true;
  const columns = paperColumns(table.columns).filter(({ at }) => !(groups && at === 0));
  const text = figureText(lang);
  const rowOf = (row: readonly TypedCell[], bold: boolean): object[] => columns.map((column) => cellContent(row, column, { text, bold }));
  const header = columns.map(({ column, under }) =>
    stacked(paperText(column.paper ?? column.title), {
      beneath: under.flatMap((piece) => (piece.column.kind === "text" ? [] : [paperText(piece.column.paper ?? piece.column.title)])),
      column,
      bold: true,
      noWrap: false,
    }),
  );
  const rows = table.rows.flatMap((row, at) => [
    ...(groups && row[0] !== table.rows[at - 1]?.[0] ? [groupLine(row[0] ?? null, columns.length)] : []),
    rowOf(row, false),
  ]);
  // A total names itself in the column of the groups.
  const total =
    table.total && rowOf(groups ? table.total.map((cell, at) => (at === columns[0]?.at ? (table.total?.[0] ?? null) : cell)) : table.total, true);
  const body = [...rows, ...(total ? [total] : [])];
  const naming = columns.filter(({ column }) => column.names).length;
  const stack = [
    { text: paperText(table.title), fontSize: 12, bold: true, headlineLevel: 1, margin: [0, 16, 0, 4] },
    body.length === 0
      ? { text: none }
      : {
          fontSize: SIZE,
          lineHeight: 1.1,
          table: {
            headerRows: 1,
            keepWithHeaderRows: groups ? 2 : 1,
            dontBreakRows: true,
            // What names a row takes what its figures leave.
            widths: columns.map(({ column }, at) => (column.kind === "text" && at < Math.max(naming, 1) ? "*" : "auto")),
            body: [header, ...body],
          },
          layout: {
            hLineWidth: (line: number) => (line === 0 ? 0 : line === 1 ? 0.8 : 0.4),
            hLineColor: (line: number) => (line === 1 || (total !== null && line === body.length) ? INK : LINE),
            vLineWidth: () => 0,
            paddingLeft: (column: number) => (column === 0 ? 0 : 3),
            paddingRight: (column: number) => (column === columns.length - 1 ? 0 : 3),
            paddingTop: () => 2.2,
            paddingBottom: () => 1.6,
          },
        },
    ...(table.note === "" ? [] : [{ text: paperText(table.note), fontSize: SIZE, color: SOFT, margin: [0, 4, 0, 0] }]),
  ];
  return body.length <= TOGETHER ? [{ unbreakable: true, stack }] : stack;
}

/** A table of so many rows stands on one page with its heading and note. */
const TOGETHER = 20;

function paperColumns(columns: readonly TypedColumn[]): PaperColumn[] {
  const made: { column: TypedColumn; at: number; high: number | null; under: PaperPiece[] }[] = [];
  for (const [at, column] of columns.entries()) {
    if (column.offPaper || column.limit === "high") continue;
    const piece = { column, at, high: column.limit === "low" && columns[at + 1]?.limit === "high" ? at + 1 : null };
    const above = made.at(-1);
    if (column.under && above) above.under.push(piece);
    else made.push({ ...piece, under: [] });
  }
  return made;
}

interface Look {
  readonly text: FigureText;
  readonly bold: boolean;
}

function cellContent(row: readonly TypedCell[], { under, ...piece }: PaperColumn, { text, bold }: Look): object {
  const said = pieceText(row, piece, text);
  const beneath = under.map((one) => pieceText(row, one, text)).filter((words) => words !== "" && words !== said);
  // A number on two lines is read as two.
  return stacked(paperText(said), { beneath: beneath.map(paperText), column: piece.column, bold, noWrap: piece.column.kind !== "text" });
}

/** A text, and small beneath it what belongs to it. */
function stacked(
  text: string,
  given: { readonly beneath: readonly string[]; readonly column: TypedColumn; readonly bold: boolean; readonly noWrap: boolean },
): object {
  const { beneath, column, bold, noWrap } = given;
  const look = { alignment: column.kind === "text" ? "left" : "right", noWrap };
  const own = { text, ...look, bold };
  return beneath.length === 0 ? own : { stack: [own, ...beneath.map((words) => ({ text: words, ...look, fontSize: SMALL, color: SOFT }))] };
}

const groupLine = (name: TypedCell, columns: number): object[] => [
  { text: paperText(String(name ?? "–")), bold: true, colSpan: columns, margin: [0, 3, 0, 0] },
  ...Array.from({ length: columns - 1 }, () => ({})),
];

function pieceText(row: readonly TypedCell[], { column, at, high }: PaperPiece, text: FigureText): string {
  const low = cellText(row[at] ?? null, column, text);
  if (high === null) return low;
  // Where there is no share there is no interval: one dash says it.
  if (row[at] === null) return "–";
  return typeof row[at] === "number" ? `${low} – ${cellText(row[high] ?? null, column, text)}` : low;
}

/** Numbers as the language writes them; nothing is a dash. */
function cellText(cell: TypedCell, { kind, signed }: TypedColumn, text: FigureText): string {
  if (cell === null) return "–";
  if (typeof cell === "string") return cell;
  if (cell instanceof Date) return jakartaText(cell, kind === "day" ? "day" : "moment");
  const written = text[kind === "percent" || kind === "hours" || kind === "count" ? kind : "decimal"](signed ? Math.abs(cell) : cell);
  return signed && cell !== 0 ? `${cell > 0 ? "+" : "−"}${written}` : written;
}
