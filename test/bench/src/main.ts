import { environment } from "@netra/config";
import { explainError } from "../../../services/app/src/explain-error.ts";
import { runBench } from "./bench.ts";
import { parseOptions, USAGE } from "./options.ts";
import { contractLines, hasUnexplained } from "./report/contract.ts";
import { describe } from "./report/describe.ts";
import { keepResults } from "./report/results.ts";

/** Ends with 1 when matchers differ in a way that has no name. Figures are printed and kept all the same. */
try {
  const options = parseOptions(process.argv.slice(2));
  if (options.isHelp) process.stdout.write(`${USAGE}\n`);
  else {
    const folder = environment().NETRA_EVAL_DIR?.trim() || null;
    const figures = await runBench({
      folder,
      isQuick: options.isQuick,
      now: new Date(),
      say: (line) => void process.stderr.write(`bench: ${line}\n`),
    });
    process.stdout.write(`${describe(figures)}\n`);
    if (options.keep) process.stderr.write(`bench: kept in ${keepResults(figures)}\n`);
    for (const { name, figure, target } of contractLines(figures).filter(({ kept }) => !kept))
      process.stderr.write(`bench: not kept: ${name}: ${figure}, target ${target}\n`);
    // A slow minute of the machine is no fault of the code; a hit that nobody can explain is.
    if (hasUnexplained(figures)) process.exitCode = 1;
  }
} catch (error) {
  process.stderr.write(`bench: ${explainError(error, { stack: false })}\n`);
  process.exitCode = 1;
}
