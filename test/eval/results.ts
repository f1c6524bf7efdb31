import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { printJson } from "../support/print-json.ts";
import { percent, share } from "./print.ts";
import type { EvalReport } from "./report.ts";

/** Where figures are kept by date. */
export const RESULTS_HOME = import.meta.dirname;

/** Keeps a report as `results/<day>.json` (one a day: the last) and writes RESULTS.md anew from all days. */
export function keepResult(report: EvalReport, home = RESULTS_HOME): void {
  const folder = join(home, "results");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${report.day}.json`), printJson(JSON.parse(JSON.stringify(report, rounded))));
  const days = readdirSync(folder).filter((name) => /^\d{4}-\d{2}-\d{2}\.json$/.test(name));
  const reports = days.sort().map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as EvalReport);
  writeFileSync(join(home, "RESULTS.md"), renderResults(reports));
}

/** Four decimals are more than the intervals warrant. */
const rounded = (_: string, value: unknown): unknown => (typeof value === "number" ? Math.round(value * 10_000) / 10_000 : value);

/** The page of results: the newest day's targets, then each target by day. */
export function renderResults(reports: readonly EvalReport[]): string {
  const names = [...new Set(reports.flatMap(({ targets }) => targets.map(({ name }) => name)))];
  const show = (report: EvalReport, name: string): string => {
    const found = report.targets.find((one) => one.name === name);
    if (found === undefined) return "";
    return `${(found.unit === "percent" ? percent : share)(found.figure)}${found.kept ? "" : " ✗"}`;
  };
  const bound = (name: string): string => {
    const found = reports.flatMap(({ targets }) => targets).findLast((one) => one.name === name);
    return found === undefined ? "" : `${found.sense} ${(found.unit === "percent" ? percent : share)(found.bound)}`;
  };
  const newest = [...reports].reverse().slice(0, 6);
  return [
    "# Results of the evaluation, by date",
    "",
    "Written by `npm run eval`; do not edit. ✗ marks a target that was not reached. All figures of a day, with intervals, are in `results/`.",
    "",
    `| target | bound | ${newest.map(({ day }) => day).join(" | ")} |`,
    `|---|---|${newest.map(() => "---|").join("")}`,
    `| pack | | ${newest.map(({ pack }) => `${pack.id} ${pack.version}, ${pack.hash}`).join(" | ")} |`,
    ...names.map((name) => `| ${name} | ${bound(name)} | ${newest.map((report) => show(report, name)).join(" | ")} |`),
    "",
  ].join("\n");
}
