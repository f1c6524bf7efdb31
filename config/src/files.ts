import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { parse } from "yaml";
import { PROJECT_ROOT } from "./config.ts";
import { ConfigError } from "./env.ts";
import { HOLIDAYS_FILE } from "./holidays.ts";

const HOME = join(PROJECT_ROOT, "config");
/** Ids name directories and files: nothing that could climb out of them. */
const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const SOURCE = /\.(yaml|yml|json)$/;

/** The files of a rule pack by id from `rule-packs/`, or of any folder: path inside the pack (with `/`) → text, in path order. The classifier parses and checks them. */
export function loadRulePackFiles(idOrFolder: string, home = HOME): Readonly<Record<string, string>> {
  const folder = findPackFolder(idOrFolder, home);
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && SOURCE.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
  return Object.fromEntries(paths.map((path) => [path.split(sep).join("/"), readFileSync(join(folder, path), "utf8")]));
}

/** An id comes first: a folder that happens to be called like a pack is written with a `./` before it. */
function findPackFolder(idOrFolder: string, home: string): string {
  const ofId = join(home, "rule-packs", idOrFolder);
  if (ID.test(idOrFolder) && existsSync(ofId)) return ofId;
  const folder = resolve(idOrFolder);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw missing("rule pack", idOrFolder, join(home, "rule-packs"));
  return folder;
}

/** The text of a contest: by id from `contests/`, or from any path to a YAML or JSON file. */
export function loadContestFile(idOrPath: string, home = HOME): string {
  const path = ID.test(idOrPath) ? join(home, "contests", `${idOrPath}.yaml`) : resolve(idOrPath);
  if (!SOURCE.test(path)) throw new ConfigError([`contest ${JSON.stringify(idOrPath)}: a contest file ends in .yaml, .yml or .json`]);
  if (!ID.test(idOrPath) && !existsSync(path)) throw new ConfigError([`contest ${JSON.stringify(idOrPath)}: there is no such file; check the path`]);
  if (!existsSync(path)) throw missing("contest", idOrPath, join(home, "contests"));
  return readFileSync(path, "utf8");
}

const Regions = Type.Array(
  Type.Object({ code: Type.String({ pattern: "^(ID|\\d{2}(\\.\\d{2}(\\.\\d{2}(\\.\\d{4})?)?)?)$" }), name: Type.String({ minLength: 1 }) }),
);
export type RegionRow = Static<typeof Regions>[number];

/** Every region that the files under `regions/` name, in code order with the whole country first. Codes: Kemendagri. */
export function loadRegions(home = HOME): readonly RegionRow[] {
  const rows = readdirSync(join(home, "regions"))
    .filter((file) => SOURCE.test(file) && file !== HOLIDAYS_FILE)
    .flatMap((file) => {
      const parsed: unknown = parse(readFileSync(join(home, "regions", file), "utf8"), { schema: "core" });
      if (Value.Check(Regions, parsed)) return parsed;
      const [first] = Value.Errors(Regions, parsed);
      throw new ConfigError([
        `regions/${file}: entry ${first?.instancePath ?? ""} ${first?.message ?? "cannot be read"}; write - { code: "19.71", name: Kota Pangkalpinang }`,
      ]);
    });
  const twice = rows.find((row, index) => rows.findIndex((other) => other.code === row.code) !== index);
  if (twice) throw new ConfigError([`regions: ${twice.code} is listed twice; remove one of the two`]);
  return rows.sort((a, b) => Number(b.code === "ID") - Number(a.code === "ID") || (a.code < b.code ? -1 : 1));
}

const missing = (what: string, id: string, where: string): ConfigError => {
  const known = existsSync(where) ? readdirSync(where).map((name) => name.replace(SOURCE, "")) : [];
  return new ConfigError([`${what} ${JSON.stringify(id)}: not found; known: ${known.join(", ") || "none"}`]);
};
