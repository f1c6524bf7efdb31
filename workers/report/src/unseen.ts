import type { ReportCell, ReportRow, ReportTable } from "@netra/domain";

/** Whether a figure of a time in which no account was watched is a nought that nobody saw. What was counted all the same, of what people sent, is a figure. */
export const wasUnseen = (figure: ReportCell, watched: ReportCell): boolean => watched === 0 && figure === 0;

/** Accounts that there were, and how many of them were watched: their noughts are what the others are judged by. */
const ACCOUNTS: ReadonlySet<string | null> = new Set(["accounts_registered", "accounts_watched"]);

/** A table as people and spreadsheets are shown it: in the overview noughts of a time in which nothing was watched are no figures, and there is nothing to compare with them. */
export function asSeen(table: ReportTable): ReportTable {
  if (table.id !== "overview") return table;
  const at = table.columns.findIndex(({ id }) => id === "value");
  const watched = table.rows.find(({ key }) => key[0] === "accounts_watched");
  const then = (row: ReportRow | undefined): ReportCell => {
    const [now, change] = [row?.cells[at], row?.change?.[at]];
    return typeof now === "number" && typeof change === "number" ? now - change : null;
  };
  const without = (cells: readonly ReportCell[]): ReportCell[] => cells.map((cell, place) => (place === at ? null : cell));
  const rows = table.rows.map((row): ReportRow => {
    if (ACCOUNTS.has(row.key[0] ?? null)) return row;
    const [now, before] = [wasUnseen(row.cells[at] ?? null, watched?.cells[at] ?? null), wasUnseen(then(row), then(watched))];
    if (!now && !before) return row;
    return { ...row, cells: now ? without(row.cells) : row.cells, change: row.change && without(row.change) };
  });
  return { ...table, rows };
}
