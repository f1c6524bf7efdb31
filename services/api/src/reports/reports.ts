import { invalid, isRegion, notFound, weekOf, weekSpan } from "@netra/domain";
import type { ReportRow } from "@netra/store";
import type { Static } from "typebox";
import type { ReportList, ReportView, RequestReport } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { requireIntact } from "../download.ts";
import { actorOf, requireSight, type SignedIn, sees } from "../guard.ts";
import { firstName } from "../triage/flag-view.ts";

export async function listReports({ store, clock }: ApiDeps, person: SignedIn): Promise<ReportList> {
  const rows = await store.as(actorOf(person), (tx) => tx.reports.list());
  return { reports: rows.filter((row) => sees(person, row.region)).map(viewReport), currentWeek: weekOf(clock()) };
}

export async function readReport({ store }: ApiDeps, on: { readonly person: SignedIn; readonly id: string }): Promise<ReportView> {
  const row = await store.as(actorOf(on.person), (tx) => tx.reports.get(on.id));
  requireSight(on.person, row.region, "report");
  return viewReport(row);
}

/** Asks for a report. The row is the order; the job only hurries it along. */
export async function requestReport(
  deps: ApiDeps,
  on: { readonly person: SignedIn; readonly given: Static<typeof RequestReport> },
): Promise<ReportView> {
  const { person, given } = on;
  checkWeek(given.week, deps.clock());
  if (!isRegion(given.region)) throw notFound("region");
  requireSight(person, given.region, "region");
  const row = await deps.store.as(actorOf(person), async (tx) => {
    if (!(await tx.status.listRegions()).some((region) => region.code === given.region)) throw notFound("region");
    const id = await tx.reports.request(given.week, given.region);
    await tx.audit.append({ act: "report.requested", objectType: "report", objectId: id, region: given.region, detail: { week: given.week } });
    return tx.reports.get(id);
  });
  await deps.queue.enqueue("report", { reportId: row.id }).catch(() => deps.logger.warn({ reportId: row.id }, "report.not-enqueued"));
  return viewReport(row);
}

/** A stored file, byte for byte. Reading it leaves a trace. */
export function readReportFile(
  { store }: ApiDeps,
  on: { readonly person: SignedIn; readonly id: string; readonly name: string },
): Promise<{ bytes: Buffer; mediaType: string; sha256: string }> {
  return store.as(actorOf(on.person), async (tx) => {
    const file = await tx.reports.readFile(on.id, on.name);
    requireSight(on.person, file.region, "report");
    requireIntact(file.bytes, file.sha256);
    await tx.audit.append({ act: "report.downloaded", objectType: "report", objectId: on.id, region: file.region, detail: { sha256: file.sha256 } });
    return file;
  });
}

function checkWeek(week: string, now: Date): void {
  if (!weekExists(week)) throw invalid("week-unknown", "Write an ISO week that exists, such as 2026-W47.");
  if (weekSpan(week).from > now) throw invalid("week-in-future", "This week has not begun: choose this one or an earlier one.");
}

function weekExists(week: string): boolean {
  try {
    weekSpan(week);
    return true;
  } catch {
    return false;
  }
}

function viewReport(row: ReportRow): ReportView {
  const { from, to } = weekSpan(row.week);
  const count = (name: string): number => row.summary?.[name] ?? 0;
  return {
    id: row.id,
    week: row.week,
    region: row.region,
    regionName: row.regionName,
    from: from.toISOString(),
    to: to.toISOString(),
    asOf: row.asOf.toISOString(),
    state: row.state,
    requestedBy: row.requestedBy && firstName(row.requestedBy),
    scheduled: row.scheduled,
    version: row.version,
    files: row.files.map((file) => ({ ...file })),
    summary: row.summary && {
      posts: count("posts"),
      accounts: count("accounts"),
      opened: count("opened"),
      decided: count("decided"),
      escalated: count("escalated"),
      backlog: count("backlog"),
    },
  };
}
