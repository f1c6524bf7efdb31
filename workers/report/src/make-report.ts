import { makeDocument, type ReportDocument, shareableAsOf, weekSpan } from "@netra/domain";
import { sha256 } from "@netra/evidence";
import type { Log } from "@netra/queue";
import { type PageLanguage, renderCsv, renderPage } from "@netra/render";
import type { Store, Tx } from "@netra/store";
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

interface Made extends ReportInput {
  /** Null while the week is not closed: there is one shareable edition of a week, as of its closing. */
  readonly shareable: ReportDocument | null;
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
        const input = await store.as({ ...actor, regions: [report.region] }, (own) => read(own, report));
        const files = await Promise.all(filesOf(input).map(async (file) => ({ ...file, sha256: await sha256(file.bytes) })));
        await tx.reports.finish(reportId, summarize(input.document), files);
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

async function read(tx: Tx, report: { week: string; region: string; asOf: Date; version: number }): Promise<Made> {
  const { week, region, asOf, version } = report;
  const document = makeDocument(await tx.reports.readFacts({ region, week, asOf }), "internal");
  const closed = shareableAsOf(weekSpan(week), asOf);
  const shareable = closed && makeDocument(await tx.reports.readFacts({ region, week, asOf: closed }), "shareable");
  const regions = new Map((await tx.status.listRegions()).map(({ code, name }) => [code, name]));
  return { document, shareable, version, regionName: regions.get(region) ?? region, regions };
}

/** The stored forms of one report. Names carry week, region and version, never a person. */
function filesOf(input: Made): { name: string; mediaType: string; bytes: Uint8Array }[] {
  const { document, shareable, version } = input;
  const stem = `netra-${document.span.week}-${document.region}-v${version}`;
  const page = (lang: PageLanguage) => ({
    name: `${stem}.${lang}.html`,
    mediaType: "text/html",
    bytes: renderPage({ lang, ...pageTitle(input, lang), generatedAt: new Date(document.asOf), sections: pageSections(input, lang) }),
  });
  const json = (made: ReportDocument) => ({ name: `${stem}.${made.edition}.json`, mediaType: "application/json", bytes: renderDocument(made) });
  return [
    { name: `${stem}.csv`, mediaType: "text/csv", bytes: renderCsv(csvRows(document)) },
    page("id"),
    page("en"),
    json(document),
    ...(shareable ? [json(shareable)] : []),
  ];
}

/** A document as it is stored and handed out: the same document, the same bytes. */
const renderDocument = (document: ReportDocument): Uint8Array => new TextEncoder().encode(`${JSON.stringify(document, null, 1)}\n`);
