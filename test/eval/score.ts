import { environment } from "@netra/config";
import { explainError } from "../../services/app/src/explain-error.ts";
import { runEval } from "./run-eval.ts";

/** Scores the classifier on labelled corpora and prints figures, never a text. `--help` lists what it takes. */
try {
  process.exitCode = runEval(process.argv.slice(2), {
    env: environment(),
    say: (line) => void process.stdout.write(`${line}\n`),
    warn: (line) => void process.stderr.write(`${line}\n`),
    now: new Date(),
  });
} catch (error) {
  process.stderr.write(`eval: ${explainError(error, { stack: false })}\n`);
  process.exitCode = 1;
}
