import { checkReportWords, codeOf, conflict, REPORT_NOTE_MAX } from "@netra/domain";
import type { ReportRow, Tx } from "@netra/store";
import type { Static } from "typebox";
import type { FinalizeReport, ReportDetail, WriteReportNote } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, requireSight, type SignedIn } from "../guard.ts";
import { mayBeFinal, spanOf, unwatchedOf, viewDetail } from "./view.ts";

interface On<Given> {
  readonly person: SignedIn;
  readonly id: string;
  readonly given: Given;
}

/** Writes a draft's note, or takes it away. Whoever wrote in between is not written over. */
export function annotateReport({ store }: ApiDeps, { person, id, given }: On<Static<typeof WriteReportNote>>): Promise<ReportDetail> {
  return store.as(actorOf(person), async (tx) => {
    const row = await readSeen(tx, { person, id });
    const note = given.note.trim() === "" ? null : checkReportWords(given.note, REPORT_NOTE_MAX);
    requireDraft(row, given.noteRevision);
    if (!(await tx.reports.annotate(id, { note, seen: given.noteRevision }))) throw changedMeanwhile(await tx.reports.get(id), given.noteRevision);
    const act = note === null ? "report.note-removed" : "report.annotated";
    await tx.audit.append({ act, objectType: "report", objectId: id, region: row.region, detail: { version: row.version } });
    return viewDetail(await tx.reports.get(id), await tx.reports.readChanges(id));
  });
}

/**
 * Makes a draft final: a worker renders it once more with its note, from the draft's own document. Of two people who ask at once one is told that it is under way. The row is the
 * order; the job only hurries it along. What says nothing but that nobody looked becomes final only for whoever says that this is known: it would stand as a quiet week.
 */
export async function finalizeReport(deps: ApiDeps, { person, id, given }: On<Static<typeof FinalizeReport>>): Promise<ReportDetail> {
  const detail = await deps.store.as(actorOf(person), async (tx) => {
    const seen = await readSeen(tx, { person, id });
    // Versions of the same week wait for each other; what was read before may have changed.
    const { finishing } = await tx.reports.lockVersions(spanOf(seen), seen.region);
    const row = await tx.reports.get(id);
    requireDraft(row, given.noteRevision);
    if (finishing) throw conflict("report-finalizing", "Another version of this report is being made final: look at that one first.");
    if (mayBeFinal(row) === "not_over")
      throw conflict("report-not-over", "This draft was made before its last day was over: make another one, which can become final.");
    if (mayBeFinal(row) === "superseded")
      throw conflict("report-superseded", "Another version became final meanwhile: ask for a correction of it, with a reason.");
    const unwatched = unwatchedOf(row);
    if (unwatched !== null && given.acknowledgeUnwatched !== true)
      throw conflict(
        "report-unwatched",
        "No account was watched: its noughts mean that nobody looked. To make it final all the same, send acknowledgeUnwatched: true.",
        { unwatched },
      );
    if (!(await tx.reports.askFinal(id, given.noteRevision))) throw changedMeanwhile(await tx.reports.get(id), given.noteRevision);
    const detail = { version: row.version, ...(unwatched === null ? {} : { unwatched }) };
    await tx.audit.append({ act: "report.finalize-asked", objectType: "report", objectId: id, region: row.region, detail });
    return viewDetail(await tx.reports.get(id), await tx.reports.readChanges(id));
  });
  await deps.queue
    .enqueue("report", { reportId: id })
    .catch((error: unknown) => deps.logger.warn({ reportId: id, code: codeOf(error) }, "report.not-enqueued"));
  return detail;
}

async function readSeen(tx: Tx, { person, id }: { readonly person: SignedIn; readonly id: string }): Promise<ReportRow> {
  const row = await tx.reports.get(id);
  requireSight(person, row.region, "report");
  return row;
}

/** Refuses what is no draft, and whoever has not seen its note as it stands. */
function requireDraft(row: ReportRow, seen: number): void {
  if (mayBeFinal(row) === null || row.noteRev !== seen) throw changedMeanwhile(row, seen);
}

function changedMeanwhile(row: ReportRow, seen: number) {
  if (mayBeFinal(row) !== null && row.noteRev !== seen)
    return conflict("note-changed", "Somebody changed the note meanwhile: read it, then try again.");
  if (row.finalAt) return conflict("report-not-a-draft", "This report is final and never changes: ask for a correction, with a reason.");
  if (row.finalAskedAt) return conflict("report-not-a-draft", "This report is being made final: somebody else asked for it.");
  return conflict("report-not-a-draft", "This report is not a draft: wait until it is made, or make another one.");
}
