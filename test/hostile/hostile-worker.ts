import { parentPort, workerData } from "node:worker_threads";
import { makeChecker } from "./check-reading.ts";
import { inputAt, opponentOf, opponents, sizeClasses } from "./hostile-plan.ts";
import { escapeUnits, shrinkText } from "./shrink-text.ts";
import type { Failure, Tally, WorkerNews } from "./tally.ts";

/** Which part of the inputs a worker takes: every `of`-th, beginning with `part`. */
export interface WorkerTask {
  readonly seed: number;
  readonly quick: boolean;
  /** Only texts with a hashtag's sign are checked. */
  readonly signs: boolean;
  readonly part: number;
  readonly of: number;
}

const REPORT_EVERY = 2_000;
/** What NFKD makes a number sign of: full width, small, plain. */
const SIGN = /[#\uff03\ufe5f]/;
/** Failures that are shrunk and told one by one; the others are counted. */
const TOLD_MOST = 5;

const { seed, quick, signs, part, of } = workerData as WorkerTask;
const tell = (news: WorkerNews): void => parentPort?.postMessage(news);
const readers = opponents().map((opponent) => ({ opponent, checker: makeChecker(opponent.pack, opponent.contest) }));
const tallies: Tally[] = [];
const failures: Failure[] = [];
let done = 0;
for (const size of sizeClasses(quick)) {
  const rows = readers.map(
    ({ opponent }): Tally => ({ opponent: opponent.name, size: size.name, inputs: 0, withSignals: 0, flagged: 0, cut: 0, failures: 0 }),
  );
  tallies.push(...rows);
  for (let index = part; index < size.inputs; index += of) {
    const which = opponentOf(index);
    const { opponent, checker } = readers[which] as (typeof readers)[number];
    const row = rows[which] as Tally;
    const { kind, text } = inputAt(opponent, { seed, size, index });
    done += 1;
    if (done % REPORT_EVERY === 0) tell({ at: "progress", done });
    if (signs && !SIGN.test(text)) continue;
    const { problem, signals, cut, flagged } = checker.check(text);
    row.inputs += 1;
    row.cut += cut;
    if (signals > 0) row.withSignals += 1;
    if (flagged) row.flagged += 1;
    if (problem !== null) {
      row.failures += 1;
      if (failures.length < TOLD_MOST) {
        const shrunk = shrinkText(text, (shorter) => checker.check(shorter).problem === problem);
        failures.push({ opponent: opponent.name, size: size.name, kind, index, problem, text: escapeUnits(shrunk) });
      }
    }
  }
}
tell({ at: "end", tallies, failures });
