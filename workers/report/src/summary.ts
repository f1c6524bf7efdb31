import type { ReportFigures } from "@netra/store";

const sum = <T>(rows: readonly T[], count: (row: T) => number): number => rows.reduce((total, row) => total + count(row), 0);

/** Flags that still wait for a person, in any state. */
const WAITING = new Set(["open", "claimed", "needs_info", "awaiting_second", "disputed"]);

/** A supervisor's first minute: six numbers of the week. `backlog` stands as of the report's time, the rest is counted within the week. */
export function summarize(figures: ReportFigures): {
  posts: number;
  accounts: number;
  opened: number;
  decided: number;
  escalated: number;
  backlog: number;
} {
  return {
    posts: sum(figures.posts, (row) => row.posts),
    accounts: sum(figures.accounts, (row) => row.watched),
    opened: sum(figures.opened, (row) => row.flags),
    decided: sum(figures.decided, (row) => row.closed),
    escalated: sum(figures.decided, (row) => row.escalated),
    backlog: sum(
      figures.standing.filter((row) => WAITING.has(row.state)),
      (row) => row.flags,
    ),
  };
}
