import { findTable, type ReportCell, type ReportDocument } from "@netra/domain";

/** A row of a document's table, by the names of its columns. */
export interface Figures {
  readonly key: readonly (string | null)[];
  /** A count of this row; throws where the column holds something else: the schema of documents has changed. */
  count(column: string): number;
  /** The same of the week before. */
  countBefore(column: string): number;
  cell(column: string): ReportCell;
}

/** A cell as a number; null where there is no such figure. */
export const asNumber = (cell: ReportCell | undefined): number | null => (typeof cell === "number" ? cell : null);

/** The rows of a table of an internal document, which hides nothing; none where it has no such table. */
export function rowsOf(document: ReportDocument, id: string): Figures[] {
  const table = findTable(document, id);
  return (table?.rows ?? []).map((row): Figures => {
    const place = (column: string): number => {
      const at = table?.columns.findIndex((one) => one.id === column) ?? -1;
      if (at < 0) throw new Error(`overview: the document's table ${id} has no column ${column}`);
      return at;
    };
    const number = (cell: ReportCell | undefined, column: string): number => {
      if (typeof cell !== "number") throw new Error(`overview: ${id}.${column} holds no count`);
      return cell;
    };
    const count = (column: string): number => number(row.cells[place(column)], column);
    return {
      key: row.key,
      count,
      countBefore: (column) => count(column) - number(row.change?.[place(column)], column),
      cell: (column) => row.cells[place(column)] ?? null,
    };
  });
}
