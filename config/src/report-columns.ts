import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Static, Type } from "typebox";
import { PROJECT_ROOT } from "./config.ts";
import { type FactProblem, isDay, readFacts } from "./dated-facts.ts";
import { ConfigError } from "./env.ts";
import { readNamed } from "./letterhead.ts";

const Code = Type.String({ pattern: "^[a-z][a-z0-9_]{0,40}$" });
const Title = Type.String({ minLength: 1, maxLength: 120 });
/** The form of the files in `report/columns`. */
export const ColumnsSchema = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z0-9]+(-[a-z0-9]+)*$", maxLength: 40 }),
    title: Title,
    for: Type.String({ minLength: 3, maxLength: 200 }),
    from: Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }),
    source: Type.String({ minLength: 3, maxLength: 300 }),
    lang: Type.Enum(["id", "en"]),
    edition: Type.Enum(["internal", "shareable"]),
    sheets: Type.Array(
      Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 31, pattern: "^[^\\[\\]:*?/\\\\']+$" }),
          above: Type.Optional(Type.Array(Title, { maxItems: 6 })),
          table: Code,
          total: Type.Optional(Type.Boolean()),
          columns: Type.Array(
            Type.Object(
              {
                header: Title,
                take: Type.Optional(Code),
                as: Type.Optional(Type.Enum(["code", "change", "low", "high"])),
                text: Type.Optional(Title),
              },
              { additionalProperties: false },
            ),
            { minItems: 1, maxItems: 60 },
          ),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 30 },
    ),
  },
  { additionalProperties: false },
);
/** How a report's tables become the spreadsheet that a superior asks for: which table is which sheet, and which of its columns stand there under which header. */
export type ColumnMapping = Static<typeof ColumnsSchema>;

/** Tables that there are to take from: by edition and id, the dimensions of a row and the columns with their types. */
export type TableCatalogue = Readonly<
  Record<ColumnMapping["edition"], Readonly<Record<string, { readonly by: readonly string[]; readonly columns: Readonly<Record<string, string>> }>>>
>;

/** Facts of the report that stand for themselves in lines above a table and in columns of one text. */
export const PLACEHOLDERS = ["week", "from", "to", "as_of", "stood_at", "region", "region_code"] as const;

const VARIABLE = "NETRA_REPORT_COLUMNS_FILE";

/** A mapping by its id from `report/columns`, or from any path to a file. Throws ConfigError with place and remedy. */
export function loadColumns(idOrPath: string, tables: TableCatalogue, home = join(PROJECT_ROOT, "config")): ColumnMapping {
  const folder = join(home, "report", "columns");
  const ofId = join(folder, `${idOrPath}.yaml`);
  if (/^[a-z0-9-]+$/.test(idOrPath) && existsSync(ofId))
    return parseColumns(readFileSync(ofId, "utf8"), { path: `report/columns/${idOrPath}.yaml`, tables });
  const path = resolve(idOrPath);
  if (!existsSync(path)) {
    const known = readdirSync(folder).map((name) => name.replace(/\.yaml$/, ""));
    throw new ConfigError([`columns ${JSON.stringify(idOrPath)}: there is no such file or id; known: ${known.join(", ")}`]);
  }
  return parseColumns(readNamed(path, idOrPath), { path: idOrPath, tables });
}

/** The mapping of the office, whose file a setting names; null without one. */
export const loadOfficeColumns = (officeFile: string | null, tables: TableCatalogue): ColumnMapping | null =>
  officeFile === null ? null : parseColumns(readNamed(officeFile, VARIABLE), { path: VARIABLE, tables });

/** The same from the text of one such file; `path` is shown to people. */
export const parseColumns = (text: string, { path, tables }: { readonly path: string; readonly tables: TableCatalogue }): ColumnMapping =>
  readFacts(text, {
    path,
    schema: ColumnsSchema,
    check: (mapping) => problemsOf(mapping, tables),
    advice: "write it like config/report/columns/contoh-rekap-provinsi.yaml",
  });

function problemsOf(mapping: ColumnMapping, catalogue: TableCatalogue): FactProblem[] {
  const problems: FactProblem[] = [];
  const say = (keys: FactProblem["keys"], what: string): void => void problems.push({ keys, what });
  if (!isDay(mapping.from)) say(["from"], `${mapping.from} is no day of the calendar; correct it`);
  const tables = catalogue[mapping.edition];
  for (const [at, sheet] of mapping.sheets.entries()) {
    if (mapping.sheets.findIndex(({ name }) => name.toLowerCase() === sheet.name.toLowerCase()) !== at)
      say(["sheets", at, "name"], `a sheet of this name stands above; a workbook has each name once`);
    for (const [line, text] of (sheet.above ?? []).entries()) for (const wrong of unknownIn(text)) say(["sheets", at, "above", line], wrong);
    const table = tables[sheet.table];
    if (!table) {
      say(["sheets", at, "table"], `the ${mapping.edition} edition has no table ${sheet.table}; take one of: ${Object.keys(tables).join(", ")}`);
      continue;
    }
    for (const [index, column] of sheet.columns.entries()) {
      const wrong = columnProblem(column, sheet.table, table);
      if (wrong !== null) say(["sheets", at, "columns", index], wrong);
      for (const text of unknownIn(column.text ?? "")) say(["sheets", at, "columns", index, "text"], text);
    }
  }
  return problems;
}

type Column = ColumnMapping["sheets"][number]["columns"][number];

function columnProblem({ header, take, as, text }: Column, id: string, { by, columns }: TableCatalogue["internal"][string]): string | null {
  const name = JSON.stringify(header);
  if ((take === undefined) === (text === undefined)) return `${name}: give either "take", a column of the table, or "text"`;
  if (take === undefined) return as === undefined ? null : `${name}: "as" is for what is taken; leave it out`;
  const type = columns[take];
  if (!by.includes(take) && type === undefined)
    return `${name}: the table ${id} has no ${take}; take one of: ${[...by, ...Object.keys(columns)].join(", ")}`;
  const isInterval = type === "interval";
  if (isInterval !== (as === "low" || as === "high"))
    return isInterval ? `${name}: ${take} is an interval; add as: low or as: high` : `${name}: only an interval has a ${as}; leave "as" out`;
  if (as === "change" && (type === undefined || type === "code")) return `${name}: ${take} is no number and has no change; leave "as" out`;
  if (as === "code" && !by.includes(take)) return `${name}: only what names a row has a code; leave "as" out`;
  return null;
}

const unknownIn = (text: string): string[] =>
  [...text.matchAll(/\{([^}]*)\}?/g)]
    .filter(([, name]) => !(PLACEHOLDERS as readonly string[]).includes(name ?? ""))
    .map(([all]) => `${all} is not known; write one of: ${PLACEHOLDERS.map((one) => `{${one}}`).join(", ")}`);
