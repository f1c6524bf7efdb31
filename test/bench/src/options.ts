import { parseArgs } from "node:util";
import { invalid } from "@netra/domain";

/** What the bench was asked for. */
export interface Options {
  readonly isHelp: boolean;
  /** Few posts and passes, for trying; nothing is kept. */
  readonly isQuick: boolean;
  readonly keep: boolean;
}

export const USAGE =
  "Usage: [NETRA_EVAL_DIR=<folder>] npm run bench -- [--quick] [--keep]\n" +
  "  --quick    few posts and passes: a minute, rough figures\n" +
  "  --keep     figures into test/bench/results and RESULTS.md; never those of --quick";

/** Reads the arguments. Throws when one is unknown. */
export function parseOptions(argv: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { quick: { type: "boolean" }, keep: { type: "boolean" }, help: { type: "boolean" } },
    });
    return { isHelp: values.help ?? false, isQuick: values.quick ?? false, keep: !values.quick && (values.keep ?? false) };
  } catch {
    throw invalid("bench-options", `That is not an option of the bench.\n${USAGE}`);
  }
}
