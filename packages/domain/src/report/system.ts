import type { Draft, DraftRow } from "./draft.ts";
import type { Equation } from "./suppress.ts";

/** What a count is called in the system of sums. The same figure has the same name in whatever table it stands: the totals of all tables by one measure are one. */
export function nameOf(table: Draft, row: DraftRow, column: number): string | null {
  const { id, type } = table.columns[column] ?? {};
  if (id === undefined || type !== "count") return null;
  if (table.nameOf) return table.nameOf(row, id);
  if (row.key.length === 0) return `${table.span}|${id}|`;
  const own = table.columns[column]?.overlaps || !table.total ? `${table.id}|` : "";
  return `${table.span}|${own}${id}|${table.by.join()}=${JSON.stringify(row.key)}`;
}

/** Every count of the tables by its name, and every sum that a reader can form. */
export function systemOf(tables: readonly Draft[]): { values: Map<string, number>; equations: Equation[] } {
  const values = new Map<string, number>();
  const equations: Equation[] = [];
  for (const table of tables) {
    const rows = table.total ? [...table.rows, table.total] : table.rows;
    for (const row of rows)
      for (const [at, cell] of row.cells.entries()) {
        const name = nameOf(table, row, at);
        if (name !== null && typeof cell === "number") values.set(name, cell);
      }
    for (const at of table.columns.keys()) if (table.total && typeof table.total.cells[at] === "number") add(table, at, equations);
    for (const { whole, parts } of table.sums) {
      const places = [whole, ...parts].map((id) => table.columns.findIndex((column) => column.id === id));
      for (const row of rows) {
        const names = places.map((at) => nameOf(table, row, at));
        if (names.every((name) => name !== null)) equations.push(new Map(names.map((name, at) => [name, at === 0 ? -1 : 1])));
      }
    }
  }
  return { values, equations };
}

function add(table: Draft, at: number, equations: Equation[]): void {
  const total = table.total && nameOf(table, table.total, at);
  const names = table.rows.map((row) => nameOf(table, row, at)).filter((name) => name !== null);
  if (typeof total === "string") equations.push(new Map([[total, -1], ...names.map((name) => [name, 1] as [string, 1])]));
}
