import { type ReportDocument, spanName } from "@netra/domain";
import { type PageLanguage, renderCsv, renderPage } from "@netra/render";
import { csvRows } from "./csv-rows.ts";
import { documentBytes } from "./document-bytes.ts";
import { editionSections } from "./edition-sections.ts";
import { pageSections, pageTitle } from "./page-sections.ts";
import type { ReportInput } from "./report-input.ts";

/** One stored form of a report. */
export interface ReportForm {
  /** What its name ends with, after span, region and version. */
  readonly ending: string;
  readonly mediaType: string;
  readonly render: (input: ReportInput) => Uint8Array | Promise<Uint8Array>;
}

const page = (lang: PageLanguage): ReportForm => ({
  ending: `${lang}.html`,
  mediaType: "text/html",
  render: (input) =>
    renderPage({
      lang,
      ...pageTitle(input, lang),
      generatedAt: new Date(input.document.asOf),
      sections: [...editionSections(input, lang), ...pageSections(input, lang)],
    }),
});

const json = (edition: ReportDocument["edition"]): ReportForm => ({
  ending: `${edition}.json`,
  mediaType: "application/json",
  render: (input) => {
    const document = edition === "internal" ? input.document : input.shareable;
    if (document === null) throw new Error(`report: there is no ${edition} edition to write`);
    const { draft, version, note, correction } = input;
    return documentBytes(document, { state: draft ? "draft" : "final", version, note, correction });
  },
});

/** The stored forms of a report, those of the shareable edition where there is one. */
export const formsOf = ({ shareable }: { readonly shareable: boolean }): ReportForm[] => [
  { ending: "csv", mediaType: "text/csv", render: ({ document }) => renderCsv(csvRows(document)) },
  page("id"),
  page("en"),
  json("internal"),
  ...(shareable ? [json("shareable")] : []),
];

/** Names carry week or days, region and version, never a person; those of a draft say so, wherever they went. */
export const nameOf = ({ document, version, draft }: ReportInput, { ending }: ReportForm): string =>
  `netra-${spanName(document.span)}-${document.region}-v${version}${draft ? "-DRAFT" : ""}.${ending}`;
