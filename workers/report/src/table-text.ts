import {
  dayStart,
  isHidden,
  jakartaDay,
  type ReportCell,
  type ReportColumn,
  type ReportDocument,
  type ReportNames,
  type ReportRow,
  type ReportStatement,
  type ReportTable,
  stoodAtIn,
} from "@netra/domain";
import { figureText, jakartaText, type PageCell, type PageLanguage } from "@netra/render";
import { candidateName } from "./ballot-name.ts";
import { CODES } from "./code-words.ts";
import { columnWord } from "./column-words.ts";
import { EDITION_WORDS } from "./edition-words.ts";
import { fewSentences } from "./few-words.ts";
import { PLATFORM_NAMES } from "./platform-names.ts";
import type { ReportInput } from "./report-input.ts";
import { hasChanges, runningChange, runningText } from "./running-words.ts";
import { sinceUnknown, sinceUnseen, sinceUnseenBriefly } from "./since-words.ts";
import { STATEMENTS } from "./statement-words.ts";
import { TABLES } from "./table-words.ts";
import { earlierWeek, hoursLonger, toldSentences, toldText } from "./told-words.ts";
import { WEEKDAYS, WORDS } from "./words.ts";

const DAY_MS = 86_400_000;

/** A moment as a report tells it. */
export const jakartaTime = (at: string): string => `${jakartaText(new Date(at), "moment")} WIB`;

/** As of when a report says how things stood, with the day of the week: it closes on the day after its last one. */
export function stoodTime(document: ReportInput["document"], lang: PageLanguage): string {
  const at = stoodAtIn(document);
  const day = new Date(jakartaDay(new Date(at))).getUTCDay();
  return `${WEEKDAYS[lang][day]} ${jakartaTime(at)}`;
}

/** A draft says so in its title. The subtitle: which days. */
export function reportTitle({ document, regionName, draft }: ReportInput, lang: PageLanguage): { title: string; subtitle: string } {
  const [words, edition] = [WORDS[lang], EDITION_WORDS[lang]];
  const { week, from, to } = document.span;
  const lastDay = new Date(Date.parse(to) - 1);
  const title = week === null ? edition.spanTitle(regionName) : words.title(Number(week.slice(-2)), regionName);
  const basis = week === null ? edition.spanBasis : words.basis;
  return {
    title: draft ? `${edition.draft} · ${title}` : title,
    subtitle: basis(jakartaDay(new Date(from)), jakartaDay(lastDay)),
  };
}

/**
 * How a report stands: which version it is and whether final, since when and by whom, that its week still ran, when it was counted, and that the edition to be shared counts as of another time. What was
 * rendered beside the stored reports has no version.
 */
export function standingOf({ document, shareable, version, draft, final }: ReportInput, lang: PageLanguage): string[] {
  const words = EDITION_WORDS[lang];
  const apart = stoodAtIn(document) !== document.asOf;
  const counted = [WORDS[lang].asOf(jakartaTime(document.asOf)), ...(apart ? [WORDS[lang].stood(stoodTime(document, lang))] : [])].join(" ");
  const told = document.edition === "internal" && shareable !== null && shareable.asOf !== document.asOf;
  return [
    ...(version !== null && draft ? [words.draftVersion(version)] : []),
    ...(version !== null && !draft && final !== null ? [words.final(version, jakartaTime(final.at), final.by)] : []),
    ...runningText(document, { at: jakartaTime(document.asOf), lang }),
    document.edition === "shareable" ? `${counted} ${words.toldOnce}` : counted,
    ...(told ? [words.toldAt(jakartaTime(shareable.asOf))] : []),
  ];
}

/** What a contest, a rule or a form is called; the code where the document does not say. */
export const nameIn = ({ names }: Pick<ReportDocument, "names">, dimension: keyof ReportNames, code: string, lang: PageLanguage): string =>
  (names !== undefined && Object.hasOwn(names[dimension], code) ? names[dimension][code]?.[lang] : undefined) ?? code;

/** The contests that were watched within the span, as a list of what was in force has them. The document holds those too that it compares with, and that figures of before rest on. */
export const contestsWithin = ({ contests, span }: Pick<ReportDocument, "contests" | "span">): ReportDocument["contests"] =>
  contests.filter(({ watch }) => dayStart(watch.from) < Date.parse(span.to) && dayStart(watch.to) + DAY_MS > Date.parse(span.from));

/** What a table is called: "this week" would be wrong of a span of days. */
export function headingOf({ document }: Pick<ReportInput, "document">, id: string, lang: PageLanguage): string {
  const own: Readonly<Record<string, string>> = document.span.week === null ? EDITION_WORDS[lang].spanHeadings : {};
  return own[id] ?? TABLES[lang][id]?.heading ?? id;
}

/** Tables of the page, in its order; the rest stands in the other forms. */
export const ON_PAGE = [
  "overview",
  "weeks",
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
  "since_by_contest",
  "since_by_region",
  "backlog",
  "time",
  "time_since",
  "agreement",
  "precision_by_rule",
  "decided_by_form",
  "coverage_accounts",
  "coverage_hours",
  "coverage_since",
] as const;

/** The limits of a report, a sentence each. */
export const limitsOf = (document: ReportDocument, lang: PageLanguage): string[] => [
  ...document.statements.filter(({ contest }) => contest === null).map((one) => statementText(document, one, lang)),
  ...document.knownSince.map(
    ({ what, since }) => `${CODES[lang][what] ?? what}: ${WORDS[lang][what === "account_hours" ? "hoursSince" : "knownSince"](jakartaTime(since))}`,
  ),
];

/**
 * What is said of the figures of a table, beneath it: of the candidates of each contest, up to when they are told, which rest on too few, what changes are against while the week runs;
 * and beneath tables since the determination, but the one that tells it itself, briefly what was not seen since.
 */
export function sentencesOf(input: ReportInput, table: ReportTable, lang: PageLanguage): string[] {
  const { document } = input;
  const unseen = table.span === "since" && table.id !== "coverage_since" ? firstUnseen(document) : undefined;
  const treated = table.id === "equal_treatment" ? document.statements : [];
  return [
    ...treated.flatMap(({ id, contest, figures }) =>
      contest === null ? [] : [`${nameIn(document, "contest", contest, lang)}: ${STATEMENTS[lang][id]?.(figures) ?? id}`],
    ),
    ...toldSentences(document, table, lang),
    ...fewSentences(table, {
      lang,
      nameOf: (row) =>
        keyCells(input, table, row, lang)
          .filter((name) => name !== "")
          .join(", "),
    }),
    ...(hasChanges(table) ? runningChange(document, lang) : []),
    ...(unseen ? [sinceUnseenBriefly(unseen.figures, lang), ...hoursLonger(document, table, lang)] : []),
    ...(table.id === "coverage_since" ? document.statements : []).flatMap(({ id, figures }) =>
      id === "since_unseen" ? sinceUnknown(figures, lang) : [],
    ),
  ];
}

/** What was not seen of the week or the days themselves, as a summary says it; none where there is little. */
export const unseenWithin = ({ statements, span }: Pick<ReportDocument, "statements" | "span">, lang: PageLanguage): string[] =>
  statements.flatMap((one) => (one.id === "week_unseen" ? [statementText({ span }, one, lang)] : []));

/** A statement in words: of a span of days "this week" would be wrong. */
function statementText({ span }: Pick<ReportDocument, "span">, { id, figures }: ReportStatement, lang: PageLanguage): string {
  const said = id === "week_unseen" && span.week === null ? "span_unseen" : id;
  return STATEMENTS[lang][said]?.(figures) ?? id;
}

/** What was not seen since the first determination, as a summary says it; none where there is little. Since later ones it stands among the limits. */
export function unseenSince(document: Pick<ReportDocument, "statements">, lang: PageLanguage): string[] {
  const unseen = firstUnseen(document);
  return unseen ? [sinceUnseen(lang)(unseen.figures)] : [];
}
const firstUnseen = ({ statements }: Pick<ReportDocument, "statements">): ReportStatement | undefined =>
  statements.find(({ id }) => id === "since_unseen");

/** Only the overview and medians stand with their change on the page: it would else be twice as wide. */
export const changes = (table: ReportTable, { id }: ReportColumn): boolean => (table.id === "overview" && id === "value") || id === "median_hours";
/** Left out of the page: reasons that hold for no account, and deadlines by dimension, which would make tables wider than paper. */
export const isLeftOut = (table: ReportTable, { id }: ReportColumn, at: number): boolean =>
  (table.id === "coverage_accounts" && table.rows.length > 0 && table.rows.every(({ cells }) => cells[at] === 0)) ||
  (table.id.startsWith("week_by_") && (id === "late" || id === "lapsing"));

/** By which date each column counts, in one line: the headers would else be wider than their figures. */
export function countsByOf(input: Pick<ReportInput, "document">, table: ReportTable, lang: PageLanguage): string {
  const shown = table.columns.filter((column, at) => !isLeftOut(table, column, at));
  const dates = [...new Set(shown.map(({ countsBy }) => countsBy))].filter((date) => date !== null && date !== "mixed");
  const parts = dates.map((date) => {
    const titles = shown.filter(({ countsBy, type }) => countsBy === date && type !== "interval").map(({ id }) => columnWord(table.id, id, lang));
    return `${dateWords(input, date, lang)} (${titles.join(", ")})`;
  });
  return parts.length === 0 ? "" : `${WORDS[lang].countsBy} ${parts.join("; ")}.`;
}

/** By which date a figure counts, in words; how things stood says when. */
export const dateWords = ({ document }: Pick<ReportInput, "document">, countsBy: string, lang: PageLanguage): string =>
  [CODES[lang][`by_${countsBy}`] ?? countsBy, ...(countsBy === "as_of" ? [stoodTime(document, lang)] : [])].join(" ");

/** Tables in which a missing code means all together. */
const WITH_ALL: ReadonlySet<string> = new Set(["time", "time_since", "agreement", "coverage_hours", "coverage_since"]);

/** The codes of a row in words. */
export function keyCells({ document, regions }: ReportInput, table: ReportTable, row: ReportRow, lang: PageLanguage): string[] {
  if (row.key.length === 0) return table.by.map((_, at) => (at === 0 ? WORDS[lang].total : ""));
  return row.key.map((code, at): string => {
    const dimension = table.by[at];
    if (code === null) return WITH_ALL.has(table.id) ? WORDS[lang].all : WORDS[lang].notKnown;
    if (dimension === "region") return regions.get(code) ?? code;
    if (dimension === "platform") return PLATFORM_NAMES[code] ?? code;
    if (dimension === "candidate") return candidateName(document.contests, { contest: row.key[0] ?? null, id: code, lang });
    if (dimension === "contest" || dimension === "rule" || dimension === "form") return nameIn(document, dimension, code, lang);
    return dimension === "agency" || dimension === "week" || dimension === "determined" ? code : (CODES[lang][code] ?? code);
  });
}

/** A code in words: a date says when, a week up to which something was told why not later. */
export function codeText(input: Pick<ReportInput, "document">, code: string, { id }: Pick<ReportColumn, "id">, lang: PageLanguage): string {
  if (id === "counts_by") return dateWords(input, code, lang);
  const week = id === "told_at" ? earlierWeek(input.document, code) : null;
  return week === null ? (CODES[lang][code] ?? code) : toldText(week, lang);
}

/** A cell in words of the language; a number stays one. */
export function cellText(input: Pick<ReportInput, "document">, cell: ReportCell, column: ReportColumn, lang: PageLanguage): PageCell {
  if (isHidden(cell)) return WORDS[lang].hidden;
  if (cell === null) return null;
  const text = figureText(lang);
  if (typeof cell === "object") return `${text.percent(cell[0])} – ${text.percent(cell[1])}`;
  if (typeof cell === "string") return codeText(input, cell, column, lang);
  if (isWhole(column)) return cell;
  return column.type === "share" ? text.percent(cell) : column.type === "hours" ? text.hours(cell) : text.decimal(cell);
}

/** Counts, and hours of a clock. */
export const isWhole = ({ type, countsBy }: ReportColumn): boolean => type === "count" || (type === "number" && countsBy === "hour");
