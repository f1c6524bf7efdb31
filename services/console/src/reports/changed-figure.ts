import type { ReportDetail } from "@netra/service-api/contract";

/** A figure that two versions of a report tell differently. */
export type Change = NonNullable<NonNullable<ReportDetail["correction"]>["changes"]>[number];

/** Tables, figures and columns of a document that say how things stood at its closing (`countsBy` `as_of` in docs/report). All others count events. */
const TABLES: ReadonlySet<string> = new Set(["backlog", "coverage_accounts"]);
const FIGURES: ReadonlySet<string> = new Set(["accounts_registered", "accounts_watched", "waiting", "late", "lapsing", "captures_waiting"]);
const COLUMNS: ReadonlySet<string> = new Set(["waiting", "late", "lapsing"]);

/** Whether it says how things stood at a time: then only another time changes it, never what was learnt since. */
export const isStanding = ({ table, key, column }: Pick<Change, "table" | "key" | "column">): boolean =>
  TABLES.has(table) || COLUMNS.has(column) || (table === "overview" && FIGURES.has(key[0] ?? ""));
