import { DomainError, type Problem } from "@netra/domain";
import { inMemory, openZip, type Zip, type ZipLimits } from "./archive/open-zip.ts";
import { readCsv } from "./csv.ts";
import { decodeStrictly } from "./decode-file.ts";
import { createProblemLog } from "./problem-log.ts";
import { MAX_ROWS, type Table } from "./table.ts";
import { columnLetters, parseAddress, placeInSheet } from "./xlsx/address.ts";
import { type Relation, readLooks, readRelations, readSharedStrings, readWorkbook, type SheetEntry } from "./xlsx/read-parts.ts";
import { MAX_COLUMNS, readSheet, type Sheet } from "./xlsx/read-sheet.ts";

const MAX_WORKBOOK_BYTES = 20_000_000;
/** Five parts of a workbook are opened. A sheet of 100,000 rows and 13 columns takes about 60 MB. */
const LIMITS: ZipLimits = { entries: 2000, entryBytes: 100_000_000, totalBytes: 120_000_000 };
const CONTENT_TYPE = "application/json";

/**
 * Reads a file of rows and columns, told by its bytes and not by its name: a workbook (.xlsx) or CSV. Of a workbook one sheet is read: `sheet` by name, else
 * the first that is not hidden. Its evidence is each row as JSON, `{"sheet","row","cells":{"A":…}}`: the row's own bytes are spread over the file.
 *
 * What cannot be read is a problem of the table and never thrown, but for CSV bytes that are no text (`invalid`). Macros, pictures, links and every other part
 * are never opened. Cost: at most 120 MB inflated; 100,000 rows of 13 columns (56 MB of XML) take 0.7 GB of memory and ten seconds of
 * one processor.
 */
export async function openTable(bytes: Uint8Array, ask: { readonly sheet?: string | undefined; readonly maxRows?: number } = {}): Promise<Table> {
  const maxRows = ask.maxRows ?? MAX_ROWS;
  if (startsWith(bytes, OLE))
    return refusedTable("is an old workbook (.xls), or one that is locked with a password", "open it and save it as .xlsx without a password");
  if (!startsWith(bytes, ZIP)) {
    if (ask.sheet !== undefined) return refusedTable("is no workbook, so it has no sheets", "leave --sheet out");
    return readCsv(bytes, maxRows);
  }
  if (bytes.byteLength > MAX_WORKBOOK_BYTES)
    return refusedTable(`is larger than ${MAX_WORKBOOK_BYTES / 1_000_000} MB`, "remove pictures and other sheets, or split it");
  try {
    return await readWorkbookTable(bytes, { sheet: ask.sheet, maxRows });
  } catch (error) {
    // Whatever a broken file does to a parser is the file's problem; messages may quote it, so they are not passed on.
    if (error instanceof DomainError)
      return refusedTable(`was refused. ${error.message.replace(/^The archive was refused\. /, "").replace(/\.$/, "")}`, RESAVE);
    return refusedTable("cannot be read as a workbook", RESAVE);
  }
}

const OLE = [0xd0, 0xcf, 0x11, 0xe0];
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const RESAVE = "open it in a spreadsheet program and save it anew as .xlsx";
const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean => mark.every((byte, index) => bytes[index] === byte);

const refusedTable = (what: string, remedy: string): Table => ({
  rows: [],
  problems: [{ at: "file", what, remedy }],
  contentType: CONTENT_TYPE,
  ragged: false,
  place: (row) => `row ${row}`,
});

async function readWorkbookTable(bytes: Uint8Array, ask: { readonly sheet: string | undefined; readonly maxRows: number }): Promise<Table> {
  const zip = await openZip(inMemory(bytes), LIMITS);
  if (!zip.names.includes(WORKBOOK) || !zip.names.includes(RELATIONS)) return refusedTable("is no workbook of the .xlsx kind", RESAVE);
  const { sheets, since1904 } = readWorkbook(await readText(zip, WORKBOOK));
  const relations = readRelations(await readText(zip, RELATIONS));
  const chosen = chooseSheet(sheets, relations, ask.sheet);
  if ("problem" in chosen) return refusedTable(chosen.problem, chosen.remedy);

  const partOf = (kind: string) => [...relations.values()].find((relation) => relation.kind === kind)?.path;
  const [strings, styles] = [partOf("sharedStrings"), partOf("styles")];
  const context = {
    sharedStrings: strings === undefined ? [] : readSharedStrings(await readText(zip, strings)),
    looks: styles === undefined ? [] : readLooks(await readText(zip, styles)),
    since1904,
    maxRows: ask.maxRows + 1, // and the header
  };
  return tableOf(chosen.name, readSheet(await readText(zip, chosen.path), context), ask.maxRows);
}

const WORKBOOK = "xl/workbook.xml";
const RELATIONS = "xl/_rels/workbook.xml.rels";

async function readText(zip: Zip, name: string): Promise<string> {
  const text = decodeStrictly("utf-8", await zip.read(name));
  if (text === null) throw new Error("not UTF-8");
  return text;
}

function chooseSheet(sheets: readonly SheetEntry[], relations: ReadonlyMap<string, Relation>, wanted: string | undefined) {
  const tables = sheets.flatMap((sheet) => {
    const relation = relations.get(sheet.relation);
    return relation?.kind === "worksheet" ? [{ ...sheet, path: relation.path }] : [];
  });
  const chosen =
    wanted === undefined ? tables.find((sheet) => !sheet.hidden) : tables.find((sheet) => sheet.name.toLowerCase() === wanted.trim().toLowerCase());
  if (chosen) return chosen;
  const names = tables.slice(0, 20).map(({ name }) => JSON.stringify(name));
  return wanted === undefined
    ? { problem: "has no sheet that can be seen", remedy: "name one with --sheet, or save it anew" }
    : { problem: "has no sheet of that name", remedy: `name one of: ${names.join(", ") || "(none)"}` };
}

function tableOf(name: string, sheet: Sheet, maxRows: number): Table {
  const log = createProblemLog();
  const at = (row: number, column: number): string => placeInSheet(name, `${columnLetters(column)}${row}`);
  if (sheet.rows.length === 0)
    log.add({ at: placeInSheet(name, "A1"), what: "is empty", remedy: "give it a header row and at least one row, or name another with --sheet" });
  if (sheet.tooLong) log.add({ at: "file", what: `has more than ${maxRows} rows`, remedy: "split it into smaller files" });
  if (sheet.tooWide)
    log.add({
      at: at(sheet.tooWide.row, sheet.tooWide.column),
      what: `lies beyond ${MAX_COLUMNS} columns`,
      remedy: "remove what does not belong to the table",
    });
  for (const problem of mergedProblems(name, sheet)) log.add(problem);
  return {
    rows: sheet.rows.map(({ row, cells }) => ({ row, cells, raw: () => rowAsJson(name, row, cells) })),
    problems: log.list(),
    contentType: CONTENT_TYPE,
    ragged: false,
    place(row, column) {
      const where = column?.index === undefined ? `sheet ${JSON.stringify(name)}, row ${row}` : at(row, column.index + 1);
      return column === undefined || column.name === null ? where : `${where}, column ${column.name}`;
    },
  };
}

/** A merged area over the table keeps one value for many cells: for which of them it is meant, nobody can say. */
function mergedProblems(name: string, sheet: Sheet): Problem[] {
  const used = sheet.rows.map(({ row }) => row);
  const width = sheet.rows[0]?.cells.length ?? 0;
  return sheet.merged.flatMap((area) => {
    const [from, to] = area.split(":").map(parseAddress);
    if (!from || !to || from.column > width || (from.row === to.row && from.column === to.column)) return [];
    const first = used[firstAtLeast(used, from.row)];
    if (first === undefined || first > to.row) return [];
    return [{ at: placeInSheet(name, area), what: "is one merged cell", remedy: "unmerge it and fill in each cell" }];
  });
}

/** The place of the first number that is not below `wanted`; the numbers rise. */
function firstAtLeast(rising: readonly number[], wanted: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rowAsJson(sheet: string, row: number, cells: readonly unknown[]): Uint8Array {
  const filled = cells.flatMap((cell, index) => (typeof cell === "string" && cell !== "" ? [[columnLetters(index + 1), cell]] : []));
  return new TextEncoder().encode(JSON.stringify({ sheet, row, cells: Object.fromEntries(filled) }));
}
