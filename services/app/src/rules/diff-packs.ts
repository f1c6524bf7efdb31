import { type Classification, type Classifier, type Contest, compile, type RulePack, type Stance } from "@netra/classifier";
import { parseRow } from "./parse-row.ts";
import type { Line } from "./read-lines.ts";
import { type Sampler, sampler } from "./sampler.ts";

/** How a row's flag differs between two packs. */
export type Change = "gained" | "lost" | "changed";

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

/** Flags of a candidate (`contest/candidate`; `–` when the text names nobody). */
export interface CandidateCounts {
  readonly flaggedBefore: number;
  readonly flaggedAfter: number;
  readonly gained: number;
  readonly lost: number;
  readonly changed: number;
}

/** The differences of two packs over many rows. With labels: how many of the gained and lost flags are right. */
export interface PackDifference {
  readonly rows: number;
  readonly broken: number;
  readonly flaggedBefore: number;
  readonly flaggedAfter: number;
  readonly counts: Readonly<Record<Change, number>>;
  /** Same flag, other points. */
  readonly otherPoints: number;
  readonly candidates: Readonly<Record<string, CandidateCounts>>;
  readonly labelled: {
    readonly rows: number;
    readonly gainedRight: number;
    readonly gainedWrong: number;
    readonly lostRight: number;
    readonly lostWrong: number;
  };
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
  const pairs = new Map<string, { contest: Contest; before: Classifier; after: Classifier }>();
  const samples: Record<Change, Sampler<Sample>> = { gained: sampler(deps.samples), lost: sampler(deps.samples), changed: sampler(deps.samples) };
  const counts = { gained: 0, lost: 0, changed: 0 };
  const candidates = new Map<string, { -readonly [K in keyof CandidateCounts]: number }>();
  const labelled = { rows: 0, gainedRight: 0, gainedWrong: 0, lostRight: 0, lostWrong: 0 };
  let [rows, broken, flaggedBefore, flaggedAfter, otherPoints] = [0, 0, 0, 0, 0];
  const refuse = ({ number }: Line, problems: readonly string[]): void => {
    broken += 1;
    for (const problem of problems) deps.warn(`line ${number}: ${problem}`);
  };
  const count = (contest: string, targets: readonly string[], key: keyof CandidateCounts): void => {
    for (const target of targets.length > 0 ? targets : ["–"]) {
      const id = `${contest}/${target}`;
      const entry = candidates.get(id) ?? { flaggedBefore: 0, flaggedAfter: 0, gained: 0, lost: 0, changed: 0 };
      entry[key] += 1;
      candidates.set(id, entry);
    }
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
    let pair = pairs.get(contest.id);
    if (pair === undefined) {
      pair = { contest, before: compile(deps.before, contest), after: compile(deps.after, contest) };
      pairs.set(contest.id, pair);
    }
    const a = pair.before.classify(row);
    const b = pair.after.classify(row);
    rows += 1;
    deps.progress(rows);
    if (a.flagged) flaggedBefore += 1;
    if (b.flagged) flaggedAfter += 1;
    if (a.flagged) count(contest.id, a.targets, "flaggedBefore");
    if (b.flagged) count(contest.id, b.targets, "flaggedAfter");
    if (row.label !== null) labelled.rows += 1;
    const change = changeOf(a, b);
    if (change === null) {
      if (a.scoreTenths !== b.scoreTenths) otherPoints += 1;
      continue;
    }
    counts[change] += 1;
    count(contest.id, change === "lost" ? a.targets : b.targets, change);
    if (row.label !== null && change !== "changed") {
      // A flag is right on a partisan text, whatever its side.
      const isRight = row.label !== "neutral";
      labelled[change === "gained" ? (isRight ? "gainedRight" : "gainedWrong") : isRight ? "lostRight" : "lostWrong"] += 1;
    }
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
    ...{ rows, broken, flaggedBefore, flaggedAfter, counts, otherPoints, labelled },
    candidates: Object.fromEntries([...candidates].sort(([x], [y]) => (x < y ? -1 : 1))),
    samples: { gained: samples.gained.taken(), lost: samples.lost.taken(), changed: samples.changed.taken() },
  };
}

function changeOf(a: Classification, b: Classification): Change | null {
  if (a.flagged !== b.flagged) return b.flagged ? "gained" : "lost";
  return a.flagged && (a.stance !== b.stance || a.targets.join() !== b.targets.join()) ? "changed" : null;
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
