import type { Problem } from "@netra/domain";

/** A person corrects a file in rounds: more than this at a time helps nobody. */
export const PROBLEM_CAP = 200;

export interface ProblemLog {
  add(problem: Problem): void;
  /** The first `PROBLEM_CAP` problems in the order they were found; a last one says how many more there were. */
  list(): readonly Problem[];
}

export function createProblemLog(): ProblemLog {
  const kept: Problem[] = [];
  let more = 0;
  return {
    add(problem) {
      if (kept.length < PROBLEM_CAP) kept.push(problem);
      else more += 1;
    },
    list() {
      if (more === 0) return kept;
      return [...kept, { at: "file", what: `${more} more problems are not shown`, remedy: "correct those above, then import the file again" }];
    },
  };
}
