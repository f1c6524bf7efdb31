import type { FlagRow } from "@netra/service-api/contract";

/** Rows as they were loaded, with what a later look knows about them laid over: nothing moves, a row taken meanwhile is greyed in its place. */
export function overlay(rows: readonly FlagRow[], peeked: readonly FlagRow[]): FlagRow[] {
  const news = new Map(peeked.map((row) => [row.id, row]));
  return rows.map((row) => {
    const now = news.get(row.id);
    return now === undefined ? row : { ...row, state: now.state, holder: now.holder, mine: now.mine, source: now.source, edited: now.edited };
  });
}

/** How many rows a fresh first page holds that the shown list does not: what the pill says. */
export const countNew = (rows: readonly FlagRow[], peeked: readonly FlagRow[]): number => {
  const shown = new Set(rows.map((row) => row.id));
  return peeked.filter((row) => !shown.has(row.id)).length;
};

/** Pages may overlap when rows were added between them; each flag is shown once, where it stood first. */
export function withoutRepeats(rows: readonly FlagRow[]): FlagRow[] {
  const seen = new Set<string>();
  return rows.filter((row) => !seen.has(row.id) && seen.add(row.id));
}

export const isTaken = (row: FlagRow): boolean => row.holder !== null && !row.mine;

/** The next or previous flag from here; with `free`, only one that nobody else reads. From an id that is not in the list: its first. */
export function step(rows: readonly FlagRow[], from: string | null, by: 1 | -1, free = false): FlagRow | null {
  const here = rows.findIndex((row) => row.id === from);
  if (here === -1) return (by === 1 ? rows.find((row) => !free || !isTaken(row)) : undefined) ?? null;
  for (let at = here + by; at >= 0 && at < rows.length; at += by) {
    const row = rows[at];
    if (row !== undefined && !(free && isTaken(row))) return row;
  }
  return null;
}
