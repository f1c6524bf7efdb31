import { closingOf, instantsOf, type ReportSpan } from "@netra/domain";
import type { ReportRow } from "@netra/store";
import type { ReportDetail, ReportView } from "../contract.ts";
import { firstName } from "../triage/flag-view.ts";

/** What a stored report is of. */
export const spanOf = ({ week, fromDay, toDay }: Pick<ReportRow, "week" | "fromDay" | "toDay">): ReportSpan =>
  week ?? { from: fromDay ?? "", to: toDay ?? "" };

/** How a report stands for people. */
export function stateOf({ state, finalAt, finalAskedAt }: Pick<ReportRow, "state" | "finalAt" | "finalAskedAt">): ReportView["state"] {
  if (state !== "ready") return state;
  return finalAt ? "final" : finalAskedAt ? "finalizing" : "draft";
}

/** Whether a draft may become final; null for what is none. */
export function mayBeFinal(row: ReportRow): ReportView["mayBeFinal"] {
  if (stateOf(row) !== "draft") return null;
  // Figures of days that were not over would stand as final beside the right ones.
  if (row.asOf < instantsOf(spanOf(row)).to) return "not_over";
  return row.lastFinal === row.corrects ? "yes" : "superseded";
}

/** Why a report's noughts are none that somebody saw; null where an account was watched, and until there is a draft. */
export function unwatchedOf({ summary }: Pick<ReportRow, "summary">): ReportView["unwatched"] {
  if (summary === null || (summary.accounts ?? 0) > 0) return null;
  return summary.registered === 0 ? "no_accounts" : "not_watched";
}

export function viewReport(row: ReportRow): ReportView {
  const { from, to } = instantsOf(spanOf(row));
  const state = stateOf(row);
  const count = (name: string): number => row.summary?.[name] ?? 0;
  return {
    id: row.id,
    week: row.week,
    region: row.region,
    regionName: row.regionName,
    from: from.toISOString(),
    to: to.toISOString(),
    asOf: row.asOf.toISOString(),
    // Summaries of before there were two times have one.
    stoodAt: new Date(row.summary?.stoodAt ?? row.asOf).toISOString(),
    state,
    progress: state === "waiting" || state === "finalizing" ? row.progress : null,
    requestedBy: row.requestedBy && firstName(row.requestedBy),
    scheduled: row.scheduled,
    version: row.version,
    corrects: row.corrects,
    correctedBy: row.lastFinal !== null && row.lastFinal > row.version ? row.lastFinal : null,
    finalAt: row.finalAt?.toISOString() ?? null,
    finalBy: row.finalAt && row.finalBy && firstName(row.finalBy),
    mayBeFinal: mayBeFinal(row),
    unwatched: unwatchedOf(row),
    shareableAsOf: row.files.some(({ name }) => name.includes(".shareable.")) ? new Date(closingOf(to.getTime())).toISOString() : null,
    finalFailed: row.finalFailed,
    files: row.files.map((file) => ({ ...file })),
    summary: row.summary && {
      posts: count("posts"),
      accounts: count("accounts"),
      opened: count("opened"),
      ...decidedOf(row.summary),
      escalated: count("escalated"),
      backlog: count("backlog"),
      unseen: count("hoursWithout") > 0 ? { hours: count("hours"), without: count("hoursWithout") } : null,
    },
  };
}

/** Summaries were stored without `closed` once: what they call decided was closed. */
const decidedOf = ({ decided = 0, closed, escalated = 0 }: Record<string, number>): { decided: number; closed: number } =>
  closed === undefined ? { decided: decided + escalated, closed: decided } : { decided, closed };

/** One report with its words and what it corrects. */
export function viewDetail(row: ReportRow, changes: Parameters<typeof viewChanges>[0]): ReportDetail {
  return {
    ...viewReport(row),
    note: row.note,
    noteRevision: row.noteRev,
    noteBy: row.noteBy && firstName(row.noteBy),
    noteAt: row.noteAt?.toISOString() ?? null,
    correction: row.reason === null ? null : { why: row.reason, asOf: row.correctsAsOf?.toISOString() ?? null, ...viewChanges(changes) },
  };
}

type Changes = NonNullable<ReportDetail["correction"]>;

function viewChanges(told: { readonly changes: readonly object[]; readonly more: number } | null): Pick<Changes, "changes" | "more"> {
  return told ? { changes: told.changes as NonNullable<Changes["changes"]>, more: told.more } : { changes: null, more: 0 };
}
