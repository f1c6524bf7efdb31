import { findTable, isHidden, jakartaDay, type ReportCell, type ReportColumn, type ReportRow, type ReportTable } from "@netra/domain";
import { jakartaText, type PageCell, type PageLanguage, type PageSection } from "@netra/render";
import { candidateName } from "./ballot-name.ts";
import { EDITION_WORDS } from "./edition-words.ts";
import type { ReportInput } from "./report-input.ts";
import { summarize } from "./summary.ts";
import { CODES, COLUMN_WORDS, PLATFORM_NAMES, STATEMENTS, TABLES, WORDS } from "./words.ts";

const jakartaTime = (at: string): string => `${jakartaText(new Date(at), "moment")} WIB`;

/** A draft says so in its title. */
export function pageTitle({ document, regionName, draft }: ReportInput, lang: PageLanguage): { title: string; subtitle: string } {
  const [words, edition] = [WORDS[lang], EDITION_WORDS[lang]];
  const { week, from, to } = document.span;
  const lastDay = new Date(Date.parse(to) - 1);
  const title = week === null ? edition.spanTitle(regionName) : words.title(Number(week.slice(-2)), regionName);
  const basis = week === null ? edition.spanBasis : words.basis;
  return {
    title: draft ? `${edition.draft} · ${title}` : title,
    subtitle: basis(jakartaDay(new Date(from)), jakartaDay(lastDay), jakartaTime(document.asOf)),
  };
}

/** What a table is called: "this week" would be wrong of a span of days. */
export function headingOf({ document }: Pick<ReportInput, "document">, id: string, lang: PageLanguage): string {
  const own: Readonly<Record<string, string>> = document.span.week === null ? EDITION_WORDS[lang].spanHeadings : {};
  return own[id] ?? TABLES[lang][id]?.heading ?? id;
}

/** Tables of the page, in its order; the rest stands in the other forms. */
export const ON_PAGE = [
  "overview",
  "week_by_region",
  "week_by_contest",
  "week_by_stage",
  "week_by_agency",
  "week_by_employment",
  "week_by_platform",
  "week_by_origin",
  "outcomes_week",
  "outcomes_since",
  "week_by_candidate",
  "equal_treatment",
  "backlog",
  "time",
  "agreement",
  "precision_by_rule",
  "decided_by_form",
  "coverage_accounts",
  "coverage_hours",
] as const;

/** The printable page: a summary in words, the tables behind it, and what could not be seen. */
export function pageSections(input: ReportInput, lang: PageLanguage): PageSection[] {
  const words = WORDS[lang];
  const { document } = input;
  const tables = ON_PAGE.flatMap((id) => {
    const table = findTable(document, id);
    return table ? [tableSection(input, table, lang)] : [];
  });
  const limits = document.statements.filter(({ contest }) => contest === null).map(({ id, figures }) => STATEMENTS[lang][id]?.(figures) ?? id);
  const known = document.knownSince.map(({ what, since }) => `${CODES[lang][what] ?? what}: ${words.knownSince(jakartaTime(since))}`);
  const rules = document.packs.map(({ id, version, hash }) => words.pack(id, version, hash.slice(0, 19)));
  const contests = document.contests.map(({ id, version, stages }) => words.contest(id, version, stages.candidatesDetermined));
  return [
    { kind: "text", heading: words.summary, paragraphs: [words.summaryText(summarize(document))] },
    ...tables,
    { kind: "text", heading: words.limits, paragraphs: [...limits, ...known, ...(document.hidden ? [words.hiddenNote(document.hidden.cells)] : [])] },
    { kind: "text", heading: words.inForce, paragraphs: [...rules, ...contests] },
  ];
}

function tableSection(input: ReportInput, table: ReportTable, lang: PageLanguage): PageSection {
  const note = TABLES[lang][table.id]?.note;
  const change = input.document.span.week === null ? EDITION_WORDS[lang].spanChange : WORDS[lang].change;
  const columns = table.columns.flatMap((column, at) => (isLeftOut(table, column, at) ? [] : [{ column, at }]));
  const rows = [...table.rows, ...(table.total ? [table.total] : [])];
  const sentences = input.document.statements
    .filter(({ contest }) => table.id === "equal_treatment" && contest !== null)
    .map(({ id, contest, figures }) => `${contest}: ${STATEMENTS[lang][id]?.(figures) ?? id}`);
  return {
    kind: "table",
    heading: headingOf(input, table.id, lang),
    columns: [
      ...table.by.map((dimension) => COLUMN_WORDS[lang][dimension] ?? dimension),
      ...columns.flatMap(({ column }) => [COLUMN_WORDS[lang][column.id] ?? column.id, ...(changes(table, column) ? [change] : [])]),
    ],
    rows: rows.map((row) => [
      ...keyCells(input, table, row, lang),
      ...columns.flatMap(({ column, at }) => [
        cellText(row.cells[at] ?? null, column, lang),
        ...(changes(table, column) ? [changeText(row.change?.[at] ?? null, lang)] : []),
      ]),
    ]),
    note: [countsByOf(table, lang), ...(note ? [note] : []), ...sentences].filter((part) => part !== "").join(" "),
  };
}

/** Only the overview and medians stand with their change on the page: it would else be twice as wide. */
export const changes = (table: ReportTable, { id }: ReportColumn): boolean => (table.id === "overview" && id === "value") || id === "median_hours";
/** Left out of the page: reasons that hold for no account, and deadlines by dimension, which would make tables wider than paper. */
export const isLeftOut = (table: ReportTable, { id }: ReportColumn, at: number): boolean =>
  (table.id === "coverage_accounts" && table.rows.length > 0 && table.rows.every(({ cells }) => cells[at] === 0)) ||
  (table.id.startsWith("week_by_") && (id === "late" || id === "lapsing"));

/** By which date each column counts, in one line: the headers would else be wider than their figures. */
export function countsByOf(table: ReportTable, lang: PageLanguage): string {
  const shown = table.columns.filter((column, at) => !isLeftOut(table, column, at));
  const dates = [...new Set(shown.map(({ countsBy }) => countsBy))].filter((date) => date !== null && date !== "mixed");
  const parts = dates.map((date) => {
    const titles = shown.filter(({ countsBy, type }) => countsBy === date && type !== "interval").map(({ id }) => COLUMN_WORDS[lang][id] ?? id);
    return `${CODES[lang][`by_${date}`] ?? date} (${titles.join(", ")})`;
  });
  return parts.length === 0 ? "" : `${WORDS[lang].countsBy} ${parts.join("; ")}.`;
}

/** The codes of a row in words. */
export function keyCells({ document, regions }: ReportInput, table: ReportTable, row: ReportRow, lang: PageLanguage): string[] {
  if (row.key.length === 0) return table.by.map((_, at) => (at === 0 ? WORDS[lang].total : ""));
  return row.key.map((code, at): string => {
    const dimension = table.by[at];
    if (code === null) return table.id === "time" || table.id === "agreement" ? WORDS[lang].all : WORDS[lang].notKnown;
    if (dimension === "region") return regions.get(code) ?? code;
    if (dimension === "platform") return PLATFORM_NAMES[code] ?? code;
    if (dimension === "candidate") return candidateName(document.contests, { contest: row.key[0] ?? null, id: code, lang });
    return dimension === "agency" || dimension === "contest" || dimension === "rule" || dimension === "form" ? code : (CODES[lang][code] ?? code);
  });
}

/** A cell in words of the language; a number stays one. */
export function cellText(cell: ReportCell, column: ReportColumn, lang: PageLanguage): PageCell {
  if (isHidden(cell)) return WORDS[lang].hidden;
  if (cell === null) return null;
  if (typeof cell === "object") return `${percent(cell[0], lang)} – ${percent(cell[1], lang)}`;
  if (typeof cell === "string") return column.id === "counts_by" ? (CODES[lang][`by_${cell}`] ?? cell) : (CODES[lang][cell] ?? cell);
  return column.type === "share" ? percent(cell, lang) : cell;
}

const percent = (share: number, lang: PageLanguage): string =>
  `${(share * 100).toLocaleString(lang === "id" ? "id-ID" : "en-GB", { maximumFractionDigits: 1 })}%`;

function changeText(cell: ReportCell, lang: PageLanguage): PageCell {
  if (isHidden(cell)) return WORDS[lang].hidden;
  if (typeof cell !== "number") return null;
  const text = Math.abs(cell).toLocaleString(lang === "id" ? "id-ID" : "en-GB", { maximumFractionDigits: 1 });
  return cell === 0 ? "0" : cell > 0 ? `+${text}` : `−${text}`;
}
