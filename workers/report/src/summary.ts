import { overviewFigure, type ReportDocument } from "@netra/domain";

/** A supervisor's first minute: seven numbers of the week. `backlog` stands as of the report's time, the rest is counted within the week. */
export function summarize(document: ReportDocument): {
  posts: number;
  accounts: number;
  opened: number;
  decided: number;
  closed: number;
  escalated: number;
  backlog: number;
} {
  const figure = (id: string): number => overviewFigure(document, id) ?? 0;
  return {
    posts: figure("posts"),
    accounts: figure("accounts_watched"),
    opened: figure("opened"),
    decided: figure("decided"),
    closed: figure("closed"),
    escalated: figure("escalated"),
    backlog: figure("waiting"),
  };
}
