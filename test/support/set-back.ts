/** What happened when, as far as figures read it. */
const TIMES: Readonly<Record<string, readonly string[]>> = {
  account: ["linked_at"],
  account_watch: ["fetched_at", "failed_at"],
  capture: ["received_at"],
  classification: ["at"],
  decision: ["at"],
  flag: ["opened_at", "changed_at", "deadline_at"],
  in_force: ["from_at"],
  kept_since: ["since"],
  past_state: ["until"],
  post: ["posted_at", "first_seen_at"],
  post_version: ["captured_at"],
  reading: ["at"],
};

/** Statements for the superuser, past every trigger, after which everything that is in the database happened earlier by so much. Times that stood in `past_state` itself stay. */
export const setBack = (ms: number): string =>
  [
    "begin",
    "set local session_replication_role = replica",
    ...Object.entries(TIMES).map(
      ([table, columns]) =>
        `update netra.${table} set ${columns.map((column) => `${column} = ${column} - interval '${ms} milliseconds'`).join(", ")}`,
    ),
    "update netra.account_watch set week = date_trunc('week', coalesce(fetched_at, failed_at) at time zone 'Asia/Jakarta')::date",
    "commit",
  ].join(";\n");
