import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Static, Type } from "typebox";
import { PROJECT_ROOT } from "./config.ts";
import { type FactProblem, isDay, readFacts } from "./dated-facts.ts";
import { ConfigError } from "./env.ts";

const Day = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" });
const Line = Type.String({ minLength: 2, maxLength: 90 });
const Lines = Type.Array(Line, { minItems: 1, maxItems: 4 });
/** The form of `report/letterhead.yaml`, and of the file that an office keeps of its own. */
export const LetterheadSchema = Type.Array(
  Type.Object(
    {
      from: Day,
      to: Type.Optional(Day),
      lines: Type.Object({ id: Lines, en: Lines }, { additionalProperties: false }),
      address: Type.Optional(Type.Array(Line, { maxItems: 3 })),
    },
    { additionalProperties: false },
  ),
);
/** A letterhead as it was in force between two days; a `{region}` in its lines stands for the region of the report. */
export type LetterheadRow = Static<typeof LetterheadSchema>[number];

const PATH = "report/letterhead.yaml";
const VARIABLE = "NETRA_LETTERHEAD_FILE";

/** The letterheads of reports, in the order of the file: `report/letterhead.yaml`, or the office's own file instead. Throws ConfigError with place and remedy. */
export const loadLetterheads = (officeFile: string | null = null, home = join(PROJECT_ROOT, "config")): readonly LetterheadRow[] =>
  officeFile === null ? parseLetterheads(readFileSync(join(home, PATH), "utf8"), PATH) : parseLetterheads(readNamed(officeFile, VARIABLE), VARIABLE);

/** The same from the text of one such file; `path` is shown to people. */
export const parseLetterheads = (text: string, path = PATH): readonly LetterheadRow[] =>
  readFacts(text, { path, schema: LetterheadSchema, check: problemsOf, advice: "write it like the example of docs/report/README.md" });

/** A file that a setting names. Throws ConfigError that names the setting and not the file. */
export function readNamed(path: string, variable: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    throw new ConfigError([`${variable}: the file cannot be read (${code}); check its path and who may read it`]);
  }
}

function problemsOf(rows: readonly LetterheadRow[]): FactProblem[] {
  return rows.flatMap((row, at) => {
    const problems: FactProblem[] = [];
    for (const key of ["from", "to"] as const)
      if (row[key] !== undefined && !isDay(row[key])) problems.push({ keys: [at, key], what: `${row[key]} is no day of the calendar; correct it` });
    if (row.to !== undefined && row.to < row.from) problems.push({ keys: [at, "to"], what: 'ends before it begins; correct "from" or "to"' });
    if (rows.slice(0, at).some((one) => one.from <= (row.to ?? "~") && row.from <= (one.to ?? "~")))
      problems.push({ keys: [at, "from"], what: 'is in force together with an entry above; end that one with "to"' });
    for (const [lang, lines] of Object.entries(row.lines))
      for (const [line, text] of lines.entries())
        if (/\{(?!region\})/.test(text))
          problems.push({ keys: [at, "lines", lang, line], what: "has a { that begins nothing known; write {region}, or leave it out" });
    return problems;
  });
}
