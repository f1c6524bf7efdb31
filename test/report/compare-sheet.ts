import { JAKARTA_OFFSET_MS } from "@netra/domain";
import type { CellKind, TypedCell } from "@netra/render";
import type { OpenedCell } from "./read-fods.ts";

/** What a sheet should hold: its rows from the header on, and of what kind each column is. */
export interface MeantSheet {
  readonly rows: readonly (readonly TypedCell[])[];
  readonly kinds: readonly CellKind[];
}

const NOTHING: OpenedCell = { type: "", value: "", formula: null };
/** As ECMA-376 and Excel have it; nothing of the renderer's is asked, so that its mistakes are not expected of it. */
const MOST_CHARS = 32_767;
const TYPES: Readonly<Record<CellKind, string>> = {
  text: "string",
  count: "float",
  hours: "float",
  decimal: "float",
  percent: "percentage",
  day: "date",
  moment: "date",
};

/** Every cell that is not what was meant, and every one that was not meant at all: `row 2, column 3: …`; and how many were looked at. */
export function compareSheet(
  meant: MeantSheet,
  opened: readonly (readonly OpenedCell[])[],
  form: "xlsx" | "csv",
): { readonly cells: number; readonly wrong: string[] } {
  const wrong: string[] = [];
  let cells = 0;
  for (let row = 0; row < Math.max(meant.rows.length, opened.length); row += 1) {
    const [wanted, found] = [meant.rows[row] ?? [], opened[row] ?? []];
    for (let column = 0; column < Math.max(wanted.length, found.length); column += 1) {
      cells += 1;
      const kind = row === 0 ? "text" : (meant.kinds[column] ?? "text");
      const cell = found[column] ?? NOTHING;
      const what = column < wanted.length ? differs(wanted[column] ?? null, { kind, cell, form }) : extra(cell);
      if (what !== null) wrong.push(`row ${row + 1}, column ${column + 1}: ${what}`);
    }
  }
  return { cells, wrong };
}

const tell = ({ type, value }: OpenedCell): string => `${type || "nothing"} ${JSON.stringify(value.slice(0, 60))} (${value.length})`;
const isBlank = ({ type, value, formula }: OpenedCell): boolean => type === "" && value === "" && formula === null;
const extra = (cell: OpenedCell): string | null => (isBlank(cell) ? null : `${tell(cell)}, where nothing was meant`);

function differs(
  meant: TypedCell,
  { kind, cell, form }: { readonly kind: CellKind; readonly cell: OpenedCell; readonly form: "xlsx" | "csv" },
): string | null {
  if (cell.formula !== null) return "a formula";
  if (meant === null || meant === "") return isBlank(cell) || (cell.type === "string" && cell.value === "") ? null : `${tell(cell)}, not nothing`;
  if (typeof meant === "number") {
    // A CSV knows no percent. An empty cell is no nought.
    const type = form === "csv" ? "float" : TYPES[kind];
    return cell.type === type && cell.value !== "" && Number(cell.value) === meant ? null : `${tell(cell)}, not the ${type} ${meant}`;
  }
  if (meant instanceof Date) return sameTime(meant, kind, cell) ? null : `${tell(cell)}, not ${meant.toISOString()}`;
  const wanted = form === "csv" ? asGuarded(meant) : asKept(meant);
  // A CSV has no types: a text of digits opens as that number, and TRUE as the truth; both say what was meant.
  const untyped = form === "csv" && (cell.value === wanted || (wanted.trim() !== "" && cell.value !== "" && Number(cell.value) === Number(wanted)));
  return (cell.type === "string" && cell.value === wanted) || untyped ? null : `${tell(cell)}, not ${JSON.stringify(wanted.slice(0, 60))}`;
}

/** A sheet counts days in fractions: a minute may come back a second short. */
function sameTime(meant: Date, kind: CellKind, { type, value }: OpenedCell): boolean {
  const local = new Date(meant.getTime() + JAKARTA_OFFSET_MS).toISOString();
  const wanted = Date.parse(kind === "day" ? `${local.slice(0, 10)}T00:00:00Z` : `${local.slice(0, 16)}:00Z`);
  const found = Date.parse(`${value.length === 10 ? `${value}T00:00:00` : value.slice(0, 19).replace(" ", "T")}Z`);
  return type === "date" && Math.abs(found - wanted) < 60_000;
}

/** What cannot be seen shows as its picture; what is no character at all as U+FFFD; line breaks are LF. */
const shown = (text: string): string =>
  Array.from(text.replace(/\r\n?/g, "\n"), (one) => {
    const code = one.codePointAt(0) ?? 0;
    if (code === 0xfffe || code === 0xffff || (code >= 0xd800 && code <= 0xdfff)) return "\ufffd";
    if (code === 0x7f) return "\u2421";
    return code < 32 && one !== "\t" && one !== "\n" ? String.fromCharCode(0x2400 + code) : one;
  }).join("");

/** A text as a cell of a workbook keeps it: whole, or the longest beginning that leaves room for how much is missing, and never half a character. */
function asKept(text: string): string {
  const all = shown(text);
  if (all.length <= MOST_CHARS) return all;
  const mark = (left: number): string => ` […${left}]`;
  let kept = all.slice(0, MOST_CHARS - mark(all.length).length);
  if (!kept.isWellFormed()) kept = kept.slice(0, -1);
  return kept + mark(all.length - kept.length);
}

/** What the guard of a CSV makes of a text: leading blanks go, and an apostrophe stands before what could start a formula in any of its pieces. */
function asGuarded(text: string): string {
  const sign = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/;
  const trimmed = text.replace(/^[\0\t\n\r \ufeff]+/, "");
  const pieces = trimmed.split(/([;\t\n\r][\0\t\n\r "\ufeff]*)/);
  return shown(pieces.map((piece, at) => (at % 2 === 0 && sign.test(piece) ? `'${piece}` : piece)).join(""));
}
