import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Contest, parseContest, parseRulePack, type RulePack } from "../src/index.ts";

const config = join(import.meta.dirname, "../../../config");

/** The files of a pack of this repository by their path inside the pack. */
export function readPackFiles(id: string): Record<string, string> {
  const folder = join(config, "rule-packs", id);
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".yaml"));
  return Object.fromEntries(paths.map((path) => [path.replaceAll("\\", "/"), readFileSync(join(folder, path), "utf8")]));
}

/** A pack of this repository, parsed. */
export function readPack(id: string): RulePack {
  return parseRulePack(readPackFiles(id));
}

/** A contest of this repository, parsed. */
export function readContestFile(id: string): Contest {
  return parseContest(readFileSync(join(config, "contests", `${id}.yaml`), "utf8"));
}
