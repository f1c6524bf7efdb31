import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { compareDocuments, makeDocument, type ReportFacts } from "@netra/domain";
import { renderTableCsv, renderWorkbook, type TypedTable } from "@netra/render";
import { type ReportInput, reportFiles } from "@netra/worker-report";
import { formTables } from "../../workers/report/src/forms/form-tables.ts";
import { requireProgram } from "../support/debian.ts";
import { HOSTILE_CELLS } from "../support/hostile-cells.ts";
import { factsOf, flagsOf } from "../support/report-facts.ts";
import { compareSheet, type MeantSheet } from "./compare-sheet.ts";
import { readFods } from "./read-fods.ts";

/**
 * `npm run report:open`: opens the workbooks and tables of reports in LibreOffice without a screen and compares every cell with what was meant: the same value of the same type, and no
 * formula anywhere; a cell or a sheet that was not meant is one that differs (`compareSheet`). Reports of an ordinary week, of week 53, of an empty one and of an outage, a corrected one, a
 * span of days; and the hostile texts. Installs `libreoffice-calc-nogui` where it is missing. With
 * `-- --keep` the figures go into RESULTS.md beside this file. Exits with 1 when a cell differs.
 */
const soffice = requireProgram("soffice", "libreoffice-calc-nogui");
const home = mkdtempSync(join(tmpdir(), "netra-open-"));

interface Case {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of each sheet in order, its rows as they were meant; a CSV has one. */
  readonly sheets: readonly MeantSheet[];
  /** Sheets before them that say what the others are: looked at for formulas alone. */
  readonly skip: number;
}

const headed = (table: TypedTable): MeantSheet => ({
  rows: [table.columns.map(({ title }) => title), ...table.rows, ...(table.total ? [table.total] : [])],
  kinds: table.columns.map(({ kind }) => kind),
});

interface Week {
  readonly name: string;
  readonly facts: ReportFacts;
  /** What an older version of it was made of. */
  readonly corrects?: ReportFacts;
}

function weeks(): Week[] {
  const ordinary = factsOf(flagsOf(3, { flags: 120, from: "2029-W36", weeks: 5 }), "2029-W39");
  const nothing = { posts: [], toCapture: [], captures: [], capturesWaiting: 0, accounts: [], hours: [], quarantined: 0, drift: 0 };
  const base = factsOf([], "2029-W39");
  const hostile = HOSTILE_CELLS.map(([, text]) => text);
  const outage = {
    posts: [],
    accounts: [{ region: "19.71", platform: "facebook", standing: "failing", accounts: 40 }],
    hours: [{ platform: "facebook", fetched: "0".repeat(168), failed: "1".repeat(168) }],
  };
  return [
    { name: "ordinary", facts: ordinary },
    { name: "week-53", facts: factsOf(flagsOf(5, { flags: 40, from: "2026-W51", weeks: 3 }), "2026-W53") },
    {
      name: "empty",
      facts: {
        ...base,
        now: { ...base.now, ...nothing },
        before: { ...base.before, ...nothing },
        contests: [],
        read: [],
        since: null,
        readSince: [],
        named: [],
        watchedWeeks: [],
      },
    },
    { name: "outage", facts: { ...ordinary, now: { ...ordinary.now, ...outage } } },
    {
      name: "hostile-agencies",
      facts: { ...ordinary, flags: ordinary.flags.map((flag, at) => ({ ...flag, agency: hostile[at % hostile.length] ?? null })) },
    },
    { name: "corrected", facts: ordinary, corrects: { ...ordinary, flags: ordinary.flags.slice(0, -9), now: { ...ordinary.now, drift: 4 } } },
    { name: "span", facts: { ...ordinary, now: { ...ordinary.now, week: null }, before: { ...ordinary.before, week: null } } },
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
  for (const { name: week, facts, corrects } of weeks())
    for (const edition of facts.now.week === null ? (["internal"] as const) : (["internal", "shareable"] as const)) {
      const document = makeDocument(facts, edition);
      const changes = corrects && compareDocuments(makeDocument(corrects, edition), document);
      const read: ReportInput = {
        document,
        shareable: null,
        version: corrects ? 2 : 1,
        draft: false,
        final: { at: "2029-10-02T04:00:00.000Z", by: "=Dewi" },
        note: "@catatan",
        noted: { at: "2029-10-02T03:00:00.000Z", by: "+Wulan" },
        correction: changes && edition === "internal" ? { of: 1, why: "=1+1", ...changes } : null,
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

/** It leaves off without a word after some 250 files. */
const AT_ONCE = 100;

function convert(files: readonly string[], more: readonly string[]): void {
  const profile = `-env:UserInstallation=file://${join(home, "profile")}`;
  for (let at = 0; at < files.length; at += AT_ONCE) {
    const some = files.slice(at, at + AT_ONCE);
    const done = spawnSync(soffice, [profile, "--headless", ...more, "--convert-to", "fods", "--outdir", join(home, "opened"), ...some], {
      encoding: "utf8",
    });
    if (done.status !== 0) throw new Error(`LibreOffice ended with ${done.status}: ${done.stderr}`);
  }
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
  if (opened.length !== sheets.length + skip) wrong.push(`${name}: ${opened.length} sheets, not ${sheets.length + skip}`);
  for (const [at, sheet] of sheets.entries()) {
    const compared = compareSheet(sheet, opened[at + skip]?.[1] ?? [], csv ? "csv" : "xlsx");
    cells += compared.cells;
    wrong.push(...compared.wrong.map((what) => `${name}, sheet ${at + 1}, ${what}`));
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
    `# Reports opened in LibreOffice\n\n\`npm run report:open -- --keep\`: every cell of every form is compared with what was meant, and none stands beside them; a report of an ordinary week, of week 53, of an empty one, of an outage one with hostile names of agencies, and a corrected one, in both editions, and of a span of days; and ${HOSTILE_CELLS.length} hostile texts.\n\n${new Date().toISOString().slice(0, 10)}: ${lines.join(" ")}\n`,
  );
if (wrong.length > 0 || formulas > 0) process.exitCode = 1;
