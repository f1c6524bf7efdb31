import type { ReportCell, ReportDocument, ReportRow, ReportTable } from "./document.ts";

/** One figure that two versions tell differently. */
export interface DocumentChange {
  readonly table: string;
  /** The row's codes; none for the total. */
  readonly key: readonly (string | null)[];
  readonly column: string;
  /** Null: there was no such figure. */
  readonly from: ReportCell;
  readonly to: ReportCell;
}

export interface DocumentChanges {
  /** In the order of the tables, and of the newer version's rows; those that are gone come last in their table. */
  readonly changes: readonly DocumentChange[];
  /** So many more, which are not listed. */
  readonly more: number;
}

/** Changes that are listed; a person reads no more. */
export const CHANGES_LISTED = 200;

/**
 * What a version of a report tells differently from an older one of the same span and edition, figure by figure. A row that only one of them has counts as nought in the other where
 * it counts, so that a row of noughts is no change; a table or column that the older one did not have told nothing that could be wrong. What `change` says against the week before is left out: it follows. Pure. Cost: the cells of both.
 */
export function compareDocuments(older: ReportDocument, newer: ReportDocument): DocumentChanges {
  const ids = [...new Set([...newer.tables, ...older.tables].map(({ id }) => id))];
  const all = ids.flatMap((id) =>
    compareTables(
      id,
      older.tables.find((table) => table.id === id),
      newer.tables.find((table) => table.id === id),
    ),
  );
  return { changes: all.slice(0, CHANGES_LISTED), more: Math.max(0, all.length - CHANGES_LISTED) };
}

function compareTables(id: string, older: ReportTable | undefined, newer: ReportTable | undefined): DocumentChange[] {
  if (!older) return [];
  const [before, after] = [rowsOf(older), rowsOf(newer)];
  const keys = [...new Set([...after.keys(), ...before.keys()])];
  // The hours of all platforms together: older versions did not have the row, and so told nothing of it that could be wrong.
  const told = keys.filter((key) => id !== "coverage_hours" || key !== "[null]" || before.has(key));
  return told.flatMap((key) =>
    older.columns.flatMap(({ id: column, type }): DocumentChange[] => {
      const missing = type === "count" ? 0 : null;
      const cell = (table: ReportTable | undefined, row: ReportRow | undefined): ReportCell | undefined =>
        row?.cells[table?.columns.findIndex((one) => one.id === column) ?? -1];
      const [from, to] = [cell(older, before.get(key)), cell(newer, after.get(key))];
      if (same(from ?? missing, to ?? missing)) return [];
      return [{ table: id, key: JSON.parse(key) as (string | null)[], column, from: from ?? null, to: to ?? null }];
    }),
  );
}

const rowsOf = (table: ReportTable | undefined): Map<string, ReportRow> =>
  new Map((table ? [...table.rows, ...(table.total ? [table.total] : [])] : []).map((row) => [JSON.stringify(row.key), row]));

const same = (a: ReportCell, b: ReportCell): boolean => JSON.stringify(a) === JSON.stringify(b);
