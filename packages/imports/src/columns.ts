import type { ProblemLog } from "./problem-log.ts";
import { isRefusal, type Refusal } from "./refusal.ts";

/** One column of a table, or one field of a JSONL line. */
export interface Column<T> {
  /** Must be in the header and filled in every row. An optional column that is absent or blank gives null. */
  readonly required: boolean;
  /** Other names the header may use, in the form `columnKey` gives. */
  readonly aliases?: readonly string[];
  /** Reads a cell that is not blank. Gets it untrimmed: what a post says is nobody's to trim. */
  readonly parse: (cell: string) => T | Refusal;
}

export type Columns = Readonly<Record<string, Column<unknown>>>;

/** What a row gives: each column's type, and null where an optional one was blank. */
export type ValuesOf<C extends Columns> = {
  readonly [K in keyof C]: Exclude<ReturnType<C[K]["parse"]>, Refusal> | (C[K]["required"] extends true ? never : null);
};

/** A problem that shows only when cells, or rows, are seen together. */
export interface RowProblem extends Refusal {
  readonly column: string;
}

/** How names of columns are compared: `Agency Region` is `agency_region`. */
export const columnKey = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");

/** Column name by every name it may have in a file. A Map, so that a header called `constructor` is merely unknown. */
export function namesOf(columns: Columns): ReadonlyMap<string, string> {
  return new Map(Object.entries(columns).flatMap(([name, column]) => [name, ...(column.aliases ?? [])].map((key) => [key, name] as const)));
}

/**
 * Reads one row's cells, logs every problem of it, and returns its values, or null when there was a problem.
 * `place` says where a column of this row is: `row 14, column nip`.
 */
export function readRow<C extends Columns>(ask: {
  readonly columns: C;
  /** A cell that was refused before it was read says why. */
  readonly cells: ReadonlyMap<string, string | Refusal>;
  readonly place: (column: string) => string;
  readonly log: ProblemLog;
  readonly check?: (values: ValuesOf<C>) => readonly RowProblem[];
}): ValuesOf<C> | null {
  const values: Record<string, unknown> = {};
  let sound = true;
  const refuse = (column: string, { problem, remedy }: Refusal) => {
    sound = false;
    ask.log.add({ at: ask.place(column), what: problem, remedy });
  };

  for (const [name, column] of Object.entries(ask.columns)) {
    const cell = ask.cells.get(name) ?? "";
    if (isRefusal(cell)) {
      refuse(name, cell);
      continue;
    }
    const blank = cell.trim() === "";
    if (blank && column.required) refuse(name, { problem: "is empty", remedy: "fill it in" });
    const value = blank ? null : column.parse(cell);
    if (isRefusal(value)) refuse(name, value);
    else values[name] = value;
  }
  if (!sound) return null;

  for (const problem of ask.check?.(values as ValuesOf<C>) ?? []) refuse(problem.column, problem);
  return sound ? (values as ValuesOf<C>) : null;
}
