import { contestKindName, dayStart, isHidden, type ReportCell, type ReportColumn, type ReportRow, type ReportTable } from "@netra/domain";
import type { CellKind, PageLanguage, TypedCell, TypedColumn, TypedTable } from "@netra/render";
import { COLUMN_WORDS, columnWord } from "../column-words.ts";
import { changeCells } from "../edition-sections.ts";
import { EDITION_WORDS } from "../edition-words.ts";
import type { ReportInput } from "../report-input.ts";
import { hasChanges } from "../running-words.ts";
import { changes, codeText, contestsWithin, countsByOf, headingOf, isLeftOut, isWhole, keyCells, nameIn, sentencesOf } from "../table-text.ts";
import { TABLES } from "../table-words.ts";
import { asSeen } from "../unseen.ts";
import { WORDS } from "../words.ts";
import { FORM_WORDS, SHEETS, sheetOf } from "./form-words.ts";

/** Every table of a document with its words, all figures and their changes; then what was in force. */
export const formTables = (input: ReportInput, lang: PageLanguage): TypedTable[] => [
  ...changesTable(input, lang),
  ...input.document.tables.map((table) => formTable(input, table, lang)),
  packsTable(input, lang),
  contestsTable(input, lang),
];

/** One table of a document. Changes stand to the right of all figures; on paper only those that the printable page has, beside their figure. */
export function formTable(input: ReportInput, whole: ReportTable, lang: PageLanguage): TypedTable {
  const table = asSeen(whole);
  const change = input.document.span.week === null ? EDITION_WORDS[lang].spanChange : WORDS[lang].change;
  const parts = [...figureParts(input, table, lang, change), ...changeParts(input, table, lang)];
  const naming = namingColumns(table, lang);
  const sheet = sheetOf(input.document, table.id, lang);
  const cellsOf = (row: ReportRow): TypedCell[] => [...namingCells(input, table, row, lang), ...parts.map(({ cell }) => cell(row))];
  return {
    id: table.id,
    title: headingOf(input, table.id, lang),
    ...(sheet === undefined ? {} : { sheet }),
    columns: [...naming, ...parts.map(({ column }) => column)],
    rows: table.rows.map(cellsOf),
    total: table.total && cellsOf(table.total),
    note: [countsByOf(input, table, lang), TABLES[lang][table.id]?.note ?? "", ...sentencesOf(input, table, lang)]
      .filter((part) => part !== "")
      .join(" "),
  };
}

interface Part {
  readonly column: TypedColumn;
  readonly cell: (row: ReportRow) => TypedCell;
}

function figureParts(input: ReportInput, table: ReportTable, lang: PageLanguage, change: string): Part[] {
  return table.columns.flatMap((column, at): Part[] => {
    const title = columnWord(table.id, column.id, lang);
    const off = isLeftOut(table, column, at) ? ({ offPaper: true } as const) : {};
    const figure = (row: ReportRow): ReportCell => row.cells[at] ?? null;
    if (column.type === "interval") {
      // Named after the share that it is the interval of: two of them stand in one table.
      const share = COLUMN_WORDS[lang][column.id.replace(/_interval$/, "_share")] ?? title;
      const limit = (which: "low" | "high"): Part => ({
        column: { title: FORM_WORDS[lang][which](share), paper: FORM_WORDS[lang].interval, kind: "percent", limit: which, under: true, ...off },
        cell: (row) => limitOf(figure(row), which, lang),
      });
      return [limit("low"), limit("high")];
    }
    const own: Part = { column: { title, kind: kindOf(column), ...off }, cell: (row) => typedCell(input, figure(row), column, lang) };
    return changes(table, column) && hasChanges(table) ? [own, changePart(input, { column, at, lang, title: change })] : [own];
  });
}

/** Changes of all figures that do not have theirs beside them. */
function changeParts(input: ReportInput, table: ReportTable, lang: PageLanguage): Part[] {
  if (!hasChanges(table)) return [];
  return table.columns.flatMap((column, at): Part[] => {
    if (column.type === "code" || column.type === "text" || column.type === "interval" || changes(table, column)) return [];
    const part = changePart(input, { column, at, lang, title: FORM_WORDS[lang].change(columnWord(table.id, column.id, lang)) });
    return [{ ...part, column: { ...part.column, offPaper: true } }];
  });
}

const changePart = (
  input: ReportInput,
  { column, at, lang, title }: { readonly column: ReportColumn; readonly at: number; readonly lang: PageLanguage; readonly title: string },
): Part => ({
  column: { title, kind: kindOf(column), signed: true },
  cell: (row) => typedCell(input, row.change?.[at] ?? null, column, lang),
});

const KINDS: Readonly<Record<ReportColumn["type"], CellKind>> = {
  count: "count",
  hours: "hours",
  number: "decimal",
  share: "percent",
  interval: "percent",
  code: "text",
  text: "text",
};
export const kindOf = (column: ReportColumn): CellKind => (isWhole(column) ? "count" : KINDS[column.type]);

/** A cell as it stands in a file: hidden ones as the mark that the page has, codes as words. */
export function typedCell(input: ReportInput, cell: ReportCell, column: ReportColumn, lang: PageLanguage): TypedCell {
  if (isHidden(cell)) return WORDS[lang].hidden;
  if (typeof cell === "string") return codeText(input, cell, column, lang);
  return typeof cell === "number" ? cell : null;
}

export function limitOf(cell: ReportCell, which: "low" | "high", lang: PageLanguage): TypedCell {
  if (isHidden(cell)) return WORDS[lang].hidden;
  return cell !== null && typeof cell === "object" ? (cell[which === "low" ? 0 : 1] ?? null) : null;
}

/** What stands with its code too, since names are written in many ways; on paper, small beneath the name, only what people look up by it. */
const CODED: Readonly<Record<string, "offPaper" | "under">> = { region: "offPaper", contest: "offPaper", rule: "under", form: "under" };

const namingColumns = (table: ReportTable, lang: PageLanguage): TypedColumn[] =>
  table.by.flatMap((dimension, at): TypedColumn[] => {
    const title = COLUMN_WORDS[lang][dimension] ?? dimension;
    const groups = dimension === "contest" && at === 0 && table.by.length > 1 ? ({ groups: true } as const) : {};
    const own: TypedColumn = { title, kind: "text", names: true, ...groups };
    const where = CODED[dimension];
    return where ? [own, { title: FORM_WORDS[lang].code(title), kind: "text", names: true, [where]: true }] : [own];
  });

function namingCells(input: ReportInput, table: ReportTable, row: ReportRow, lang: PageLanguage): string[] {
  const names = keyCells(input, table, row, lang);
  return table.by.flatMap((dimension, at) => (CODED[dimension] ? [names[at] ?? "", row.key[at] ?? ""] : [names[at] ?? ""]));
}

/** What a correction tells differently, before all other tables; none of a first version. */
function changesTable(input: ReportInput, lang: PageLanguage): TypedTable[] {
  const { changes: told, more } = input.correction ?? { changes: null, more: 0 };
  if (!told?.length) return [];
  const words = EDITION_WORDS[lang];
  const text = (title: string): TypedColumn => ({ title, kind: "text" });
  return [
    {
      id: "changes",
      title: words.changes,
      columns: [words.table, words.row, words.column, words.before, words.after].map(text),
      rows: told.map((one) => changeCells(input, one, lang)),
      total: null,
      note: more > 0 ? words.more(more) : "",
    },
  ];
}

function packsTable({ document }: ReportInput, lang: PageLanguage): TypedTable {
  const { inForceColumns: words, packsTable: title } = FORM_WORDS[lang];
  return {
    id: "packs_in_force",
    title,
    sheet: SHEETS[lang].packs_in_force as string,
    columns: [
      { title: words.name, kind: "text", names: true },
      { title: words.version, kind: "count" },
      { title: words.from, kind: "moment" },
      { title: words.hash, kind: "text", offPaper: true },
    ],
    rows: document.packs.map(({ id, version, hash, from }) => [id, version, new Date(from), hash]),
    total: null,
    note: "",
  };
}

function contestsTable({ document }: ReportInput, lang: PageLanguage): TypedTable {
  const { inForceColumns: words, contestsTable: title } = FORM_WORDS[lang];
  const day = (title: string): TypedColumn => ({ title, kind: "day" });
  return {
    id: "contests_in_force",
    title,
    sheet: SHEETS[lang].contests_in_force as string,
    columns: [
      { title: words.name, kind: "text", names: true },
      { title: words.id, kind: "text", names: true, offPaper: true },
      { title: words.version, kind: "count" },
      { title: words.region, kind: "text", offPaper: true },
      { title: words.kind, kind: "text", offPaper: true },
      ...[words.watchFrom, words.watchTo, words.determined, words.campaign, words.quiet, words.vote].map(day),
      { title: words.hash, kind: "text", offPaper: true },
    ],
    rows: contestsWithin(document).map(({ id, version, region, kind, watch, stages, hash }) => [
      nameIn(document, "contest", id, lang),
      id,
      version,
      region,
      contestKindName(kind)[lang],
      ...[watch.from, watch.to, stages.candidatesDetermined, stages.campaignFrom, stages.quietFrom, stages.vote].map((at) => new Date(dayStart(at))),
      hash,
    ]),
    total: null,
    note: "",
  };
}
