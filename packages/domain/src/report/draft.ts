import type { CellType, CountsBy, ReportCell, ReportDimension, ReportTable } from "./document.ts";

/** A column of a table that is being made. */
export interface DraftColumn {
  readonly id: string;
  readonly type: CellType;
  readonly countsBy: CountsBy | null;
  /** Counts from which the cell can be worked out, or the other way round: it is hidden with any of them. */
  readonly from?: readonly string[];
  /** A count that is no part of the table's total: the same thing may stand in two rows. */
  readonly overlaps?: true;
}

export interface DraftRow {
  readonly key: readonly (string | null)[];
  readonly cells: readonly Exclude<ReportCell, { hidden: true }>[];
}

/** A table before anything is hidden. */
export interface Draft {
  readonly id: string;
  readonly span: ReportTable["span"];
  readonly by: readonly ReportDimension[];
  readonly columns: readonly DraftColumn[];
  readonly rows: readonly DraftRow[];
  readonly total: DraftRow | null;
  /** Columns that are the sum of others, within each row. */
  readonly sums: readonly { readonly whole: string; readonly parts: readonly string[] }[];
  /** Whether it is told against the week before. */
  readonly compared: boolean;
  /** Names of figures that do not follow from table, column and row: those of the overview, which are totals of other tables. */
  readonly nameOf?: (row: DraftRow, column: string) => string | null;
}

type Key = readonly (string | null)[];
const NOT_KNOWN = "\u{10ffff}";

/** Counts by key and column. */
export class Tally {
  readonly #rows = new Map<string, { key: Key; cells: Map<string, number> }>();

  /** Makes a row even where nothing is counted: a missing one would look like a missing place. */
  touch(key: Key): Map<string, number> {
    const name = JSON.stringify(key);
    const row = this.#rows.get(name) ?? { key, cells: new Map<string, number>() };
    this.#rows.set(name, row);
    return row.cells;
  }
  add(key: Key, column: string, n = 1): void {
    const cells = this.touch(key);
    cells.set(column, (cells.get(column) ?? 0) + n);
  }
  /** Every row, ordered by the places of its codes in `orders`, else by the code; what is not known comes last. */
  rows(columns: readonly string[], orders: readonly (readonly string[] | null)[] = []): DraftRow[] {
    const rank = (code: string | null, at: number): string => {
      const place = orders[at]?.indexOf(code ?? "") ?? -1;
      return place < 0 ? (code ?? NOT_KNOWN) : String(place).padStart(4, "0");
    };
    const compare = (a: Key, b: Key): number => {
      for (const [at, code] of a.entries()) {
        const [left, right] = [rank(code, at), rank(b[at] ?? null, at)];
        if (left !== right) return left < right ? -1 : 1;
      }
      return 0;
    };
    return [...this.#rows.values()]
      .toSorted((a, b) => compare(a.key, b.key))
      .map(({ key, cells }) => ({ key, cells: columns.map((column) => cells.get(column) ?? 0) }));
  }
}

/** The sum of all rows; shares and medians have none. */
export function totalOf(rows: readonly DraftRow[], columns: readonly DraftColumn[]): DraftRow {
  const sum = (at: number): number => rows.reduce((total, { cells }) => total + ((cells[at] as number | null) ?? 0), 0);
  return { key: [], cells: columns.map(({ type, overlaps }, at) => (type === "count" && !overlaps ? sum(at) : null)) };
}
