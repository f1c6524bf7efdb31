import { setImmediate } from "node:timers/promises";
import { jakartaDay, type ReportDocument } from "@netra/domain";
import {
  type Letterhead,
  type PageLanguage,
  type PdfPart,
  renderCsv,
  renderPdf,
  renderTableCsv,
  renderWorkbook,
  zipDirectory,
  zipEntry,
} from "@netra/render";
import { csvRows } from "../csv-rows.ts";
import { EDITION_WORDS } from "../edition-words.ts";
import { stemOf } from "../file-stem.ts";
import type { ReportForm } from "../forms.ts";
import type { ReportInput } from "../report-input.ts";
import { limitsOf, ON_PAGE, reportTitle, standingOf } from "../table-text.ts";
import { shownAsTold } from "../told-words.ts";
import { WORDS } from "../words.ts";
import { formCharts } from "./form-charts.ts";
import { coverFacts, formFacts, formNotes, imprint, publicationNotes } from "./form-facts.ts";
import type { ColumnMapping, FormSettings } from "./form-settings.ts";
import { chartWords, formSummary } from "./form-summary.ts";
import { formTables } from "./form-tables.ts";
import { FORM_WORDS } from "./form-words.ts";
import { mappedTables } from "./mapped-tables.ts";
import { pageForm } from "./page-form.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/**
 * The forms of one edition in the languages asked for: a printable page, a workbook and a PDF each, all figures in one long table, all tables as CSV in one archive, and the workbook of
 * a superior's columns where its edition is this one. Each is written from the edition's own document (`ofEdition`), and its name says which it is. The same input and settings give the same bytes.
 */
export function editionForms(edition: ReportDocument["edition"], settings: FormSettings, languages: readonly PageLanguage[]): ReportForm[] {
  const form = (ending: string, mediaType: string, render: (own: ReportInput) => Uint8Array | Promise<Uint8Array>): ReportForm => ({
    ending: `${edition}.${ending}`,
    edition,
    mediaType,
    async render(input) {
      // Drawing keeps the processor: whoever waits in the same process comes between.
      await setImmediate();
      return render(ofEdition(input, edition));
    },
  });
  const { columns } = settings;
  return [
    form("csv", "text/csv", ({ document }) => renderCsv(csvRows(document))),
    ...languages.map((lang) => form(`${lang}.html`, "text/html", (own) => pageForm(own, lang))),
    ...languages.flatMap((lang) => [
      form(`${lang}.xlsx`, XLSX, (own) => workbookOf(own, lang)),
      form(`${lang}.pdf`, "application/pdf", (own) => pdfOf(own, settings, lang)),
    ]),
    form("tables.zip", "application/zip", (own) => tablesArchive(own, languages)),
    ...(columns?.edition === edition ? [form(`${columns.id}.xlsx`, XLSX, (own) => mappedWorkbook(own, columns))] : []),
  ];
}

/** The same with the document of an edition as its own; the shareable one takes neither words nor names nor changes along, which may say what it hides. */
export function ofEdition(input: ReportInput, edition: ReportDocument["edition"]): ReportInput {
  if (edition === "internal") return input;
  if (input.shareable === null) throw new Error("report: there is no shareable edition to write");
  return {
    ...input,
    document: shownAsTold(input.shareable),
    final: input.final && { ...input.final, by: null },
    note: null,
    noted: null,
    correction: null,
  };
}

function workbookOf(input: ReportInput, lang: PageLanguage): Promise<Uint8Array> {
  const words = FORM_WORDS[lang];
  return renderWorkbook({
    lang,
    title: reportTitle(input, lang).title,
    asOf: new Date(input.document.asOf),
    about: { sheet: words.about, facts: formFacts(input, lang), notes: formNotes(input, lang) },
    tables: formTables(input, lang),
  });
}

function mappedWorkbook(input: ReportInput, mapping: ColumnMapping): Promise<Uint8Array> {
  const { lang, title } = mapping;
  const words = FORM_WORDS[lang];
  return renderWorkbook({
    lang,
    title,
    asOf: new Date(input.document.asOf),
    about: { sheet: words.about, facts: formFacts(input, lang), notes: formNotes(input, lang), last: true },
    tables: mappedTables(input, mapping),
  });
}

/** Every table in every language, at `STEM.EDITION.tables/id/overview.csv`: unpacked side by side, no archive writes over another, and a draft says so. */
function tablesArchive(input: ReportInput, languages: readonly PageLanguage[]): Uint8Array {
  const folder = `${stemOf(input)}.${input.document.edition}.tables`;
  const files = languages
    .flatMap((lang) => formTables(input, lang).map((table) => ({ name: `${folder}/${lang}/${table.id}.csv`, bytes: renderTableCsv(table) })))
    .map(({ name, bytes }) => ({ ...zipEntry(name, bytes), bytes }));
  return Buffer.concat([...files.flatMap(({ head, bytes }) => [head, bytes]), zipDirectory(files.map(({ entry }) => entry))]);
}

function pdfOf(input: ReportInput, { letterheads }: FormSettings, lang: PageLanguage): Promise<Uint8Array> {
  const words = FORM_WORDS[lang];
  const { document } = input;
  const { title, subtitle } = reportTitle(input, lang);
  const tables = new Map(formTables(input, lang).map((table) => [table.id, table]));
  const parts = ["changes", ...ON_PAGE, "contests_in_force", "packs_in_force"].flatMap((id): PdfPart[] => {
    const table = tables.get(id);
    return table ? [{ kind: "table", table }] : [];
  });
  const hidden = document.hidden ? [WORDS[lang].hiddenNote(document.hidden.cells)] : [];
  return renderPdf({
    lang,
    title,
    subtitle: [subtitle],
    letterhead: letterheadOn(letterheads, { day: jakartaDay(new Date(document.asOf)), lang, region: input.regionName }),
    edition: words.edition[document.edition],
    foot: [words.edition[document.edition], ...(input.version === null ? [] : [EDITION_WORDS[lang].version(input.version)])].join(" · "),
    standing: standingOf(input, lang),
    notes: publicationNotes(input, lang),
    facts: coverFacts(input, lang),
    summary: { ...formSummary(document, lang), note: hidden.join(" "), charts: formCharts(input, lang) },
    words: { ...chartWords(lang), none: words.none },
    parts: [
      ...parts,
      { kind: "text", heading: WORDS[lang].limits, paragraphs: [words.decided, ...limitsOf(document, lang), ...hidden, words.elsewhere] },
      { kind: "imprint", heading: words.imprint, paragraphs: imprint(input, lang) },
    ],
    asOf: new Date(document.asOf),
  });
}

/** The letterhead that was in force on a day; null where there is none. */
function letterheadOn(
  letterheads: FormSettings["letterheads"],
  { day, lang, region }: { readonly day: string; readonly lang: PageLanguage; readonly region: string },
): Letterhead | null {
  const found = letterheads.find(({ from, to }) => from <= day && day <= (to ?? "~"));
  return found ? { lines: found.lines[lang].map((line) => line.replaceAll("{region}", region)), address: found.address ?? [] } : null;
}
