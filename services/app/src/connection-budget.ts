import { SPARE_CONNECTIONS } from "@netra/queue";
import type { ProcessRole } from "./process-roles.ts";

/**
 * Connections to Postgres that a role may hold at once for its own transactions: the API one for each person who asks at the same moment, a worker one
 * for each job and one beside it (a report reads its figures within its own transaction, an export says how far it came).
 */
const STORE_CONNECTIONS: Readonly<Record<ProcessRole, number>> = { api: 10, scheduler: 2, ingest: 4, classify: 3, report: 5, custody: 2 };
/** A command of the operator's, beside a running instance. */
const COMMAND_CONNECTIONS = 3;
/** Consumers of a role: the one that fetches has a second, for files, the one that reads, for comparing drafts, and the one that reports, for exports. */
const CONSUMERS: Readonly<Record<ProcessRole, number>> = { api: 0, scheduler: 0, ingest: 2, classify: 2, report: 2, custody: 1 };

/**
 * The connection budget of a process: the most it opens to Postgres. `queue` only while jobs are kept there: each consumer holds one connection for good
 * (`LISTEN`), and a few serve the rest. Starting takes two more for a moment.
 */
export function connectionBudget(roles: readonly ProcessRole[]): { readonly store: number; readonly queue: number } {
  const store = roles.reduce((sum, role) => sum + STORE_CONNECTIONS[role], 0);
  return { store: Math.max(store, COMMAND_CONNECTIONS), queue: roles.reduce((sum, role) => sum + CONSUMERS[role], 0) + SPARE_CONNECTIONS };
}

const SLOW_ROLES = new Set<ProcessRole>(["api", "report", "custody"]);

/** True for processes of which no statement takes long: no lists, reports or retention. They can give a silent database up early. */
export function isQuick(roles: readonly ProcessRole[]): boolean {
  return !roles.some((role) => SLOW_ROLES.has(role));
}
