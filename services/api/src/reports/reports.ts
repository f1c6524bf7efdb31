import {
  CORRECTION_REASON_MAX,
  can,
  checkReportWords,
  checkSpan,
  codeOf,
  conflict,
  invalid,
  isRegion,
  jakartaDay,
  notFound,
  type ReportSpan,
  weekOf,
} from "@netra/domain";
import type { Tx } from "@netra/store";
import type { Static } from "typebox";
import type { ReportDetail, ReportList, ReportView, RequestReport } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { requireIntact } from "../download.ts";
import { actorOf, requireSight, type SignedIn, sees } from "../guard.ts";
import { viewDetail, viewReport } from "./view.ts";

export async function listReports({ store, clock }: ApiDeps, person: SignedIn): Promise<ReportList> {
  const rows = await store.as(actorOf(person), (tx) => tx.reports.list());
  return { reports: rows.filter((row) => sees(person, row.region)).map(viewReport), currentWeek: weekOf(clock()), today: jakartaDay(clock()) };
}

export function readReport({ store }: ApiDeps, on: { readonly person: SignedIn; readonly id: string }): Promise<ReportDetail> {
  return store.as(actorOf(on.person), async (tx) => {
    const row = await tx.reports.get(on.id);
    requireSight(on.person, row.region, "report");
    // Figures by agency and the like are for whoever may take the files.
    return viewDetail(row, can(on.person.role, "report.download") ? await tx.reports.readChanges(on.id) : null);
  });
}

/** Asks for a report, or with a reason for the correction of a final one. The row is the order; the job only hurries it along. */
export async function requestReport(
  deps: ApiDeps,
  on: { readonly person: SignedIn; readonly given: Static<typeof RequestReport> },
): Promise<ReportView> {
  const { person, given } = on;
  const of = askedSpan(given, deps.clock());
  const reason = given.reason === undefined ? null : checkReportWords(given.reason, CORRECTION_REASON_MAX);
  if (!isRegion(given.region)) throw notFound("region");
  requireSight(person, given.region, "region");
  const row = await deps.store.as(actorOf(person), async (tx) => {
    if (!(await tx.status.listRegions()).some((region) => region.code === given.region)) throw notFound("region");
    await requireReason(tx, { of, region: given.region, reason });
    const id = await tx.reports.request(of, given.region, reason);
    const act = reason === null ? "report.requested" : "report.correction-requested";
    await tx.audit.append({
      act,
      objectType: "report",
      objectId: id,
      region: given.region,
      detail: typeof of === "string" ? { week: of } : { ...of },
    });
    return tx.reports.get(id);
  });
  await deps.queue
    .enqueue("report", { reportId: row.id })
    .catch((error: unknown) => deps.logger.warn({ reportId: row.id, code: codeOf(error) }, "report.not-enqueued"));
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

/** What is asked for: a week, or two days. @throws invalid `span-needed` and what `checkSpan` throws. */
function askedSpan({ week, from, to }: Static<typeof RequestReport>, now: Date): ReportSpan {
  const of =
    week !== undefined && from === undefined && to === undefined
      ? week
      : from !== undefined && to !== undefined && week === undefined
        ? { from, to }
        : null;
  if (of === null) throw invalid("span-needed", "Name a week, or a first and a last day.");
  checkSpan(of, now);
  return of;
}

/** A final version is corrected with a reason; without one there is nothing to correct. */
async function requireReason(tx: Tx, { of, region, reason }: { of: ReportSpan; region: string; reason: string | null }): Promise<void> {
  const { final, finishing } = await tx.reports.lockVersions(of, region);
  if (finishing) throw conflict("report-finalizing", "A version of this report is being made final: wait a moment.");
  if (final !== null && reason === null) throw conflict("correction-needs-reason", "A final version stands: say why it is corrected.");
  if (final === null && reason !== null) throw invalid("nothing-to-correct", "There is no final version to correct: leave the reason out.");
}
