import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { environment } from "@netra/config";
import { explainError } from "../../services/app/src/explain-error.ts";
import { readPack } from "./corpus.ts";
import { OPEN_SETS, outsideSets, ownSets } from "./disguised-sets.ts";
import { measureDisguises } from "./measure-disguises.ts";
import { outsideRepository } from "./misses.ts";
import { printDisguises } from "./print-disguises.ts";

const USAGE =
  "Usage: [NETRA_EVAL_DIR=<folder>] node test/eval/score-disguises.ts [--pack ID|FOLDER] [--misses FILE]\n" +
  "  --misses FILE  write what changed its verdict to a file outside the repository: texts of this repository's open corpora, ids of all others";

/** Counts the verdicts that a harmless disguise changes and prints figures, never a text. Exit code 1 for wrong arguments only. */
function run(): void {
  const { values } = parseArgs({
    options: { pack: { type: "string", default: "inti" }, misses: { type: "string" }, help: { type: "boolean", default: false } },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const file = values.misses === undefined ? null : outsideRepository(values.misses);
  const { pack, hash } = readPack(values.pack);
  const folder = environment().NETRA_EVAL_DIR?.trim();
  const { counts, flips } = measureDisguises([...ownSets(pack), ...(folder ? outsideSets(pack, folder) : [])]);
  process.stdout.write([`pack ${pack.id} version ${pack.version} hash ${hash}`, "", ...printDisguises(counts)].map((line) => `${line}\n`).join(""));
  if (!folder) process.stderr.write("NETRA_EVAL_DIR is not set, so only the corpora of this repository were read.\n");
  if (file === null) return;
  const lines = flips.map(({ text, disguised, ...rest }) => JSON.stringify(OPEN_SETS.has(rest.set) ? { ...rest, text, disguised } : rest));
  writeFileSync(file, lines.map((line) => `${line}\n`).join(""), { mode: 0o600 });
  process.stderr.write(`${flips.length} readings that changed are in ${file}.\n`);
}

try {
  run();
} catch (error) {
  process.stderr.write(`disguises: ${explainError(error, { stack: false })}\n`);
  process.exitCode = 1;
}
