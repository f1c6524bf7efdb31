import { findTable, isHidden, type ReportCell, type ReportColumn, type ReportTable } from "@netra/domain";
import { figureText, type PageCell, type PageLanguage, type PageSection, renderPage } from "@netra/render";
import { COLUMN_WORDS, columnWord } from "../column-words.ts";
import { editionSections } from "../edition-sections.ts";
import { EDITION_WORDS } from "../edition-words.ts";
import type { ReportInput } from "../report-input.ts";
import {
  cellText,
  changes,
  contestsWithin,
  countsByOf,
  headingOf,
  isLeftOut,
  isWhole,
  keyCells,
  limitsOf,
  nameIn,
  ON_PAGE,
  reportTitle,
  sentencesOf,
  standingOf,
} from "../table-text.ts";
import { TABLES } from "../table-words.ts";
import { asSeen } from "../unseen.ts";
import { WORDS } from "../words.ts";
import { formSummary } from "./form-summary.ts";
import { FORM_WORDS } from "./form-words.ts";

/** The printable page of an edition in a language. */
export const pageForm = (input: ReportInput, lang: PageLanguage): Uint8Array =>
  renderPage({
    lang,
    ...pageTitle(input, lang),
    sections: [...editionSections(input, lang), ...pageSections(input, lang)],
  });

/** A report's title on the page, whose subtitle says too when it was counted, and which version it is; and for whom it is. */
export function pageTitle(input: ReportInput, lang: PageLanguage): { title: string; subtitle: string; mark: string } {
  const { title, subtitle } = reportTitle(input, lang);
  return { title, subtitle: [subtitle, ...standingOf(input, lang)].join(" "), mark: FORM_WORDS[lang].edition[input.document.edition] };
}

/** The printable page: a summary in words, the tables behind it, and what could not be seen. */
export function pageSections(input: ReportInput, lang: PageLanguage): PageSection[] {
  const words = WORDS[lang];
  const { document } = input;
  const tables = ON_PAGE.flatMap((id) => {
    const table = findTable(document, id);
    return table ? [tableSection(input, table, lang)] : [];
  });
  const rules = document.packs.map(({ id, version, hash }) => words.pack(id, version, hash.slice(0, 19)));
  const contests = contestsWithin(document).map(({ id, version, stages }) =>
    words.contest(nameIn(document, "contest", id, lang), version, stages.candidatesDetermined),
  );
  const hidden = document.hidden ? [words.hiddenNote(document.hidden.cells)] : [];
  const { heading, text } = formSummary(document, lang);
  return [
    { kind: "text", heading, paragraphs: [text, ...hidden] },
    ...tables,
    { kind: "text", heading: words.limits, paragraphs: [FORM_WORDS[lang].decided, ...limitsOf(document, lang), ...hidden] },
    { kind: "text", heading: words.inForce, paragraphs: [...rules, ...contests] },
  ];
}

function tableSection(input: ReportInput, whole: ReportTable, lang: PageLanguage): PageSection {
  const table = asSeen(whole);
  const note = TABLES[lang][table.id]?.note;
  const change = input.document.span.week === null ? EDITION_WORDS[lang].spanChange : WORDS[lang].change;
  const columns = table.columns.flatMap((column, at) => (isLeftOut(table, column, at) ? [] : [{ column, at }]));
  const rows = [...table.rows, ...(table.total ? [table.total] : [])];
  return {
    kind: "table",
    heading: headingOf(input, table.id, lang),
    columns: [
      ...table.by.map((dimension) => COLUMN_WORDS[lang][dimension] ?? dimension),
      ...columns.flatMap(({ column }) => [columnWord(table.id, column.id, lang), ...(changes(table, column) ? [change] : [])]),
    ],
    rows: rows.map((row) => [
      ...keyCells(input, table, row, lang).map((name, at) => withCode(name, table.by[at], row.key[at] ?? null)),
      ...columns.flatMap(({ column, at }) => [
        cellText(input, row.cells[at] ?? null, column, lang),
        ...(changes(table, column) ? [changeText(row.change?.[at] ?? null, column, lang)] : []),
      ]),
    ]),
    figures: columns
      .flatMap(({ column }) => (changes(table, column) ? [column, column] : [column]))
      .flatMap(({ type }, at) => (type === "code" ? [] : [table.by.length + at])),
    naming: table.by.length,
    note: [countsByOf(input, table, lang), ...(note ? [note] : []), ...sentencesOf(input, table, lang)].filter((part) => part !== "").join(" "),
  };
}

/** A rule and a form stand with their code: people ask an engineer, or a list of the SKB, by it. */
const withCode = (name: string, dimension: string | undefined, code: string | null): string =>
  (dimension === "rule" || dimension === "form") && code !== null && code !== name ? `${name} (${code})` : name;

function changeText(cell: ReportCell, column: ReportColumn, lang: PageLanguage): PageCell {
  if (isHidden(cell)) return WORDS[lang].hidden;
  if (typeof cell !== "number") return null;
  const text = figureText(lang)[isWhole(column) ? "count" : "hours"](Math.abs(cell));
  return cell === 0 ? text : cell > 0 ? `+${text}` : `−${text}`;
}
