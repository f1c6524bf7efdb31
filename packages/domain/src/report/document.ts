import type { BothNames } from "../skb-forms.ts";

/** The shape's name: outsiders check a document against `netra-report-1.schema.json` beside this file, which goes with it. A change that breaks a reader gets the next number. */
export const REPORT_SCHEMA = "netra-report/1";

/** Counts below it, but nought, are hidden in the shareable edition. */
export const LEAST_SHOWN = 5;

export type ReportEdition = "internal" | "shareable";

/** What a table or a column is spread over. `state`, `outcome`, `figure` and `standing` hold codes whose words are added when it is rendered; `determined` the day, `YYYY-MM-DD`. */
export type ReportDimension =
  | "figure"
  | "region"
  | "contest"
  | "stage"
  | "agency"
  | "employment"
  | "platform"
  | "origin"
  | "candidate"
  | "rule"
  | "form"
  | "state"
  | "outcome"
  | "standing"
  | "week"
  | "determined";

/** The date by which a figure counts: of the post, of its capture, of the flag, of the deciding act, of the withdrawal, of the receipt, of the fetch, or as it stood at `stoodAt`. */
export type CountsBy =
  | "posted"
  | "captured"
  | "fetched"
  | "opened"
  | "decided"
  | "withdrawn"
  | "received"
  | "second_reading"
  | "as_of"
  | "hour"
  | "mixed";

/** `count` a whole number; `hours` and `number` one with decimals; `share` from 0 to 1; `interval` its 95% limits; `code` a word's id; `text` what is shown as it is. */
export type CellType = "count" | "hours" | "number" | "share" | "interval" | "code" | "text";

/** Too small to be shown, or hidden so that what is too small cannot be worked out. */
export interface HiddenCell {
  readonly hidden: true;
}

/** Null: there is no such figure (nothing was measured, nothing to compare with); never nought. */
export type ReportCell = number | string | readonly [number, number] | HiddenCell | null;

export interface ReportColumn {
  readonly id: string;
  readonly type: CellType;
  /** Null for what counts nothing. */
  readonly countsBy: CountsBy | null;
}

export interface ReportRow {
  /** One code for each dimension of the table, in its order; null: not known. */
  readonly key: readonly (string | null)[];
  /** One cell for each column. */
  readonly cells: readonly ReportCell[];
  /** This week less the week before, for each column; null for a table that is not compared. A cell is null where there is nothing to compare. */
  readonly change: readonly ReportCell[] | null;
}

export interface ReportTable {
  readonly id: string;
  /** Events of the week (of a span: of its days), events since the candidates of each contest were determined, or how things stood: at the time that its columns count by. */
  readonly span: "week" | "since" | "as_of";
  readonly by: readonly ReportDimension[];
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly ReportRow[];
  /** All rows together; null where adding them up would count something twice. */
  readonly total: ReportRow | null;
  readonly hiddenCells: number;
}

/** A sentence about the figures, as a code with what it rests on. */
export interface ReportStatement {
  readonly id: string;
  /** Of a contest, where it is about one. */
  readonly contest: string | null;
  readonly figures: Readonly<Record<string, number | string>>;
}

export interface ReportContest {
  readonly id: string;
  readonly version: number;
  readonly hash: string;
  readonly region: string;
  readonly kind: string;
  /** Days, `YYYY-MM-DD`. */
  readonly watch: { readonly from: string; readonly to: string };
  readonly stages: { readonly candidatesDetermined: string; readonly campaignFrom: string; readonly quietFrom: string; readonly vote: string };
  /** In ballot order; people as the contest writes them, none for the empty box. */
  readonly candidates: readonly {
    readonly id: string;
    readonly number: number | null;
    readonly people: readonly string[];
    readonly emptyBox: boolean;
  }[];
}

/** What codes of a document are called, for forms and people; the codes themselves stay as they are. Missing: there is no other name than the code. */
export interface ReportNames {
  readonly contest: Readonly<Record<string, BothNames>>;
  readonly rule: Readonly<Record<string, BothNames>>;
  readonly form: Readonly<Record<string, BothNames>>;
}

/** A report, in no language: every form is written from it. Plain JSON; the same facts give the same bytes. */
export interface ReportDocument {
  readonly schema: typeof REPORT_SCHEMA;
  readonly edition: ReportEdition;
  readonly region: string;
  /** ISO week (Asia/Jakarta), null for a span of days; its first instant and the first after it. */
  readonly span: { readonly week: string | null; readonly from: string; readonly to: string };
  /** As of when it knows of what happened. */
  readonly asOf: string;
  /** As of when it says how things stood: the closing of its span, or `asOf` where that came first. Missing in documents of before these were two times: there it is `asOf`. */
  readonly stoodAt?: string;
  /** What `change` compares with: the week before, as of its own closing; of a span as many days before it, as of their closing, with their instants. */
  readonly before: { readonly week: string | null; readonly from?: string; readonly to?: string; readonly asOf: string };
  readonly contests: readonly ReportContest[];
  readonly packs: readonly { readonly id: string; readonly version: number; readonly hash: string; readonly from: string }[];
  /** Of the contests, rules and forms that its tables name. Missing in documents of before there were names. */
  readonly names?: ReportNames;
  readonly tables: readonly ReportTable[];
  readonly statements: readonly ReportStatement[];
  /** What is known only from a time on: figures of before are too low, and hours of fetching (`account_hours`) of before are not told at all. */
  readonly knownSince: readonly { readonly what: string; readonly since: string }[];
  /** Cells hidden in all tables, and below which count; null in the internal edition. */
  readonly hidden: { readonly cells: number; readonly below: number } | null;
}

export const HIDDEN: HiddenCell = { hidden: true };
export const isHidden = (cell: ReportCell): cell is HiddenCell => typeof cell === "object" && cell !== null && "hidden" in cell;

/** As of when a document says how things stood. */
export const stoodAtIn = ({ asOf, stoodAt }: Pick<ReportDocument, "asOf" | "stoodAt">): string => stoodAt ?? asOf;

/** A table of a document, by its id; undefined when this edition has none. */
export const findTable = (document: ReportDocument, id: string): ReportTable | undefined => document.tables.find((table) => table.id === id);

/** A figure of the overview: null when it is hidden or not known. */
export function overviewFigure(document: ReportDocument, figure: string): number | null {
  const table = findTable(document, "overview");
  const cell = table?.rows.find(({ key }) => key[0] === figure)?.cells[table.columns.findIndex(({ id }) => id === "value")];
  return typeof cell === "number" ? cell : null;
}
