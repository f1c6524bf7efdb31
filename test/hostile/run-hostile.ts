import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { environment } from "@netra/config";
import { invalid } from "@netra/domain";
import { explainError } from "../../services/app/src/explain-error.ts";
import { readPack } from "../eval/corpus.ts";
import { outsideSets, ownSets } from "../eval/disguised-sets.ts";
import { type DisguisedSet, measureDisguises } from "../eval/measure-disguises.ts";
import { PROMISED, sumOf } from "../eval/print-disguises.ts";
import { printJson } from "../support/print-json.ts";
import { sizeClasses } from "./hostile-plan.ts";
import { type HostileReport, printReport, renderResults } from "./hostile-report.ts";
import type { WorkerTask } from "./hostile-worker.ts";
import { type Failure, mergeTallies, type Tally, type WorkerNews } from "./tally.ts";

const HELP = `Usage: npm run hostile -- [--quick | --signs] [--seed N] [--workers N] [--keep]
  --quick      a thousandth of the inputs
  --signs      of all inputs only those that hold a hashtag's sign: a quarter of the time, for a change to how hashtags are read
  --seed N     the same seed gives the same texts (default 1)
  --workers N  threads (default: all cores)
  --keep       figures into test/hostile/results and RESULTS.md; never those of a part
With NETRA_EVAL_DIR set, verdicts under disguise are counted on its development texts too. Exit code 1 when a promise was broken.`;

const SAY_EVERY_MS = 10_000;

/** Runs the workers to their end; says how far they are on stderr. */
async function runWorkers({
  seed,
  quick,
  signs,
  workers,
}: {
  seed: number;
  quick: boolean;
  signs: boolean;
  workers: number;
}): Promise<{ tallies: Tally[]; failures: Failure[] }> {
  const total = sizeClasses(quick).reduce((sum, { inputs }) => sum + inputs, 0);
  const progress = new Array<number>(workers).fill(0);
  const tallies: Tally[] = [];
  const failures: Failure[] = [];
  const began = Date.now();
  const timer = setInterval(() => {
    const done = progress.reduce((sum, one) => sum + one, 0);
    const seconds = (Date.now() - began) / 1_000;
    process.stderr.write(`hostile: ${done} of ${total} inputs, ${Math.round(done / seconds)} a second\n`);
  }, SAY_EVERY_MS);
  const runOne = (part: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const task: WorkerTask = { seed, quick, signs, part, of: workers };
      const worker = new Worker(new URL("./hostile-worker.ts", import.meta.url), { workerData: task });
      let ended = false;
      worker.on("message", (news: WorkerNews) => {
        if (news.at === "progress") {
          progress[part] = news.done;
          return;
        }
        ended = true;
        tallies.push(...news.tallies);
        failures.push(...news.failures);
      });
      worker.on("error", reject);
      worker.on("exit", (code) => (ended ? resolve() : reject(new Error(`worker ${part} ended with code ${code} before it was done`))));
    });
  try {
    await Promise.all(progress.map((_, part) => runOne(part)));
  } finally {
    clearInterval(timer);
  }
  return { tallies: mergeTallies(tallies), failures };
}

function countFlips(folder: string | undefined): HostileReport["flips"] {
  const { pack } = readPack("inti");
  const count = (rows: string, sets: readonly DisguisedSet[]): HostileReport["flips"] => {
    const { counts } = measureDisguises(sets);
    return [...PROMISED, "letters" as const].map((group) => {
      const { tried, flips } = sumOf(counts.filter((one) => one.group === group));
      return { rows, group, tried, flips };
    });
  };
  if (!folder) return count("own corpora", ownSets(pack));
  const outside = outsideSets(pack, folder);
  return [
    ...count("own corpora", ownSets(pack)),
    ...count(
      "dev texts of a contest",
      outside.filter(({ any }) => any !== true),
    ),
    ...count(
      "dev texts of none",
      outside.filter(({ any }) => any === true),
    ),
  ];
}

/** Keeps a report as `results/<day>.json` (one a day: the last) and writes RESULTS.md anew. */
function keepReport(report: HostileReport): void {
  const folder = join(import.meta.dirname, "results");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${report.day}.json`), printJson(report));
  const days = readdirSync(folder).filter((name) => /^\d{4}-\d{2}-\d{2}\.json$/.test(name));
  const reports = days.sort().map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as HostileReport);
  writeFileSync(join(import.meta.dirname, "RESULTS.md"), renderResults(reports));
}

function readArgs(): { quick: boolean; signs: boolean; seed: number; workers: number; keep: boolean; help: boolean } {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      signs: { type: "boolean", default: false },
      seed: { type: "string", default: "1" },
      workers: { type: "string", default: String(availableParallelism()) },
      keep: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const number = (name: string, text: string, least: number): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least) throw invalid("hostile-arguments", `--${name} must be a whole number from ${least}, got ${text}.`);
    return value;
  };
  return {
    quick: values.quick,
    signs: values.signs,
    seed: number("seed", values.seed, 0),
    workers: number("workers", values.workers, 1),
    keep: values.keep && !values.quick && !values.signs,
    help: values.help,
  };
}

async function main(): Promise<void> {
  const args = readArgs();
  if (args.help) {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  process.stderr.write(`hostile: seed ${args.seed}, ${args.workers} workers\n`);
  const began = Date.now();
  const { tallies, failures } = await runWorkers(args);
  const seconds = Math.round((Date.now() - began) / 100) / 10;
  const day = new Intl.DateTimeFormat("sv-SE").format(began);
  const report: HostileReport = {
    day,
    seed: args.seed,
    node: process.version,
    seconds,
    tallies,
    failures,
    flips: countFlips(environment().NETRA_EVAL_DIR?.trim()),
  };
  process.stdout.write(
    printReport(report)
      .map((line) => `${line}\n`)
      .join(""),
  );
  if (args.keep) keepReport(report);
  if (tallies.some((tally) => tally.failures > 0)) process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`hostile: ${explainError(error, { stack: false })}\n`);
  process.exitCode = 1;
}
