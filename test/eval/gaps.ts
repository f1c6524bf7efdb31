import type { Contest } from "@netra/classifier";
import { type Figure, middle, ratio, resample } from "./figures.ts";
import type { Reading } from "./read-rows.ts";

/** How one candidate of a contest fares beside the others. Rates in [0, 1]; `of` counts the rows a rate is of. */
export interface CandidateRates {
  readonly id: string;
  /** Partisan rows about the candidate that were flagged. */
  readonly recall: { readonly value: number; readonly of: number };
  /** Neutral rows that name the candidate and were flagged with it as a target. */
  readonly falseAlarms: { readonly value: number; readonly of: number };
}

/** The rates of all candidates and the largest differences between two of them, null when fewer than two have enough rows. */
export interface Gaps {
  readonly candidates: readonly CandidateRates[];
  readonly recallGap: Figure | null;
  readonly falseAlarmGap: Figure | null;
}

/** With fewer rows a rate says nothing. */
const ENOUGH = 10;

interface Counts {
  hit: number;
  partisan: number;
  alarm: number;
  neutral: number;
}

/** Compares candidates on the readings of one contest; intervals from 1,000 resamples of its rows. */
export function measureGaps(contest: Contest, readings: readonly Reading[]): Gaps {
  const ids = contest.candidates.map(({ id }) => id);
  const marks = readings.map((reading) => ids.map((id) => markOf(reading, id)));
  const all = tally(ids.length, marks);
  const compared = (kind: "recall" | "alarm"): number[] =>
    all.flatMap((counts, i) => ((kind === "recall" ? counts.partisan : counts.neutral) >= ENOUGH ? [i] : []));
  const gap = (kind: "recall" | "alarm"): Figure | null => {
    const which = compared(kind);
    if (which.length < 2) return null;
    const spread = (counts: readonly Counts[]): number => {
      const rates = which.map((i) => rate(counts[i] as Counts, kind));
      return Math.max(...rates) - Math.min(...rates);
    };
    const draws = resample(marks.length, (picks) =>
      spread(
        tally(
          ids.length,
          picks.map((i) => marks[i] as Mark[]),
        ),
      ),
    );
    return { value: spread(all), ...middle(draws) };
  };
  return {
    candidates: ids.map((id, i) => {
      const counts = all[i] as Counts;
      return {
        id,
        recall: { value: rate(counts, "recall"), of: counts.partisan },
        falseAlarms: { value: rate(counts, "alarm"), of: counts.neutral },
      };
    }),
    recallGap: gap("recall"),
    falseAlarmGap: gap("alarm"),
  };
}

/** What a row counts as for a candidate; null when it is not about it. */
type Mark = "hit" | "miss" | "alarm" | "quiet" | null;

function markOf({ row, got }: Reading, id: string): Mark {
  if (row.label !== "neutral") {
    if (!(row.targetId ?? "").split("+").includes(id)) return null;
    return got.flagged ? "hit" : "miss";
  }
  if (!got.signals.some((signal) => signal.candidateId === id)) return null;
  return got.flagged && got.targets.includes(id) ? "alarm" : "quiet";
}

function tally(candidates: number, rows: readonly (readonly Mark[])[]): Counts[] {
  const counts = Array.from({ length: candidates }, (): Counts => ({ hit: 0, partisan: 0, alarm: 0, neutral: 0 }));
  for (const marks of rows) {
    for (const [i, mark] of marks.entries()) {
      const one = counts[i] as Counts;
      if (mark === "hit" || mark === "miss") one.partisan += 1;
      if (mark === "alarm" || mark === "quiet") one.neutral += 1;
      if (mark === "hit") one.hit += 1;
      if (mark === "alarm") one.alarm += 1;
    }
  }
  return counts;
}

const rate = ({ hit, partisan, alarm, neutral }: Counts, kind: "recall" | "alarm"): number =>
  kind === "recall" ? ratio(hit, partisan) : ratio(alarm, neutral);
