/** What a process may do; the names of `netra start`. */
export const PROCESS_ROLES = ["api", "scheduler", "ingest", "classify", "report", "custody"] as const;
export type ProcessRole = (typeof PROCESS_ROLES)[number];
