import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { printJson } from "../../../support/print-json.ts";
import { NETRA } from "../names.ts";
import { contractLines } from "./contract.ts";
import { describe } from "./describe.ts";
import type { Figures } from "./figures.ts";
import { tableOf } from "./table.ts";

const HOME = join(import.meta.dirname, "../..");

/** Keeps a run as `results/<date>.json` (one a day: the last) and writes RESULTS.md anew from all of them. Returns the file. */
export function keepResults(figures: Figures, home = HOME): string {
  const folder = join(home, "results");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${figures.date}.json`);
  writeFileSync(file, printJson(JSON.parse(JSON.stringify(figures, rounded))));
  const all = readdirSync(folder)
    .filter((name) => /^\d{4}-\d{2}-\d{2}\.json$/.test(name))
    .sort()
    .reverse()
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Figures);
  writeFileSync(join(home, "RESULTS.md"), renderResults(all));
  return file;
}

/** Four figures are more than a shared machine warrants. */
const rounded = (_: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;

/** The page of results: the newest run in full, then a line for each date. `all`: newest first. Pure. */
export function renderResults(all: readonly Figures[]): string {
  const newest = all[0]!;
  const short = ["× natural", "× ready-made", "× bare trie", "growth", "compile", "slope", "heap", "unexplained"];
  return [
    "# Speed of the classifier, by date",
    "",
    "Written by `npm run bench`; do not edit. What the words mean is in [README.md](README.md); all figures of a day are in `results/`.",
    "",
    `## ${newest.date}`,
    "",
    describe(newest),
    "## History",
    "",
    "NO marks a promise that was not kept.",
    "",
    ...tableOf(["date", ...short, "µs at 5,000 terms"], all.map(historyLine)),
    "",
  ].join("\n");
}

function historyLine(figures: Figures): string[] {
  const middle = figures.sizes[1]?.rows.find(({ name }) => name === NETRA);
  return [
    figures.date,
    ...contractLines(figures).map(({ figure, kept }) => (kept ? figure : `${figure} NO`)),
    middle === undefined ? "" : middle.us.toFixed(1),
  ];
}
