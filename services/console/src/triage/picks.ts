import type { FlagRow } from "@netra/service-api/contract";
import { isTaken, type ListedRow } from "./queue-order.ts";

/** Claims at once: as many as one person reads within a claim's time. */
export const MOST_CLAIMED = 5;
/** Closed, or handed over, at once: as many texts as one person looks at, and few enough that the whole can still be taken back. */
export const MOST_CLOSED = 25;

/** The rows from one to another as they stand in the list, both included. */
export function rangeOf(rows: readonly { readonly id: string }[], from: string | null, to: string): string[] {
  const end = rows.findIndex(({ id }) => id === to);
  const start = rows.findIndex(({ id }) => id === from);
  if (end === -1) return [];
  if (start === -1) return [to];
  return rows.slice(Math.min(start, end), Math.max(start, end) + 1).map(({ id }) => id);
}

/** Why rows cannot be claimed at once, or null. */
export const whyNotClaim = (rows: readonly ListedRow[]): "claim_most" | "close_taken" | null =>
  rows.length > MOST_CLAIMED ? "claim_most" : rows.some(isTaken) ? "close_taken" : null;

/** Whether they all say the same. */
export const isOneCluster = (rows: readonly Pick<FlagRow, "cluster">[]): boolean =>
  rows.length > 1 && rows.every(({ cluster }) => cluster !== null && cluster === rows[0]?.cluster);

/** Why rows cannot be closed at once, or null: only what this person has read, or what says the same, and only at a first reading. */
export function whyNotClose(rows: readonly ListedRow[]): "close_most" | "close_taken" | "close_unlike" | null {
  if (rows.length > MOST_CLOSED) return "close_most";
  // Held and unread may be a second reading: the list does not say which.
  if (rows.some((row) => isTaken(row) || !(row.state === "open" || (row.mine && row.readByMe)))) return "close_taken";
  return rows.every(({ readByMe }) => readByMe) || isOneCluster(rows) ? null : "close_unlike";
}
