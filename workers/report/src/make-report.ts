import { ballotName, type Contest } from "@netra/classifier";
import { weekSpan } from "@netra/domain";
import { sha256 } from "@netra/evidence";
import type { Log } from "@netra/queue";
import { type PageLanguage, renderCsv, renderPage } from "@netra/render";
import type { Store } from "@netra/store";
import { csvRows } from "./csv-rows.ts";
import { pageSections, pageTitle } from "./page-sections.ts";
import type { ReportInput } from "./report-input.ts";
import { summarize } from "./summary.ts";

export interface ReportDeps {
  readonly store: Store;
  /** The system in the report process: it finds the report; its figures are then read with the report's region alone. */
  readonly actor: Parameters<Store["as"]>[0];
  readonly log: Log;
}

/**
 * Builds the report job: renders one week once and stores the bytes with their hash. The figures are read with the rights of the report's region, so
 * that row security bounds them too. A report that is done, failed or being made by another worker is left alone.
 */
export function createMakeReport({ store, actor, log }: ReportDeps) {
  return async function makeReport({ reportId }: { readonly reportId: string }): Promise<void> {
    try {
      const made = await store.as(actor, async (tx) => {
        const report = await tx.reports.take(reportId);
        if (!report) return null;
        const input = await store.as({ ...actor, regions: [report.region] }, async (own): Promise<ReportInput> => {
          const { from, to } = weekSpan(report.week);
          const [figures, contests, regions] = [
            await own.reports.readFigures({ region: report.region, from, to, asOf: report.asOf }),
            await own.contests.listLive(),
            await own.status.listRegions(),
          ];
          return {
            ...report,
            from,
            to,
            figures,
            regionName: regions.find((region) => region.code === report.region)?.name ?? report.region,
            candidates: new Map(
              contests.flatMap(({ id, body }) => (body as Contest).candidates.map((candidate) => [`${id} ${candidate.id}`, ballotName(candidate)])),
            ),
          };
        });
        const files = await Promise.all(filesOf(input).map(async (file) => ({ ...file, sha256: await sha256(file.bytes) })));
        await tx.reports.finish(reportId, summarize(input.figures), files);
        await tx.audit.append({
          act: "report.made",
          objectType: "report",
          objectId: reportId,
          region: report.region,
          detail: { week: report.week, version: report.version },
        });
        return files.length;
      });
      if (made !== null) log.info("report.made", { reportId, files: made });
    } catch (error) {
      await store.as(actor, (tx) => tx.reports.fail(reportId));
      throw error;
    }
  };
}

/** The stored forms of one report. Names carry week, region and version, never a person. */
function filesOf(input: ReportInput): { name: string; mediaType: string; bytes: Uint8Array }[] {
  const stem = `netra-${input.week}-${input.region}-v${input.version}`;
  const page = (lang: PageLanguage) => ({
    name: `${stem}.${lang}.html`,
    mediaType: "text/html",
    bytes: renderPage({ lang, ...pageTitle(input, lang), generatedAt: input.asOf, sections: pageSections(input, lang) }),
  });
  return [{ name: `${stem}.csv`, mediaType: "text/csv", bytes: renderCsv(csvRows(input)) }, page("id"), page("en")];
}
