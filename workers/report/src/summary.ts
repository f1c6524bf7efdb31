import { overviewFigure, type ReportDocument, stoodAtIn } from "@netra/domain";

/** A supervisor's first minute: seven numbers of the week, and the accounts that there were to watch. Where many hours went without a fetch, they and how many there were. `backlog`, `accounts` and `registered` stand as of `stoodAt` (ms since 1970), the rest is counted within the week. */
export function summarize(document: ReportDocument): {
  posts: number;
  accounts: number;
  registered: number;
  opened: number;
  decided: number;
  closed: number;
  escalated: number;
  backlog: number;
  stoodAt: number;
  hours?: number;
  hoursWithout?: number;
} {
  const figure = (id: string): number => overviewFigure(document, id) ?? 0;
  const unseen = document.statements.find(({ id }) => id === "week_unseen")?.figures;
  return {
    posts: figure("posts"),
    accounts: figure("accounts_watched"),
    registered: figure("accounts_registered"),
    opened: figure("opened"),
    decided: figure("decided"),
    closed: figure("closed"),
    escalated: figure("escalated"),
    backlog: figure("waiting"),
    stoodAt: Date.parse(stoodAtIn(document)),
    ...(unseen && { hours: Number(unseen.hours), hoursWithout: Number(unseen.hours_without) }),
  };
}
