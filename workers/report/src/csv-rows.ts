import { isHidden, type ReportCell, type ReportDocument, type ReportRow, type ReportTable, spanName, stoodAtIn } from "@netra/domain";
import type { CsvCell } from "@netra/render";
import { candidateName } from "./ballot-name.ts";
import { asSeen } from "./unseen.ts";
import { WORDS } from "./words.ts";

const COLUMNS = [
  "week",
  "region",
  "table",
  "span",
  "contest",
  "platform",
  "what",
  "detail",
  "measure",
  "counts_by",
  "value",
  "change",
  "stood_at",
] as const;
const HIDDEN = WORDS.id.hidden;
type Row = Readonly<Record<(typeof COLUMNS)[number], CsvCell>>;

/** All figures of a document in one long table, one figure a row: a pivot table or a script reads it without knowing the page. Codes stay codes; candidates stand as on the ballot. `stood_at` is the instant as of which a figure by `as_of` counts. */
export function csvRows(document: ReportDocument): { columns: { key: (typeof COLUMNS)[number]; title: string }[]; rows: Row[] } {
  const rows = document.tables
    .map(asSeen)
    .flatMap((table) => [...table.rows, ...(table.total ? [table.total] : [])].flatMap((row) => rowsOf(document, table, row)));
  return { columns: COLUMNS.map((key) => ({ key, title: key })), rows };
}

function rowsOf(document: ReportDocument, table: ReportTable, row: ReportRow): Row[] {
  const where = placeOf(document, table, row);
  const countsBy = row.cells[table.columns.findIndex(({ id }) => id === "counts_by")];
  return table.columns.flatMap((column, at): Row[] => {
    if (column.id === "counts_by") return [];
    const [value, more] = split(row.cells[at] ?? null);
    const change = split(row.change?.[at] ?? null)[0];
    const by = typeof countsBy === "string" ? countsBy : column.countsBy;
    const common = {
      week: spanName(document.span),
      region: document.region,
      table: table.id,
      span: table.span,
      ...where,
      counts_by: by,
      stood_at: by === "as_of" ? stoodAtIn(document) : null,
    };
    if (more === undefined) return [{ ...common, measure: column.id, value, change }];
    return [
      { ...common, measure: `${column.id}_low`, value, change: null },
      { ...common, measure: `${column.id}_high`, value: more, change: null },
    ];
  });
}

function placeOf(document: ReportDocument, table: ReportTable, row: ReportRow): Pick<Row, "contest" | "platform" | "what" | "detail"> {
  const code = (dimension: string): string | null => row.key[table.by.indexOf(dimension as ReportTable["by"][number])] ?? null;
  const contest = table.by.includes("contest") ? code("contest") : null;
  const others = table.by.flatMap((dimension, at): (string | null)[] => {
    if (dimension === "contest" || dimension === "platform" || row.key.length === 0) return [];
    const id = row.key[at] ?? null;
    return [dimension === "candidate" && id !== null ? candidateName(document.contests, { contest, id, lang: "id" }) : id];
  });
  const what = row.key.length === 0 ? "total" : (others[0] ?? null);
  return { contest, platform: table.by.includes("platform") ? code("platform") : null, what, detail: others[1] ?? null };
}

/** A cell as CSV; an interval as two. What is hidden stands as in every other form. */
function split(cell: ReportCell): [CsvCell, CsvCell?] {
  if (isHidden(cell)) return [HIDDEN];
  if (cell === null || typeof cell !== "object") return [cell];
  return [cell[0], cell[1]];
}
