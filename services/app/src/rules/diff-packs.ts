import {
  type CandidateCounts,
  type PackChange as Change,
  type Classification,
  type Contest,
  comparePacks,
  type PackFigures,
  type RulePack,
  type Stance,
} from "@netra/classifier";
import { parseRow } from "./parse-row.ts";
import type { Line } from "./read-lines.ts";
import { type Sampler, sampler } from "./sampler.ts";

export type { CandidateCounts, Change };

/** What one pack says of a row, without its reasons. */
export interface Said {
  readonly stance: Stance;
  readonly flagged: boolean;
  readonly targets: readonly string[];
  readonly points: number;
}

/** A row whose flag differs: `rules` are those whose points differ. */
export interface Sample {
  readonly id: string;
  readonly contest: string;
  readonly text: string;
  readonly before: Said;
  readonly after: Said;
  readonly rules: readonly { readonly id: string; readonly points: number }[];
}

/** The differences of two packs over many rows. */
export interface PackDifference extends PackFigures {
  readonly broken: number;
  readonly samples: Readonly<Record<Change, readonly Sample[]>>;
}

/** What a comparison needs. `contestOf` gives the contest a row is read under, or undefined when there is none of that id. */
export interface DiffPacks {
  readonly before: RulePack;
  readonly after: RulePack;
  readonly contestOf: (id: string | null) => Contest | undefined;
  readonly samples: number;
  readonly warn: (line: string) => void;
  readonly progress: (rows: number) => void;
}

/**
 * Reads every row under two packs and tells which flags came, went, or concern another side or candidate.
 *
 * Streams: memory does not grow with the rows. Samples are a fixed choice by id, so that two runs show the same. A broken row is warned of and left out.
 */
export async function diffPacks(lines: AsyncIterable<Line>, deps: DiffPacks): Promise<PackDifference> {
  const comparer = comparePacks(deps.before, deps.after);
  const samples: Record<Change, Sampler<Sample>> = { gained: sampler(deps.samples), lost: sampler(deps.samples), changed: sampler(deps.samples) };
  let [rows, broken] = [0, 0];
  const refuse = ({ number }: Line, problems: readonly string[]): void => {
    broken += 1;
    for (const problem of problems) deps.warn(`line ${number}: ${problem}`);
  };

  for await (const line of lines) {
    const row = "problem" in line ? { problems: [line.problem] } : parseRow(line.text);
    if ("problems" in row) {
      refuse(line, row.problems);
      continue;
    }
    const contest = deps.contestOf(row.contest);
    if (contest === undefined) {
      refuse(line, [row.contest === null ? "names no contest; give one with --contest" : "its contest is not known; give it with --contest"]);
      continue;
    }
    const { before: a, after: b, change } = comparer.compare(row, contest);
    rows += 1;
    deps.progress(rows);
    if (change === null) continue;
    samples[change].offer(String(row.id), () => ({
      id: String(row.id),
      contest: contest.id,
      text: row.text,
      before: said(a),
      after: said(b),
      rules: ruleDifferences(a, b),
    }));
  }
  return {
    ...{ ...comparer.figures(), broken },
    samples: { gained: samples.gained.taken(), lost: samples.lost.taken(), changed: samples.changed.taken() },
  };
}

const said = ({ stance, flagged, targets, scoreTenths }: Classification): Said => ({ stance, flagged, targets, points: scoreTenths / 10 });

function ruleDifferences(a: Classification, b: Classification): Sample["rules"] {
  const sums = new Map<string, number>();
  for (const { ruleId, tenths } of b.contributions) sums.set(ruleId, (sums.get(ruleId) ?? 0) + tenths);
  for (const { ruleId, tenths } of a.contributions) sums.set(ruleId, (sums.get(ruleId) ?? 0) - tenths);
  return [...sums]
    .filter(([, tenths]) => tenths !== 0)
    .sort(([x, m], [y, n]) => Math.abs(n) - Math.abs(m) || (x < y ? -1 : 1))
    .map(([id, tenths]) => ({ id, points: tenths / 10 }));
}
