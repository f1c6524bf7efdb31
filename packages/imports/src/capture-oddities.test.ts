import { expect, it } from "vitest";
import { rawWorkbook, sheetOf } from "../../../test/support/workbook.ts";
import { parseCaptures } from "./captures.ts";
import { openTable } from "./open-table.ts";

/** What spreadsheet programs and people do to files of captures, and what each format makes of it. */
type Read = { readonly text?: string; readonly at?: string; readonly problem?: string };
const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"));
const latin = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));

async function read(format: "csv" | "xlsx" | "jsonl", bytes: Uint8Array): Promise<Read> {
  const { rows, problems } = parseCaptures(format === "jsonl" ? bytes : await openTable(bytes), format === "jsonl" ? "jsonl" : "csv");
  const [problem] = problems;
  if (problem) return { problem: `${problem.at}: ${problem.what}` };
  const { text, createdAt } = rows[0]?.values ?? expect.unreachable();
  return { text, ...(createdAt ? { at: createdAt.toISOString() } : {}) };
}

const HEAD = ["platform", "handle", "text", "created_at", "external_id"];
const row = (text: string, at = "", id = "") => ["x", "sekar_w", text, at, id];
const csv = (cells: readonly string[], delimiter = ",") => `${HEAD.join(delimiter)}\r\n${cells.join(delimiter)}\r\n`;
const json = (cells: readonly string[]) => `${JSON.stringify(Object.fromEntries(HEAD.map((name, index) => [name, cells[index] || null])))}\n`;
const sheet = (cells: readonly unknown[]) => sheetOf([HEAD, cells as string[]]);
const LOST = "is in scientific notation, so its digits are lost";
const DOTS = row("Selamat pagi", "21/11/2026 19.30.05");
const SEEN = { text: "Selamat pagi", at: "2026-11-21T12:30:05.000Z" };

it.each<[string, "csv" | "xlsx" | "jsonl", Uint8Array | Promise<Uint8Array>, Read]>([
  ["an Indonesian time with dots", "csv", utf8(csv(DOTS)), SEEN],
  ["an Indonesian time with dots", "xlsx", sheet(DOTS), SEEN],
  ["an Indonesian time with dots", "jsonl", utf8(json(DOTS)), SEEN],
  ["a typed time", "xlsx", sheet(["x", "sekar_w", "Selamat pagi", new Date("2026-11-21T19:30:05Z")]), SEEN],
  ["an id that became 1.99E+18", "csv", utf8(csv(row("a", "", "1.99E+18"))), { problem: `row 2, column external_id: ${LOST}` }],
  ["an id that became 1.99E+18", "xlsx", sheet(row("a", "", "1.99E+18")), { problem: `Sheet1!E2, column external_id: ${LOST}` }],
  ["an id that became 1.99E+18", "jsonl", utf8(json(row("a", "", "1.99E+18"))), { problem: `line 1, field external_id: ${LOST}` }],
  [
    "an id that is a number",
    "xlsx",
    sheet(["x", "sekar_w", "a", null, 1.99e18]),
    { problem: "Sheet1!E2, column external_id: is a number of more than 15 digits, so its last digits are lost" },
  ],
  [
    "an id that is a number",
    "jsonl",
    utf8('{"platform":"x","handle":"a","text":"a","external_id":1990000000000000123}'),
    { problem: "line 1, field external_id: is not text but number" },
  ],
  ["Excel's sep= line", "csv", utf8(`sep=;\r\n${csv(row("a, b"), ";")}`), { text: "a, b" }],
  ["Excel's sep= line", "xlsx", sheetOf([["sep=;"], HEAD, row("a")]), { problem: "Sheet1!A1: is not a known column" }],
  ["Excel's sep= line", "jsonl", utf8(`sep=;\n${json(row("a"))}`), { problem: "line 1: is not JSON" }],
  ["UTF-16", "csv", utf16(csv(row("é😀"))), { text: "é😀" }],
  ["UTF-16", "xlsx", rawWorkbook("", { strings: utf16("<sst/>") }), { problem: "file: cannot be read as a workbook" }],
  ["letters and signs beyond ASCII", "xlsx", sheet(row("é😀")), { text: "é😀" }],
  ["UTF-16", "jsonl", utf16(json(row("é"))), { problem: "file: is UTF-16" }],
  ["windows-1252", "csv", latin(csv(row("\x93\xe9\x94"))), { text: "“é”" }],
  ["windows-1252", "xlsx", rawWorkbook("", { strings: latin("<sst>\xe9</sst>") }), { problem: "file: cannot be read as a workbook" }],
  ["windows-1252", "jsonl", latin(json(row("\xe9"))), { problem: "line 1: is not UTF-8" }],
  ["a mark of the byte order", "jsonl", utf8(`\ufeff${json(row("a"))}`), { text: "a" }],
  ["a formula", "csv", utf8(csv(row("=1+1"))), { text: "=1+1" }],
  ["a formula", "xlsx", sheet(["x", "sekar_w", { formula: "1+1", result: 2 }]), { problem: "Sheet1!C2, column text: holds a formula" }],
  ["a formula", "jsonl", utf8(json(row("=1+1"))), { text: "=1+1" }],
])("%s in %s", async (_, format, bytes, expected) => expect(await read(format, await bytes)).toEqual(expected));
