import { conflict } from "@netra/domain";

/** How often the test set may ever be scored: a set that is scored at will becomes a development set. */
export const MOST_TEST_RUNS = 5;

const HEADING = /^### (\d{4}-\d{2}-\d{2}), test set, run (\d+) of \d+$/gm;

/** How many runs on the test set the log in DESIGN.md holds. */
export function countTestRuns(design: string): number {
  return [...design.matchAll(HEADING)].length;
}

/** Refuses a run that the log has no room for. */
export function refuseSixth(design: string): void {
  if (countTestRuns(design) >= MOST_TEST_RUNS)
    throw conflict(
      "test-set-spent",
      `The test set has been scored ${MOST_TEST_RUNS} times, which is all that is allowed: develop on the dev set, and have a new set labelled for the next test.`,
    );
}

/**
 * The text of DESIGN.md with one more run, behind the runs that are there (behind the last heading of the figures when there are none).
 *
 * `day` is `YYYY-MM-DD`; `lines` are figures only.
 */
export function addTestRun(design: string, day: string, lines: readonly string[]): string {
  refuseSixth(design);
  const last = [...design.matchAll(HEADING)].at(-1);
  if (last === undefined)
    throw conflict(
      "test-log-missing",
      "DESIGN.md holds no test run: write the heading of the first by hand, as `### 2026-11-21, test set, run 1 of 5`.",
    );
  const rest = design.slice(last.index + last[0].length);
  const next = /^#{2,3} /m.exec(rest);
  const at = next === null ? design.length : last.index + last[0].length + next.index;
  const section = `### ${day}, test set, run ${countTestRuns(design) + 1} of ${MOST_TEST_RUNS}\n\`\`\`\n${lines.join("\n")}\n\`\`\`\n\n`;
  return `${design.slice(0, at).trimEnd()}\n\n${section}${design.slice(at)}`;
}
