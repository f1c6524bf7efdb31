import { readdirSync } from "node:fs";
import { join } from "node:path";
import {
  type Contest,
  ContestError,
  checkContest,
  checkRulePack,
  describeProblem,
  locateProblems,
  type Problem,
  parseContest,
  parseRulePack,
  RulePackError,
} from "@netra/classifier";
import { ConfigError, loadContestFile, loadGuidance, loadRulePackFiles, PROJECT_ROOT } from "@netra/config";

/** What is to be checked; nothing named means everything of `config/`. */
export interface CheckAsk {
  /** Ids or folders. */
  readonly packs: readonly string[];
  /** Ids or files. */
  readonly contests: readonly string[];
}

/** Lines to print, and whether there was no error. Warnings do not fail. */
export interface CheckOutcome {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

/**
 * Checks packs, contests and, of everything, the guidance of escalations: form, terms, examples, that a pack names nobody of the contests, symmetry. Every problem with file, entry, line and remedy.
 *
 * What was asked for by name shows its warnings in full; a check of everything only counts them.
 */
export function checkRules({ packs, contests }: CheckAsk): CheckOutcome {
  const isAll = packs.length === 0 && contests.length === 0;
  const contestIds = isAll ? idsIn("contests", /^(.+)\.ya?ml$/) : contests;
  const packIds = isAll ? idsIn("rule-packs", /^([a-z0-9-]+)$/) : packs;
  const lines: string[] = [];
  let errors = 0;
  const report = (what: string, how: string, problems: readonly Problem[]): void => {
    const wrong = problems.filter(({ severity }) => severity === "error").length;
    const warnings = problems.length - wrong;
    errors += wrong;
    const shown = isAll ? problems.filter(({ severity }) => severity === "error") : problems;
    const hidden = problems.length > shown.length ? ` (netra rules check ${how} shows them)` : "";
    lines.push(
      `${wrong === 0 ? "ok   " : "WRONG"} ${what}${countOf(wrong, "error")}${countOf(warnings, "warning")}${hidden}`,
      ...shown.map((problem) => `      ${problem.severity}: ${describeProblem(problem)}`),
    );
  };
  const parsed: Contest[] = [];
  const contestReports = contestIds.map((id) => ({
    id,
    problems: problemsOf(() => {
      const text = loadContestFile(id);
      const contest = parseContest(text);
      parsed.push(contest);
      return locateProblems({ [contest.id]: text }, checkContest(contest));
    }),
  }));
  for (const id of packIds) {
    const problems = problemsOf(() => {
      const files = loadRulePackFiles(id);
      return locateProblems(files, checkRulePack(parseRulePack(files), parsed));
    });
    report(`rule pack ${id}`, id, problems);
  }
  for (const { id, problems } of contestReports) report(`contest ${id}`, `--contest ${id}`, problems);
  if (isAll) {
    const wrong = guidanceProblems();
    errors += wrong.length;
    lines.push(
      `${wrong.length === 0 ? "ok   " : "WRONG"} guidance escalation${countOf(wrong.length, "error")}`,
      ...wrong.map((line) => `      error: ${line}`),
    );
  }
  return { ok: errors === 0, lines };
}

/** What is wrong with the questions of an escalation, a line each. */
function guidanceProblems(): readonly string[] {
  try {
    loadGuidance();
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

const countOf = (count: number, what: string): string => (count === 0 ? "" : `, ${count} ${what}${count === 1 ? "" : "s"}`);

const idsIn = (folder: string, pattern: RegExp): string[] =>
  readdirSync(join(PROJECT_ROOT, "config", folder))
    .flatMap((name) => pattern.exec(name)?.[1] ?? [])
    .sort();

function problemsOf(check: () => readonly Problem[]): readonly Problem[] {
  try {
    return check();
  } catch (error) {
    if (error instanceof RulePackError || error instanceof ContestError) return error.problems;
    throw error;
  }
}
