import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { printJson } from "../support/print-json.ts";
import type { EvidenceReport, Figure } from "./figures.ts";

/** Keeps a report as `results/<day>.json` (one a day: the last) and writes RESULTS.md anew from all days. */
export function keepResult(report: EvidenceReport, home = import.meta.dirname): void {
  const folder = join(home, "results");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${report.day}.json`), printJson(report));
  const days = readdirSync(folder).filter((name) => /^\d{4}-\d{2}-\d{2}\.json$/.test(name));
  const reports = days.sort().map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as EvidenceReport);
  writeFileSync(join(home, "RESULTS.md"), renderResults(reports));
}

const CAPTURE_FORM: readonly (readonly [string, (measured: NonNullable<EvidenceReport["captureForm"]>) => string])[] = [
  ["capture form at 400 kbit/s, 400 ms: bytes of a first visit", ({ firstVisitBytes }) => firstVisitBytes.toLocaleString("en")],
  ["capture form: usable, and then open without a line, after", (one) => `${one.usableSeconds} s, ${one.readyWithoutLineSeconds} s`],
  [
    "capture form: bytes sent for two pictures, cut twice",
    (one) => `${one.sentBytes.toLocaleString("en")} for ${one.fileBytes.toLocaleString("en")}`,
  ],
  ["capture form: from choosing them to the receipt", ({ sendSeconds }) => `${sendSeconds} s`],
];

/** The page of results: each figure by day, the newest first. */
export function renderResults(reports: readonly EvidenceReport[]): string {
  const newest = [...reports].reverse().slice(0, 6);
  const names = [...new Set(newest.flatMap(({ figures }) => figures.map(({ name }) => name)))];
  const show = (report: EvidenceReport, name: string): string => {
    const found = report.figures.find((one) => one.name === name);
    return found === undefined ? "" : printFigure(found);
  };
  return [
    "# Results of the evidence figures, by date",
    "",
    "Written by `npm run bench:evidence`; do not edit. What is tried is in [README.md](README.md). Each figure is kept of tried; ✗ marks one that is not whole.",
    "",
    `| figure | ${newest.map(({ day }) => day).join(" | ")} |`,
    `|---|${newest.map(() => "---|").join("")}`,
    ...CAPTURE_FORM.flatMap(([name, value]) =>
      newest.some(({ captureForm }) => captureForm)
        ? [`| ${name} | ${newest.map(({ captureForm }) => (captureForm ? value(captureForm) : "")).join(" | ")} |`]
        : [],
    ),
    ...names.map((name) => `| ${name} | ${newest.map((report) => show(report, name)).join(" | ")} |`),
    `| with | ${newest.map(({ node, python, browser, seconds }) => `Node ${node}, ${python}, ${browser}; ${seconds} s`).join(" | ")} |`,
    "",
  ].join("\n");
}

/** `2,000 of 2,000`, marked when it is not whole. */
export const printFigure = ({ tried, kept }: Figure): string =>
  `${kept.toLocaleString("en")} of ${tried.toLocaleString("en")}${kept === tried ? "" : " ✗"}`;
