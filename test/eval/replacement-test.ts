import type { Classification } from "@netra/classifier";
import type { Row } from "./corpus.ts";
import { evenContest } from "./even-contest.ts";
import { type Renaming, renamings } from "./permute.ts";
import { type Reader, readRow } from "./read-rows.ts";
import { replaceMentions } from "./replace-mentions.ts";

/** What came of replacing mentions. `notTried`: there was no like mention to put in, by kind. `causes`: why scores differ, by what changed in the reading. */
export interface ReplacementOutcome {
  readonly tried: number;
  readonly equal: number;
  readonly notTried: Readonly<Record<string, number>>;
  readonly causes: Readonly<Record<string, number>>;
  readonly misses: readonly { readonly id: string; readonly text: string; readonly cause: string }[];
}

/**
 * Replaces every mention of every candidate by a like mention of another and expects the same score and side, and the targets exchanged.
 *
 * Only texts in which something was bound count; the empty box stays where it is. A contest file in which one candidate has what another lacks is filled up
 * with made-up entries first (`evenContest`).
 */
export function runReplacementTest(reader: Reader, rows: readonly Row[]): ReplacementOutcome {
  let tried = 0;
  let equal = 0;
  const notTried: Record<string, number> = {};
  const causes: Record<string, number> = {};
  const misses: { id: string; text: string; cause: string }[] = [];
  for (const [id, plain] of reader.contests) {
    const { contest, classifier, likes } = evenContest(reader.pack, plain);
    const standing = contest.candidates.filter((candidate) => candidate.empty_box !== true).map((candidate) => candidate.id);
    const own = rows.filter((row) => row.contest === id).map((row) => ({ row, got: readRow(classifier, row) }));
    const readings = own.filter(({ got }) => got.contributions.some(({ signals }) => signals.some((i) => got.signals[i]?.candidateId != null)));
    for (const renaming of renamings(standing)) {
      for (const { row, got } of readings) {
        const replaced = replaceMentions(row.text, got, { pack: reader.pack, contest, likes, renaming });
        if ("missing" in replaced) {
          notTried[`no like ${replaced.missing}`] = (notTried[`no like ${replaced.missing}`] ?? 0) + 1;
          continue;
        }
        tried += 1;
        const again = readRow(classifier, row, replaced.text);
        const cause = whyDifferent(got, again, renaming);
        if (cause === null) equal += 1;
        else {
          causes[cause] = (causes[cause] ?? 0) + 1;
          misses.push({ id: row.id, text: `${row.text} → ${replaced.text}`, cause });
        }
      }
    }
  }
  return { tried, equal, notTried, causes, misses };
}

/** Null when they are alike; else what differs in words that hold no text: rules, categories and kinds only. */
function whyDifferent(before: Classification, after: Classification, renaming: Renaming): string | null {
  const targets = (ids: readonly string[], rename: boolean): string =>
    ids
      .map((id) => (rename ? (renaming.get(id) ?? id) : id))
      .sort()
      .join("+");
  const isAlike =
    before.scoreTenths === after.scoreTenths && before.stance === after.stance && targets(before.targets, true) === targets(after.targets, false);
  if (isAlike) return null;
  const seen = difference(
    count(before, (signal) => signal.category),
    count(after, (signal) => signal.category),
  );
  if (seen !== "") return `read differently: ${seen}`;
  const rules = difference(points(before), points(after));
  return rules === "" ? "another side or target" : `other points: ${rules}`;
}

function count(got: Classification, key: (signal: Classification["signals"][number]) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const signal of got.signals) counts.set(key(signal), (counts.get(key(signal)) ?? 0) + 1);
  return counts;
}

function points(got: Classification): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { ruleId, tenths } of got.contributions) sums.set(ruleId, (sums.get(ruleId) ?? 0) + tenths);
  return sums;
}

/** `candidate_name −1, praise +1` */
function difference(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): string {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return keys
    .filter((key) => (before.get(key) ?? 0) !== (after.get(key) ?? 0))
    .map((key) => `${key} ${(after.get(key) ?? 0) > (before.get(key) ?? 0) ? "more" : "less"}`)
    .join(", ");
}
