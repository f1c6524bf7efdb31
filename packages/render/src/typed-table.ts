import { JAKARTA_OFFSET_MS } from "@netra/domain";

/** What the cells of a column are: a whole number, hours with one decimal, a number with two, a share from 0 to 1, a day or a moment (an instant each), or text. */
export type CellKind = "text" | "count" | "hours" | "decimal" | "percent" | "day" | "moment";

export interface TypedColumn {
  readonly title: string;
  /** What stands over it on paper, where that is another title. */
  readonly paper?: string;
  readonly kind: CellKind;
  /** A difference: numbers stand with their sign. */
  readonly signed?: true;
  /** Names the row: it stays in sight while a reader moves sideways. These columns come first. */
  readonly names?: true;
  /** In files that a program reads, not on paper, where it would make the table wider than a page. */
  readonly offPaper?: true;
  /** On paper it stands small beneath the column before it: a code under its name, an interval under its share. */
  readonly under?: true;
  /** The first column, whose rows of one value stand together: on paper it is a line above them. */
  readonly groups?: true;
  /** The lower or the upper limit of one interval: the upper one follows the lower one, and on paper both share a column under the lower one's title. */
  readonly limit?: "low" | "high";
}

/** Null: there is no such figure. Text in a column of numbers says why there is none, such as `*` for a hidden one: never nought. */
export type TypedCell = string | number | Date | null;

/** A table whose cells know what they are. Written by `renderWorkbook`, `renderPdf` and `renderTableCsv`. */
export interface TypedTable {
  /** Names files: lower-case letters, digits and `_`. */
  readonly id: string;
  readonly title: string;
  /** The sheet's name; without it the title. */
  readonly sheet?: string;
  readonly columns: readonly TypedColumn[];
  readonly rows: readonly (readonly TypedCell[])[];
  /** All rows together, set off from them; null where there is no such row. */
  readonly total: readonly TypedCell[] | null;
  readonly note: string;
}

/** Throws TypeError where a row is not as wide as its header, or a cell is not what its column says: a figure in the wrong column would be believed. */
export function checkTable({ id, columns, rows, total }: TypedTable): void {
  for (const [at, row] of [...rows, ...(total ? [total] : [])].entries()) {
    if (row.length !== columns.length) throw new TypeError(`table ${id}: row ${at + 1} has not ${columns.length} cells`);
    for (const [index, cell] of row.entries()) {
      const { kind, title } = columns[index] as TypedColumn;
      const dated = kind === "day" || kind === "moment";
      const fits =
        cell === null ||
        typeof cell === "string" ||
        (cell instanceof Date ? dated && !Number.isNaN(cell.getTime()) : kind !== "text" && !dated && Number.isFinite(cell));
      if (!fits) throw new TypeError(`table ${id}: row ${at + 1}, ${JSON.stringify(title)}: a cell is no ${kind}; use null for no value`);
    }
  }
}

/** `2026-11-21`, and `2026-11-21 19:30`, in Jakarta: the same in both languages, and not left to a library's locale data. */
export const jakartaText = (at: Date, kind: "day" | "moment"): string =>
  new Date(at.getTime() + JAKARTA_OFFSET_MS)
    .toISOString()
    .slice(0, kind === "day" ? 10 : 16)
    .replace("T", " ");
