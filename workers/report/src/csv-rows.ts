import type { CsvCell } from "@netra/render";
import { inBallotOrder } from "./page-sections.ts";
import type { ReportInput } from "./report-input.ts";
import { summarize } from "./summary.ts";

const COLUMNS = ["week", "region", "table", "contest", "platform", "what", "detail", "measure", "value"] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], CsvCell>>;

/** All figures of a report in one long table, one figure a row: a pivot table or a script reads it without knowing the page. */
export function csvRows(input: ReportInput): { columns: { key: (typeof COLUMNS)[number]; title: string }[]; rows: Row[] } {
  const { figures } = input;
  const rows: Row[] = [];
  const add = (table: string, where: Partial<Row>, measures: Readonly<Record<string, number | null>>): void => {
    for (const [measure, value] of Object.entries(measures))
      rows.push({ week: input.week, region: input.region, table, contest: null, platform: null, what: null, detail: null, ...where, measure, value });
  };
  add("summary", {}, summarize(figures));
  add(
    "summary",
    {},
    {
      captures: figures.captures,
      drift: figures.drift,
      median_hours_to_capture: figures.medianHours.toCapture,
      median_hours_to_decision: figures.medianHours.toDecision,
    },
  );
  for (const { platform, ...measures } of figures.posts) add("posts", { platform }, measures);
  for (const row of figures.opened) add("opened", { contest: row.contestId, platform: row.platform, what: row.origin }, { flags: row.flags });
  for (const row of figures.decided) add("decided", { contest: row.contestId, what: row.act, detail: row.outcome }, { decisions: row.decisions });
  for (const row of figures.standing) add("standing", { what: row.state }, { flags: row.flags, late: row.late });
  for (const row of inBallotOrder(input))
    add("candidates", { contest: row.contestId, what: row.name }, { decided: row.decided, escalated: row.escalated });
  for (const row of figures.accounts)
    add(
      "coverage",
      { platform: row.platform },
      { registered: row.registered, watched: row.watched, never_fetched: row.neverFetched, inferred: row.inferred },
    );
  return { columns: COLUMNS.map((key) => ({ key, title: key })), rows };
}
