import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Environment, PROJECT_ROOT } from "@netra/config";
import { invalid } from "@netra/domain";
import { measureAlike } from "./alike.ts";
import { OWN_CORPUS, readPack } from "./corpus.ts";
import { addTestRun, refuseSixth } from "./design-log.ts";
import { measureOutside } from "./measure-outside.ts";
import { measureOwn } from "./measure-own.ts";
import { outsideRepository, writeMisses } from "./misses.ts";
import { newPart, type Part } from "./part.ts";
import { packLine, printReport, setLine } from "./print.ts";
import type { EvalReport } from "./report.ts";
import { keepResult, RESULTS_HOME } from "./results.ts";

/** What a run stands on; tests put other places in. */
export interface EvalDeps {
  readonly env: Environment;
  readonly say: (line: string) => void;
  readonly warn: (line: string) => void;
  readonly now: Date;
  readonly design?: string;
  readonly own?: string;
  readonly results?: string;
}

const USAGE =
  "Usage: NETRA_EVAL_DIR=<folder> npm run eval -- [--pack ID|FOLDER] [--frozen] [--test] [--keep] [--misses FILE]\n" +
  "  --frozen       score the frozen half of the namesakes too\n" +
  "  --test         score the test set too and log it in packages/classifier/DESIGN.md (five times ever); --set test says the same\n" +
  "  --keep         figures into test/eval/results and RESULTS.md; never those of a pack other than inti\n" +
  "  --misses FILE  write ids and texts of what was read wrongly to a file outside the repository";

/** `npm run eval`: measures a pack, prints figures, and with `--keep` keeps them by date. Returns the exit code: 1 when the outside corpus is not at hand. */
export function runEval(argv: readonly string[], deps: EvalDeps): number {
  const { design = join(PROJECT_ROOT, "packages/classifier/DESIGN.md"), own = OWN_CORPUS, results = RESULTS_HOME, env, say, warn } = deps;
  const args = readArgs(argv);
  if (args.help) {
    say(USAGE);
    return 0;
  }
  const folder = env.NETRA_EVAL_DIR?.trim() ? env.NETRA_EVAL_DIR.trim() : null;
  if (args.test && folder === null) throw invalid("corpus-missing", "--test needs NETRA_EVAL_DIR: set it to the folder that holds test_hand.jsonl.");
  const missesFile = args.misses === undefined ? null : outsideRepository(args.misses);
  if (args.test) refuseSixth(readFileSync(design, "utf8"));
  const { pack, hash } = readPack(args.pack);
  const parts = [
    folder === null ? newPart() : measureOutside(pack, folder, { test: args.test }),
    measureOwn(pack, { frozen: args.frozen, home: own }),
  ];
  const all = <K extends keyof Part>(key: K): Part[K][number][] => parts.flatMap((part) => part[key] as Part[K][number][]);
  const day = localDay(deps.now);
  const head = { day, pack: { id: pack.id, version: pack.version, hash, threshold: pack.threshold } };
  // Logged before it is shown: nobody sees a figure of the test set that the log does not hold.
  const tested = parts.flatMap(({ sets }) => sets).find(({ name }) => name === "test");
  if (tested !== undefined) {
    const lines = [
      packLine(head, "test"),
      setLine("test", tested.figures, tested.targets),
      setLine("test, hashtags stripped", tested.stripped, tested.strippedTargets),
    ];
    writeFileSync(design, addTestRun(readFileSync(design, "utf8"), day, lines));
  }
  const alike = measureAlike(all("alike"));
  const report: EvalReport = {
    ...head,
    sets: all("sets"),
    alarms: all("alarms"),
    gaps: all("gaps"),
    swap: alike.swap,
    replacement: alike.replacement,
    targets: [...all("targets"), ...alike.targets],
  };
  say(packLine(head, args.test ? "dev and test" : "dev"));
  for (const line of printReport(report)) say(line);
  if (missesFile !== null) {
    const misses = [...all("misses"), ...alike.misses];
    writeMisses(missesFile, misses);
    warn(`${misses.length} rows with their texts are in ${missesFile}: delete it when you are done.`);
  }
  if (folder === null) {
    warn(
      "NETRA_EVAL_DIR is not set, so only the corpora of this repository were scored. Set it to the folder of the evaluation corpus: NETRA_EVAL_DIR=/path/to/eval npm run eval",
    );
    return 1;
  }
  if (args.keep && args.pack === "inti") keepResult(report, results);
  return 0;
}

function readArgs(argv: readonly string[]): {
  pack: string;
  test: boolean;
  frozen: boolean;
  keep: boolean;
  misses: string | undefined;
  help: boolean;
} {
  let values: ReturnType<typeof parse>["values"];
  try {
    ({ values } = parse(argv));
  } catch (error) {
    throw invalid("eval-arguments", `${error instanceof Error ? error.message : "wrong arguments"}\n${USAGE}`);
  }
  if (values.set !== "dev" && values.set !== "test") throw invalid("eval-arguments", `--set must be dev or test, got ${JSON.stringify(values.set)}.`);
  return {
    pack: values.pack,
    test: values.test || values.set === "test",
    frozen: values.frozen,
    keep: values.keep,
    misses: values.misses,
    help: values.help,
  };
}

const parse = (argv: readonly string[]) =>
  parseArgs({
    args: [...argv],
    options: {
      set: { type: "string", default: "dev" },
      pack: { type: "string", default: "inti" },
      test: { type: "boolean", default: false },
      frozen: { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
      misses: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });

/** The calendar day where the person sits who runs it. */
function localDay(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
