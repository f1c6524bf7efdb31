import { findTable, isHidden, type ReportCell, type ReportDocument, type ReportTable, seenInPart } from "@netra/domain";
import type { ChartFigure, PageLanguage, Pdf } from "@netra/render";
import { candidateName } from "../ballot-name.ts";
import { CODES } from "../code-words.ts";
import { PLATFORM_NAMES } from "../platform-names.ts";
import type { ReportInput } from "../report-input.ts";
import { STATEMENTS } from "../statement-words.ts";
import { keyCells, nameIn } from "../table-text.ts";
import { earlierWeek, nothingTold, toldSentences } from "../told-words.ts";
import { written } from "./form-summary.ts";
import { FORM_WORDS } from "./form-words.ts";

/** Fewer decisions are not said to be mostly anything. */
const LEAST_TOLD = 20;

type Chart = Pdf["summary"]["charts"][number];

/** The charts of the first pages, each from one table: what was opened and decided, by region and by week, how candidates fare, what became of flags, what could not be seen. */
export function formCharts(input: ReportInput, lang: PageLanguage): Chart[] {
  const { document } = input;
  return [pairs(input, lang), weeks(document, lang), ...intervals(document, lang), outcomes(document, lang), parts(document, lang)].filter(
    (chart) => chart !== null,
  );
}

const figure = (cell: ReportCell | undefined): ChartFigure =>
  cell !== undefined && isHidden(cell ?? null) ? "hidden" : typeof cell === "number" ? cell : null;
const at = (table: ReportTable, id: string): number => table.columns.findIndex((column) => column.id === id);

function pairs(input: ReportInput, lang: PageLanguage): Chart | null {
  const table = findTable(input.document, "week_by_region");
  if (!table) return null;
  const words = FORM_WORDS[lang].charts;
  const [opened, decided] = [at(table, "opened"), at(table, "decided")];
  const groups = table.rows.map((row) => ({
    label: keyCells(input, table, row, lang)[0] ?? "",
    values: [figure(row.cells[opened]), figure(row.cells[decided])] as const,
  }));
  const [first, second] = words.pairsNames;
  return { heading: words.pairs, lead: words.pairsLead, chart: { kind: "pairs", names: [first, second], groups }, note: "" };
}

/** Eight weeks as of one time; of a document that tells them. One that was seen in part has a sign at its name, which the lead explains. */
function weeks(document: ReportDocument, lang: PageLanguage): Chart | null {
  const table = findTable(document, "weeks");
  if (!table) return null;
  const words = FORM_WORDS[lang].charts;
  const [opened, decided, hours, without] = ["opened", "decided", "hours", "hours_without"].map((id) => at(table, id)) as [
    number,
    number,
    number,
    number,
  ];
  const inPart = ({ cells }: ReportTable["rows"][number]): boolean => {
    const [over, none] = [cells[hours], cells[without]];
    return typeof cells[opened] === "number" && typeof over === "number" && typeof none === "number" && seenInPart({ over, without: none });
  };
  const groups = table.rows.map((row) => ({
    label: `${words.week(Number(row.key[0]?.slice(-2)))}${inPart(row) ? words.inPart : ""}`,
    values: [figure(row.cells[opened]), figure(row.cells[decided])] as const,
  }));
  const [first, second] = words.pairsNames;
  const lead = table.rows.some(inPart) ? `${words.weeksLead} ${words.inPartLead}` : words.weeksLead;
  return { heading: words.weeks, lead, chart: { kind: "pairs", names: [first, second], groups }, note: "" };
}

/** One for each contest whose candidates are determined; in ballot order, as the document has them. */
function intervals(document: ReportDocument, lang: PageLanguage): Chart[] {
  const table = findTable(document, "equal_treatment");
  if (!table) return [];
  const words = FORM_WORDS[lang].charts;
  const [decided, escalated, share, interval] = ["decided", "escalated", "confirm_share", "confirm_interval"].map((id) => at(table, id)) as [
    number,
    number,
    number,
    number,
  ];
  const told = at(table, "told_at");
  // The shareable edition tells a contest's candidates as they stood at some closing, which may be an earlier one.
  const detail = (cells: readonly ReportCell[]): string => {
    const [all, week] = [cells[decided] ?? null, earlierWeek(document, cells[told])];
    if (all === null && week !== null) return nothingTold(week, lang);
    const counts = words.intervalsDetail(written(cells[escalated] ?? null, lang), written(all, lang));
    return week === null ? counts : `${counts}, ${words.toldAt(week)}`;
  };
  const contests = [...new Set(table.rows.map(({ key }) => key[0] ?? ""))];
  return contests.map((contest): Chart => {
    const own = table.rows.filter(({ key }) => key[0] === contest);
    const rows = own.map(({ key, cells }) => ({
      label: candidateName(document.contests, { contest, id: key[1] ?? "", lang }),
      detail: detail(cells),
      share: figure(cells[share]),
      interval: limits(cells[interval] ?? null),
    }));
    const said = document.statements.filter((one) => one.contest === contest && one.id.startsWith("confirm_rates_"));
    return {
      heading: words.intervals(nameIn(document, "contest", contest, lang)),
      lead: words.intervalsLead,
      chart: { kind: "intervals", rows },
      note: [...said.map(({ id, figures }) => STATEMENTS[lang][id]?.(figures) ?? id), ...toldSentences(document, { ...table, rows: own }, lang)].join(
        " ",
      ),
    };
  });
}

const limits = (cell: ReportCell): readonly [number, number] | null => (cell !== null && typeof cell === "object" && !isHidden(cell) ? cell : null);

/** Of all contests together; since their determination where the edition tells it, else of the week. The most frequent first, hidden ones last. */
function outcomes(document: ReportDocument, lang: PageLanguage): Chart | null {
  const since = findTable(document, "outcomes_since");
  const table = since ?? findTable(document, "outcomes_week");
  if (!table) return null;
  const words = FORM_WORDS[lang].charts;
  const column = at(table, "decided");
  const sums = new Map<string, ChartFigure>();
  for (const { key, cells } of table.rows) {
    const [outcome, value, before] = [key[1] ?? "", figure(cells[column]), sums.get(key[1] ?? "") ?? 0];
    sums.set(outcome, value === "hidden" || before === "hidden" ? "hidden" : before + (value ?? 0));
  }
  const rank = (value: ChartFigure): number => (typeof value === "number" ? value : -1);
  const rows = [...sums].toSorted(([, a], [, b]) => rank(b) - rank(a)).map(([outcome, value]) => ({ label: CODES[lang][outcome] ?? outcome, value }));
  const total = written(table.total?.cells[column] ?? null, lang);
  const notPartisan = sums.get("not_partisan");
  const all = table.total?.cells[column];
  const most = typeof notPartisan === "number" && typeof all === "number" && all >= LEAST_TOLD && notPartisan * 2 > all;
  return {
    heading: since ? words.outcomesSince : words.outcomesWeek,
    lead: most ? words.outcomesLead(total) : words.outcomesLeadPlain(total),
    chart: { kind: "bars", rows },
    note: "",
  };
}

function parts(document: ReportDocument, lang: PageLanguage): Chart | null {
  const table = findTable(document, "coverage_accounts");
  if (!table) return null;
  const words = FORM_WORDS[lang].charts;
  const [registered, watched] = [at(table, "registered"), at(table, "watched")];
  const hours = findTable(document, "coverage_hours");
  const under = (platform: string | null | undefined): { under?: string } => {
    const cells = hours?.rows.find(({ key }) => key[0] === platform)?.cells ?? [];
    const [over, without] = ["hours", "hours_without"].map((id) => (hours ? (cells[at(hours, id)] ?? null) : null));
    return typeof without === "number" && without > 0 ? { under: words.partsHours(written(without, lang), written(over ?? null, lang)) } : {};
  };
  const rows = table.rows.map(({ key, cells }) => ({
    ...under(key[0]),
    label: PLATFORM_NAMES[key[0] ?? ""] ?? key[0] ?? "",
    detail: words.partsDetail(written(cells[watched] ?? null, lang), written(cells[registered] ?? null, lang)),
    part: figure(cells[watched]),
    whole: figure(cells[registered]),
  }));
  return { heading: words.parts, lead: words.partsLead, chart: { kind: "parts", rows }, note: "" };
}
