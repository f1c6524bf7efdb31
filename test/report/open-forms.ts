import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { JAKARTA_OFFSET_MS, makeDocument, type ReportFacts } from "@netra/domain";
import { renderTableCsv, renderWorkbook, type TypedCell, type TypedTable } from "@netra/render";
import { type ReportInput, reportFiles } from "@netra/worker-report";
import { sheetText } from "../../packages/render/src/workbook/sheet-text.ts";
import { formTables } from "../../workers/report/src/forms/form-tables.ts";
import { requireProgram } from "../support/debian.ts";
import { HOSTILE_CELLS } from "../support/hostile-cells.ts";
import { factsOf, flagsOf } from "../support/report-facts.ts";
import { type OpenedCell, readFods } from "./read-fods.ts";

/**
 * `npm run report:open`: opens the workbooks and tables of reports in LibreOffice without a screen and compares every cell with what was meant: the same value of the same type, and no
 * formula anywhere. Reports of an ordinary week, of week 53, of an empty one and of an outage; and the hostile texts. Installs `libreoffice-calc-nogui` where it is missing. With
 * `-- --keep` the figures go into RESULTS.md beside this file. Exits with 1 when a cell differs.
 */
const soffice = requireProgram("soffice", "libreoffice-calc-nogui");
const home = mkdtempSync(join(tmpdir(), "netra-open-"));

interface Case {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of each sheet in order, its rows as they were meant; a CSV has one. */
  readonly sheets: readonly { readonly rows: readonly (readonly TypedCell[])[]; readonly kinds: readonly string[] }[];
  /** Sheets before them that say what the others are: looked at for formulas alone. */
  readonly skip: number;
}

const headed = (table: TypedTable) => ({
  rows: [table.columns.map(({ title }) => title), ...table.rows, ...(table.total ? [table.total] : [])],
  kinds: table.columns.map(({ kind }) => kind),
});

function weeks(): [string, ReportFacts][] {
  const ordinary = factsOf(flagsOf(3, { flags: 120, from: "2029-W36", weeks: 5 }), "2029-W39");
  const nothing = { posts: [], toCapture: [], captures: [], capturesWaiting: 0, accounts: [], hours: [], quarantined: 0, drift: 0 };
  const base = factsOf([], "2029-W39");
  const hostile = HOSTILE_CELLS.map(([, text]) => text);
  return [
    ["ordinary", ordinary],
    ["week-53", factsOf(flagsOf(5, { flags: 40, from: "2026-W51", weeks: 3 }), "2026-W53")],
    ["empty", { ...base, now: { ...base.now, ...nothing }, before: { ...base.before, ...nothing }, contests: [], read: [], named: [] }],
    [
      "outage",
      {
        ...ordinary,
        now: {
          ...ordinary.now,
          posts: [],
          accounts: [{ region: "19.71", platform: "facebook", standing: "failing", accounts: 40 }],
          hours: [{ platform: "facebook", fetched: "0".repeat(168), failed: "1".repeat(168) }],
        },
      },
    ],
    ["hostile-agencies", { ...ordinary, flags: ordinary.flags.map((flag, at) => ({ ...flag, agency: hostile[at % hostile.length] ?? null })) }],
  ];
}

async function cases(): Promise<Case[]> {
  const made: Case[] = [];
  const table: TypedTable = {
    id: "teks",
    title: "Teks",
    columns: [
      { title: "No", kind: "count", names: true },
      { title: "Isi", kind: "text" },
    ],
    rows: HOSTILE_CELLS.map(([, text], at) => [at + 1, text]),
    total: null,
    note: "",
  };
  const about = { sheet: "Tentang", facts: [], notes: ["=1+1"] };
  made.push({
    name: "hostile.xlsx",
    bytes: await renderWorkbook({ lang: "id", title: "=1+1", asOf: new Date(0), about, tables: [table] }),
    sheets: [headed(table)],
    skip: 1,
  });
  made.push({ name: "hostile-table.csv", bytes: renderTableCsv(table), sheets: [headed(table)], skip: 0 });
  for (const [week, facts] of weeks())
    for (const edition of ["internal", "shareable"] as const) {
      const read: ReportInput = {
        document: makeDocument(facts, edition),
        shareable: null,
        version: 1,
        draft: false,
        final: null,
        note: null,
        noted: null,
        correction: null,
        regionName: "Provinsi Misal",
        regions: new Map(),
      };
      const files = await reportFiles(read, { letterheads: [], columns: null, signer: null });
      for (const lang of ["id", "en"] as const) {
        const tables = formTables(read, lang);
        const book = files.find(({ name }) => name.endsWith(`.internal.${lang}.xlsx`));
        made.push({ name: `${week}-${edition}-${lang}.xlsx`, bytes: book?.bytes ?? new Uint8Array(), sheets: tables.map(headed), skip: 1 });
        if (lang === "id")
          for (const one of tables)
            made.push({ name: `${week}-${edition}-${one.id}.csv`, bytes: renderTableCsv(one), sheets: [headed(one)], skip: 0 });
      }
    }
  return made;
}

function convert(files: readonly string[], more: readonly string[]): void {
  const profile = `-env:UserInstallation=file://${join(home, "profile")}`;
  const done = spawnSync(soffice, [profile, "--headless", ...more, "--convert-to", "fods", "--outdir", join(home, "opened"), ...files], {
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(`LibreOffice ended with ${done.status}: ${done.stderr}`);
}

/** What the guard of a CSV makes of a text, by rules of its own and not the renderer's: leading blanks go, and an apostrophe stands before what could start a formula in any of its pieces. */
function guarded(text: string): string {
  const sign = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/;
  const trimmed = text.replace(/^[\0\t\n\r \ufeff]+/, "");
  const pieces = trimmed.split(/([;\t\n\r][\0\t\n\r "\ufeff]*)/);
  const said = pieces.map((piece, at) => (at % 2 === 0 && sign.test(piece) ? `'${piece}` : piece)).join("");
  // What cannot be seen shows as its picture; what is no character at all as U+FFFD.
  return Array.from(said, (one) => {
    const code = one.codePointAt(0) ?? 0;
    if (code === 0xfffe || code === 0xffff || (code >= 0xd800 && code <= 0xdfff)) return "\ufffd";
    return code < 32 && !"\t\n\r".includes(one) ? String.fromCharCode(0x2400 + code) : one;
  }).join("");
}

const DAY_MS = 86_400_000;

/** Null when the cell is what was meant; else what it is. */
function differs(meant: TypedCell, kind: string, is: OpenedCell | undefined, csv: boolean): string | null {
  const found = is ?? { type: "", value: "", formula: null };
  if (found.formula !== null) return "a formula";
  if (meant === null || meant === "") return found.value === "" ? null : `${found.type}, not nothing`;
  if (typeof meant === "number")
    return Number(found.value) === meant && found.type !== "string" ? null : `${found.type} ${found.value}, not the number ${meant}`;
  if (meant instanceof Date) {
    const local = new Date(meant.getTime() + JAKARTA_OFFSET_MS).toISOString();
    const wanted = kind === "day" ? local.slice(0, 10) : local.slice(0, 16);
    // A sheet counts days in fractions: a minute may come back a second short.
    const back = Date.parse(`${found.value.length === 10 ? `${found.value}T00:00:00` : found.value.slice(0, 19).replace(" ", "T")}Z`);
    const day = kind === "day" ? Date.parse(wanted) : Date.parse(`${wanted}:00Z`);
    return Math.abs(back - day) < Math.min(DAY_MS, 60_000) ? null : `${found.type} ${found.value}, not ${wanted}`;
  }
  const wanted = csv ? guarded(meant).replace(/\r\n?/g, "\n") : sheetText(meant).replaceAll("_x005F_", "_");
  if (csv)
    return found.value === wanted || Number(found.value) === Number(wanted) ? null : `${found.type} ${JSON.stringify(found.value.slice(0, 60))}`;
  return found.type === "string" && found.value === wanted
    ? null
    : `${found.type} ${JSON.stringify(found.value.slice(0, 60))} (${found.value.length})`;
}

mkdirSync(join(home, "made"));
const all = await cases();
for (const { name, bytes } of all) writeFileSync(join(home, "made", name), bytes);
const paths = (ending: string): string[] => all.flatMap(({ name }) => (name.endsWith(ending) ? [join(home, "made", name)] : []));
const began = performance.now();
convert(paths(".xlsx"), []);
// Comma, quotes, UTF-8, from the first line.
convert(paths(".csv"), ["--infilter=CSV:44,34,76,1"]);
const openMs = performance.now() - began;

let cells = 0;
let formulas = 0;
const wrong: string[] = [];
for (const { name, sheets, skip } of all) {
  const csv = name.endsWith(".csv");
  const opened = [...readFods(readFileSync(join(home, "opened", `${basename(name, csv ? ".csv" : ".xlsx")}.fods`), "utf8"))];
  for (const [, rows] of opened) formulas += rows.flat().filter(({ formula }) => formula !== null).length;
  for (const [at, { rows, kinds }] of sheets.entries())
    for (const [row, meant] of rows.entries())
      for (const [column, cell] of meant.entries()) {
        cells += 1;
        const what = differs(cell, row === 0 ? "text" : (kinds[column] ?? "text"), opened[at + skip]?.[1][row]?.[column], csv);
        if (what !== null) wrong.push(`${name}, sheet ${at + 1}, row ${row + 1}, column ${column + 1}: ${what}`);
      }
}
const version = spawnSync(soffice, ["--version"], { encoding: "utf8" }).stdout.trim();
rmSync(home, { recursive: true, force: true });
const count = (ending: string): number => paths(ending).length;
const lines = [
  `${version}`,
  `${count(".xlsx")} workbooks and ${count(".csv")} tables opened in ${Math.round(openMs / 1000)} s; ${cells.toLocaleString("en")} cells compared, ${wrong.length} differ; ${formulas} formulas.`,
];
for (const line of [...lines, ...wrong.slice(0, 40)]) process.stdout.write(`${line}\n`);
if (process.argv.includes("--keep"))
  writeFileSync(
    join(import.meta.dirname, "RESULTS.md"),
    `# Reports opened in LibreOffice\n\n\`npm run report:open -- --keep\`: every cell of every form is compared with what was meant; a report of an ordinary week, of week 53, of an empty one, of an outage and one with hostile names of agencies, in both editions; and ${HOSTILE_CELLS.length} hostile texts.\n\n${new Date().toISOString().slice(0, 10)}: ${lines.join(" ")}\n`,
  );
if (wrong.length > 0 || formulas > 0) process.exitCode = 1;
