import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { changePassports } from "./change-passports.ts";
import type { EvidenceReport, Figure } from "./figures.ts";
import { randomFrom } from "./random.ts";
import { rehashStored } from "./rehash.ts";
import { keepResult, printFigure } from "./results.ts";
import { tryThreeVerifiers } from "./three-verifiers.ts";
import { tryCustody } from "./try-custody.ts";
import { tryLedger } from "./try-ledger.ts";
import { trySlowPhone } from "./try-slow-phone.ts";

/** `node test/evidence/bench-evidence.ts [--seed N] [--pure] [--keep]`: see README.md. `--pure` leaves the database out. Exit code 1 when a figure is not whole. */
const { values } = parseArgs({
  options: { seed: { type: "string", default: "1" }, pure: { type: "boolean", default: false }, keep: { type: "boolean", default: false } },
});
const seed = Number(values.seed);
const random = randomFrom(seed);
const begun = performance.now();
const figures: Figure[] = [];
const add = (more: readonly Figure[]): void => {
  for (const figure of more) console.log(`${printFigure(figure).padStart(18)}  ${figure.name}`);
  figures.push(...more);
};

add(await rehashStored(random));
add(await tryLedger(random));
const verifiers = await tryThreeVerifiers(await changePassports(random));
add(verifiers.figures);
if (!values.pure) add(await tryCustody({ seed, bits: 1_000, orders: 10_000 }));
const slow = values.pure ? null : await trySlowPhone();
if (slow !== null) add(slow.figures);

const report: EvidenceReport = {
  day: new Date().toISOString().slice(0, 10),
  node: process.versions.node,
  python: execFileSync("python3", ["--version"], { encoding: "utf8" }).trim(),
  browser: verifiers.browser,
  seed,
  seconds: Math.round((performance.now() - begun) / 1000),
  figures,
  ...(slow === null ? {} : { captureForm: slow.measured }),
};
if (values.keep) keepResult(report);
const broken = figures.filter(({ tried, kept }) => tried !== kept).length;
console.log(
  broken === 0
    ? `All ${figures.length} figures are whole${values.keep ? "; kept in test/evidence/results" : ""}.`
    : `${broken} figures are NOT whole.`,
);
process.exitCode = broken === 0 ? 0 : 1;
