import type { Problem } from "@netra/domain";
import { type Columns, columnKey, namesOf, type RowProblem, readRow, type ValuesOf } from "./columns.ts";
import { decodeStrictly, markedEncoding } from "./decode-file.ts";
import { createProblemLog } from "./problem-log.ts";
import { MAX_ROWS } from "./table.ts";

export interface ParsedJsonl<C extends Columns> {
  /** The sound lines. `line` counts from 1; `raw` is the line's bytes in the file, without its line end. */
  readonly rows: readonly { readonly line: number; readonly values: ValuesOf<C>; readonly raw: Uint8Array }[];
  readonly problems: readonly Problem[];
}

const LF = 0x0a;
const CR = 0x0d;

/**
 * Reads a file of one JSON object a line (UTF-8, RFC 8259) into checked rows. Blank lines are passed over.
 *
 * Fields are text or null. A number is a problem and not rounded: an id above 2^53 would lose its end. Text may hold anything JSON can say,
 * NUL (`\u0000`) and lone surrogates too, at any length. Lines are judged one by one: a broken one costs no other.
 */
export function parseJsonl<const C extends Columns>(ask: {
  readonly bytes: Uint8Array;
  readonly columns: C;
  readonly maxRows?: number;
  readonly check?: (values: ValuesOf<C>, line: number) => readonly RowProblem[];
}): ParsedJsonl<C> {
  const log = createProblemLog();
  const rows: ParsedJsonl<C>["rows"][number][] = [];
  const maxRows = ask.maxRows ?? MAX_ROWS;
  if (markedEncoding(ask.bytes) !== null) {
    log.add({ at: "file", what: "is UTF-16", remedy: "save it as UTF-8" });
    return { rows, problems: log.list() };
  }

  const known = namesOf(ask.columns);
  let seen = 0;
  for (const { line, raw } of linesOf(ask.bytes)) {
    const text = decodeStrictly("utf-8", raw);
    if (text?.trim() === "") continue;
    if (++seen > maxRows) {
      log.add({ at: "file", what: `has more than ${maxRows} lines`, remedy: "split it into smaller files" });
      break;
    }
    const refuse = (what: string, remedy: string, field?: string) =>
      log.add({ at: field === undefined ? `line ${line}` : `line ${line}, field ${field}`, what, remedy });
    if (text === null) {
      refuse("is not UTF-8", "save the file as UTF-8");
      continue;
    }
    const cells = readObject({ text, known, refuse });
    if (cells === null) continue;
    const check = (values: ValuesOf<C>) => ask.check?.(values, line) ?? [];
    const values = readRow({ columns: ask.columns, cells, place: (field) => `line ${line}, field ${field}`, log, check });
    if (values !== null) rows.push({ line, values, raw });
  }
  if (seen === 0) log.add({ at: "file", what: "is empty", remedy: "write one JSON object on each line" });
  return { rows, problems: log.list() };
}

function* linesOf(bytes: Uint8Array): Generator<{ line: number; raw: Uint8Array }> {
  for (let start = 0, line = 1; start < bytes.length; line++) {
    const found = bytes.indexOf(LF, start);
    const end = found === -1 ? bytes.length : found;
    yield { line, raw: bytes.slice(start, bytes[end - 1] === CR && end > start ? end - 1 : end) };
    start = end + 1;
  }
}

/** The fields of one line as cells by column name, or null after saying what is wrong. V8's own messages quote the text, so they are not passed on. */
function readObject(ask: {
  readonly text: string;
  readonly known: ReadonlyMap<string, string>;
  readonly refuse: (what: string, remedy: string, field?: string) => void;
}): Map<string, string> | null {
  const { text, known, refuse } = ask;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    refuse("is not JSON", "write one JSON object on one line");
    return null;
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    refuse("is not a JSON object", 'write {"platform": …} and so on');
    return null;
  }

  const cells = new Map<string, string>();
  let sound = true;
  for (const [index, [key, value]] of Object.entries(parsed).entries()) {
    const name = known.get(columnKey(key));
    const complain = (what: string, remedy: string) => {
      sound = false;
      refuse(what, remedy, name ?? String(index + 1));
    };
    if (name === undefined) complain("is not a known field", `remove it, or name it one of: ${[...new Set(known.values())].join(", ")}`);
    else if (cells.has(name)) complain("stands twice", "keep one of them");
    else if (typeof value === "string") cells.set(name, value);
    else if (value !== null) complain(`is not text but ${Array.isArray(value) ? "list" : typeof value}`, "write it in quotes");
  }
  return sound ? cells : null;
}
