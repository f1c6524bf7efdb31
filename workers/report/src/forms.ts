import { REPORT_SCHEMA, type ReportDocument, reportSchema } from "@netra/domain";
import type { PageLanguage } from "@netra/render";
import { documentBytes, plainDocumentBytes } from "./document-bytes.ts";
import { stemOf } from "./file-stem.ts";
import { editionForms } from "./forms/edition-forms.ts";
import type { FormSettings } from "./forms/form-settings.ts";
import type { ReportInput } from "./report-input.ts";

/** One stored form of a report. */
export interface ReportForm {
  /** What its name ends with, after span, region and version. */
  readonly ending: string;
  /** Of which edition it is a file, for that edition's manifest; null for one that goes with both. */
  readonly edition: ReportDocument["edition"] | null;
  readonly mediaType: string;
  readonly render: (input: ReportInput) => Uint8Array | Promise<Uint8Array>;
}

const json = (edition: ReportDocument["edition"]): ReportForm => ({
  ending: `${edition}.json`,
  edition,
  mediaType: "application/json",
  render: (input) => {
    const document = edition === "internal" ? input.document : input.shareable;
    if (document === null) throw new Error(`report: there is no ${edition} edition to write`);
    const { draft, version, final, note, noted, correction } = input;
    if (version === null) return plainDocumentBytes(document);
    return documentBytes(document, { state: draft ? "draft" : "final", version, final, note, noted, correction });
  },
});

/** The schema that the documents follow, as it goes with them. */
const SCHEMA: ReportForm = {
  ending: `${REPORT_SCHEMA.replace("/", "-")}.schema.json`,
  edition: null,
  mediaType: "application/schema+json",
  render: () => new TextEncoder().encode(`${JSON.stringify(reportSchema, null, 1)}\n`),
};

export const LANGUAGES: readonly PageLanguage[] = ["id", "en"];

/** The stored forms of a report, those of the shareable edition where there is one. The manifests, which name them all, are made after them (`manifestsOf`). */
export const formsOf = (
  { shareable }: { readonly shareable: boolean },
  settings: FormSettings,
  languages: readonly PageLanguage[] = LANGUAGES,
): ReportForm[] => [
  ...editionForms("internal", settings, languages),
  json("internal"),
  SCHEMA,
  ...(shareable ? [...editionForms("shareable", settings, languages), json("shareable")] : []),
];

/** The name of one: a schema is of no report, and keeps the name that documents give it. */
export const nameOf = (input: ReportInput, { ending }: Pick<ReportForm, "ending">): string =>
  ending === SCHEMA.ending ? ending : `${stemOf(input)}.${ending}`;
