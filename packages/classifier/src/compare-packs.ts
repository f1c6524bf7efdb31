import type { Classification, ClassifierInput, Stance } from "./classification.ts";
import { type Classifier, compile } from "./compile.ts";
import type { Contest } from "./contest.ts";
import type { RulePack } from "./rule-pack.ts";

/** How a text's flag differs between two packs. */
export type PackChange = "gained" | "lost" | "changed";

/** Flags of a candidate (`contest/candidate`; `–` when the text names nobody). */
export interface CandidateCounts {
  readonly flaggedBefore: number;
  readonly flaggedAfter: number;
  readonly gained: number;
  readonly lost: number;
  readonly changed: number;
}

/** What two packs flag in the same texts, in numbers. With labels: how many of the gained and lost flags are right. Plain JSON. */
export interface PackFigures {
  readonly rows: number;
  readonly flaggedBefore: number;
  readonly flaggedAfter: number;
  readonly counts: Readonly<Record<PackChange, number>>;
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
}

/** One text under both packs. */
export interface Compared {
  readonly before: Classification;
  readonly after: Classification;
  /** Null when its flag stays as it is. */
  readonly change: PackChange | null;
}

/** Compares two packs text by text. */
export interface PackComparer {
  /** Reads a text under both packs and counts it. `label`: what people found in it, or null; any side but neutral is partisan. */
  compare(input: ClassifierInput & { readonly label: Stance | null }, contest: Contest): Compared;
  figures(): PackFigures;
}

/**
 * Compares what two packs flag; the one home of these numbers, for files of rows as for what is stored.
 *
 * Memory does not grow with the texts. Cost: two compilations a contest, then two readings a text.
 */
export function comparePacks(before: RulePack, after: RulePack): PackComparer {
  const pairs = new Map<Contest, { before: Classifier; after: Classifier }>();
  const counts = { gained: 0, lost: 0, changed: 0 };
  const candidates = new Map<string, { -readonly [K in keyof CandidateCounts]: number }>();
  const labelled = { rows: 0, gainedRight: 0, gainedWrong: 0, lostRight: 0, lostWrong: 0 };
  let [rows, flaggedBefore, flaggedAfter, otherPoints] = [0, 0, 0, 0];
  const count = (contest: string, targets: readonly string[], key: keyof CandidateCounts): void => {
    for (const target of targets.length > 0 ? targets : ["–"]) {
      const id = `${contest}/${target}`;
      const entry = candidates.get(id) ?? { flaggedBefore: 0, flaggedAfter: 0, gained: 0, lost: 0, changed: 0 };
      entry[key] += 1;
      candidates.set(id, entry);
    }
  };
  const pairOf = (contest: Contest) => {
    const known = pairs.get(contest);
    if (known !== undefined) return known;
    const pair = { before: compile(before, contest), after: compile(after, contest) };
    pairs.set(contest, pair);
    return pair;
  };

  return {
    compare(input, contest) {
      const pair = pairOf(contest);
      const a = pair.before.classify(input);
      const b = pair.after.classify(input);
      const change = changeOf(a, b);
      rows += 1;
      if (a.flagged) flaggedBefore += 1;
      if (b.flagged) flaggedAfter += 1;
      if (a.flagged) count(contest.id, a.targets, "flaggedBefore");
      if (b.flagged) count(contest.id, b.targets, "flaggedAfter");
      if (input.label !== null) labelled.rows += 1;
      if (change === null) {
        if (a.scoreTenths !== b.scoreTenths) otherPoints += 1;
        return { before: a, after: b, change };
      }
      counts[change] += 1;
      count(contest.id, change === "lost" ? a.targets : b.targets, change);
      if (input.label !== null && change !== "changed") {
        // A flag is right on a partisan text, whatever its side.
        const isRight = input.label !== "neutral";
        labelled[change === "gained" ? (isRight ? "gainedRight" : "gainedWrong") : isRight ? "lostRight" : "lostWrong"] += 1;
      }
      return { before: a, after: b, change };
    },
    figures: () => ({
      ...{ rows, flaggedBefore, flaggedAfter, counts: { ...counts }, otherPoints, labelled: { ...labelled } },
      candidates: Object.fromEntries([...candidates].sort(([x], [y]) => (x < y ? -1 : 1))),
    }),
  };
}

function changeOf(a: Classification, b: Classification): PackChange | null {
  if (a.flagged !== b.flagged) return b.flagged ? "gained" : "lost";
  return a.flagged && (a.stance !== b.stance || a.targets.join() !== b.targets.join()) ? "changed" : null;
}
