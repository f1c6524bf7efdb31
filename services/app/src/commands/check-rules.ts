import { readdirSync } from "node:fs";
import { join } from "node:path";
import {
  ContestError,
  checkContest,
  checkRulePack,
  describeProblem,
  type Problem,
  parseContest,
  parseRulePack,
  RulePackError,
} from "@netra/classifier";
import { loadContestFile, loadRulePackFiles, PROJECT_ROOT } from "@netra/config";

const ids = (folder: string, pattern = /^(.*)$/): string[] =>
  readdirSync(join(PROJECT_ROOT, "config", folder))
    .flatMap((name) => pattern.exec(name)?.[1] ?? [])
    .sort();

/** Checks every pack and contest of `config/`: schema, examples, symmetry. Warnings are shown and do not fail. */
export function runCheckRules(): { ok: boolean; lines: string[] } {
  const lines: string[] = [];
  let errors = 0;
  const report = (what: string, problems: readonly Problem[]): void => {
    const wrong = problems.filter((problem) => problem.severity === "error").length;
    errors += wrong;
    lines.push(`${wrong === 0 ? "ok   " : "WRONG"} ${what}`, ...problems.map((problem) => `      ${problem.severity}: ${describeProblem(problem)}`));
  };
  for (const id of ids("rule-packs"))
    report(
      `rule pack ${id}`,
      problemsOf(() => checkRulePack(parseRulePack(loadRulePackFiles(id)))),
    );
  for (const id of ids("contests", /^(.+)\.ya?ml$/))
    report(
      `contest ${id}`,
      problemsOf(() => checkContest(parseContest(loadContestFile(id)))),
    );
  return { ok: errors === 0, lines };
}

function problemsOf(check: () => readonly Problem[]): readonly Problem[] {
  try {
    return check();
  } catch (error) {
    if (error instanceof RulePackError || error instanceof ContestError) return error.problems;
    throw error;
  }
}
