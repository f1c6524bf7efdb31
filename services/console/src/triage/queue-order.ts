import type { FlagRow, FlagStanding, Lane } from "@netra/service-api/contract";

/** A row as the list shows it. */
export interface ListedRow extends FlagRow {
  /** It stands elsewhere by now: decided, or taken to another lane. It keeps its place until the list is begun anew. */
  readonly left?: boolean;
}

/** The states in which a flag is worked on in a lane; a claimed one is still there. */
const STATES: Readonly<Record<Lane, readonly FlagRow["state"][]>> = {
  open: ["open", "claimed"],
  mine: ["claimed"],
  needs_info: ["needs_info", "claimed"],
  second: ["awaiting_second", "claimed"],
  disputed: ["disputed", "claimed"],
  source_gone: ["open", "claimed", "needs_info", "awaiting_second", "disputed"],
  photo: ["open", "claimed"],
  escalated: ["escalated"],
  closed: ["closed", "withdrawn"],
};

/** Rows as they were loaded, with how they stand now laid over: nothing moves, a row taken meanwhile is greyed in its place. */
export function overlay(rows: readonly FlagRow[], standings: readonly FlagStanding[], lane: Lane | null): ListedRow[] {
  const news = new Map(standings.map((row) => [row.id, row]));
  return rows.map((row) => {
    const now = news.get(row.id);
    if (now === undefined) return row;
    const { state, holder, mine, source, edited } = now;
    return { ...row, state, holder, mine, source, edited, left: lane !== null && !STATES[lane].includes(state) };
  });
}

/**
 * How many rows a fresh first page holds that the shown list does not: what the pill says. While more of the list is still to be loaded, what follows the last row that
 * is shown is not new: it moved up because others left.
 */
export const countNew = (rows: readonly FlagRow[], peeked: readonly FlagRow[], hasMore = false): number => {
  const shown = new Set(rows.map((row) => row.id));
  const end = hasMore ? peeked.findLastIndex((row) => shown.has(row.id)) : peeked.length;
  return peeked.slice(0, end === -1 ? peeked.length : end).filter((row) => !shown.has(row.id)).length;
};

/** Pages may overlap when rows were added between them; each flag is shown once, where it stood first. */
export function withoutRepeats<Row extends { readonly id: string }>(rows: readonly Row[]): Row[] {
  const seen = new Set<string>();
  return rows.filter((row) => !seen.has(row.id) && seen.add(row.id));
}

export const isTaken = (row: ListedRow): boolean => row.left === true || (row.holder !== null && !row.mine);

/** Rows are asked about so many at once, by where they stand in the list. */
export const CHUNK_ROWS = 50;
/** The chunks in which the rows in sight lie. */
export const chunksOf = (rows: readonly { readonly id: string }[], seen: { readonly from: number; readonly to: number }): string[][] => {
  const first = Math.floor(seen.from / CHUNK_ROWS);
  const last = Math.floor(Math.max(seen.from, seen.to) / CHUNK_ROWS);
  return Array.from({ length: Math.min(3, last - first + 1) }, (_, n) =>
    rows.slice((first + n) * CHUNK_ROWS, (first + n + 1) * CHUNK_ROWS).map(({ id }) => id),
  ).filter((ids) => ids.length > 0);
};

/** The next or previous flag from here; with `free`, only one that nobody else reads. From an id that is not in the list: its first. */
export function step(rows: readonly ListedRow[], from: string | null, by: 1 | -1, free = false): ListedRow | null {
  const here = rows.findIndex((row) => row.id === from);
  if (here === -1) return (by === 1 ? rows.find((row) => !free || !isTaken(row)) : undefined) ?? null;
  for (let at = here + by; at >= 0 && at < rows.length; at += by) {
    const row = rows[at];
    if (row !== undefined && !(free && isTaken(row))) return row;
  }
  return null;
}
