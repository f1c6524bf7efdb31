import { isDeepStrictEqual } from "node:util";
import type { Classification, Contest, RulePack } from "@netra/classifier";
import { compile } from "@netra/classifier";
import { MAX_MATCHED_LENGTH } from "../../packages/classifier/src/tokenize.ts";
import { makeCutCheck } from "../../packages/classifier/test/cut-check.ts";

const IN_CAMPAIGN = { postedAt: new Date("2029-10-22T13:10:00Z"), region: "19.06" };

/** What checking one text found. `problem` is null when all is well; it names a check, never a text. */
export interface Checked {
  readonly problem: string | null;
  readonly signals: number;
  /** Signals whose words were cut from the text and read again. */
  readonly cut: number;
  readonly flagged: boolean;
}

/** Reads texts under one pack and contest and holds every reading to the classifier's promises. */
export interface ReadingChecker {
  check(text: string): Checked;
}

/** Prepares the checks. `spoil` puts a fault into every reading, so that tests see the checks fail. */
export function makeChecker(pack: RulePack, contest: Contest, spoil: (got: Classification) => Classification = (got) => got): ReadingChecker {
  const classifier = compile(pack, contest);
  const other = compile(pack, contest);
  const ids = new Set(contest.candidates.map(({ id }) => id));
  const cutProblem = makeCutCheck(pack, contest);

  function problemOf(got: Classification, text: string): string | null {
    const size = Math.min(text.length, MAX_MATCHED_LENGTH);
    let before = 0;
    for (const { start, end, candidateId } of got.signals) {
      if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= size)) return "a signal lies outside the text";
      if (start < before) return "signals are not in order";
      before = start;
      if (isInsidePair(text, start) || isInsidePair(text, end)) return "a signal cuts a surrogate pair";
      if (candidateId !== null && !ids.has(candidateId)) return "a signal names nobody of the contest";
    }
    let sum = 0;
    for (const { tenths, signals } of got.contributions) {
      if (!Number.isInteger(tenths)) return "a contribution is not in whole tenths";
      if (signals.length === 0) return "a contribution has no signal";
      if (signals.some((index) => got.signals[index] === undefined)) return "a contribution points at no signal";
      sum += tenths;
    }
    if (sum !== got.scoreTenths) return "the contributions do not sum to the score";
    if (got.scoreTenths < 0) return "the score is below zero";
    if (got.flagged !== (got.stance !== "neutral" && got.scoreTenths >= got.thresholdTenths)) return "flagged disagrees with side and score";
    if (got.targets.some((id) => !ids.has(id)) || new Set(got.targets).size !== got.targets.length) return "a target is not one of the contest";
    return null;
  }

  return {
    check: (text) => {
      let got: Classification;
      let again: Classification;
      try {
        got = spoil(classifier.classify({ text, ...IN_CAMPAIGN }));
        // Another classifier's columns hold other leftovers of earlier texts.
        again = other.classify({ text, ...IN_CAMPAIGN });
      } catch (error) {
        return { problem: `throws ${error instanceof Error ? error.name : "something"}`, signals: 0, cut: 0, flagged: false };
      }
      const counted = { signals: got.signals.length, flagged: got.flagged };
      const problem = problemOf(got, text) ?? (isDeepStrictEqual(got, again) ? null : "read twice, it reads differently");
      if (problem !== null || got.signals.length === 0) return { problem, ...counted, cut: 0 };
      const wrong = cutProblem(got.signals, text);
      return { problem: wrong, ...counted, cut: wrong === null ? got.signals.length : 0 };
    },
  };
}

function isInsidePair(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
}
