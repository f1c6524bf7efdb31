import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileSchema, type SchemaName } from "@netra/classifier";
import { ColumnsSchema, HolidaysSchema, LetterheadSchema, PROJECT_ROOT, ReferralsSchema } from "@netra/config";
import { printJson } from "./print-json.ts";

const CONFIG = join(PROJECT_ROOT, "config");
const NAMES: readonly SchemaName[] = ["pack", "lexicon", "rules", "examples", "contest"];
/** Files of dated facts, or the folder of such files, by the name of their schema. */
const FACTS = {
  holidays: { schema: HolidaysSchema, path: "regions/holidays.yaml" },
  referrals: { schema: ReferralsSchema, path: "procedures/referrals.yaml" },
  letterhead: { schema: LetterheadSchema, path: "report/letterhead.yaml" },
  columns: { schema: ColumnsSchema, path: "report/columns/" },
} as const;
const FACT_NAMES = Object.keys(FACTS) as (keyof typeof FACTS)[];
const MARK = "# yaml-language-server: $schema=";

/** A file that must say what is given here; `path` is absolute. */
export interface Wanted {
  readonly path: string;
  readonly text: string;
}

/** The JSON Schemas that editors read, as they should be in `config/schema`. */
export function schemaFiles(): Wanted[] {
  return [...NAMES, ...FACT_NAMES].map((name) => ({
    path: join(CONFIG, "schema", `${name}.schema.json`),
    text: printJson(schemaNamed(name)),
  }));
}

/** The schema of that name, as an editor reads it. */
export const schemaNamed = (name: string): object =>
  name in FACTS
    ? { $schema: "http://json-schema.org/draft-07/schema#", title: `Netra: ${name}`, ...FACTS[name as keyof typeof FACTS].schema }
    : fileSchema(name as SchemaName);

/** Every YAML file of a pack, a contest or dated facts in `config/`, with the line that tells an editor its schema as its first. */
export function markedFiles(): Wanted[] {
  const folders = Object.values(FACTS).flatMap(({ path }) => (path.endsWith("/") ? [path] : []));
  const paths = ["rule-packs", "contests", ...folders].flatMap((folder) =>
    readdirSync(join(CONFIG, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  paths.push(...Object.values(FACTS).flatMap(({ path }) => (path.endsWith("/") ? [] : [join(CONFIG, path)])));
  return paths.sort().map((path) => {
    const lines = readFileSync(path, "utf8").split("\n");
    const rest = lines[0]?.startsWith(MARK) ? lines.slice(1) : lines;
    const schema = relative(dirname(path), join(CONFIG, "schema", `${schemaOf(path)}.schema.json`))
      .split(sep)
      .join("/");
    return { path, text: [`${MARK}${schema}`, ...rest].join("\n") };
  });
}

function schemaOf(path: string): SchemaName | keyof typeof FACTS {
  for (const name of FACT_NAMES) {
    const fact = join(CONFIG, FACTS[name].path);
    if (path === fact || (fact.endsWith(sep) && path.startsWith(fact))) return name;
  }
  if (path.startsWith(join(CONFIG, "contests"))) return "contest";
  if (dirname(path).endsWith(`${sep}lexicons`)) return "lexicon";
  return path.endsWith("rules.yaml") ? "rules" : path.endsWith("examples.yaml") ? "examples" : "pack";
}

/** `npm run schema:config`: writes the schemas, and the line into files that lack it. */
if (process.argv[1] === import.meta.filename) {
  mkdirSync(join(CONFIG, "schema"), { recursive: true });
  let changed = 0;
  for (const { path, text } of [...schemaFiles(), ...markedFiles()]) {
    if (current(path) === text) continue;
    writeFileSync(path, text);
    changed += 1;
    process.stdout.write(`${relative(PROJECT_ROOT, path)}\n`);
  }
  process.stdout.write(changed === 0 ? "config/schema is up to date.\n" : `${changed} files written.\n`);
}

/** What a file says; undefined when it is not there. */
export function current(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
