import type { CandidateCounts, Change, PackDifference, Said, Sample } from "./diff-packs.ts";
import { showHidden } from "./mark-spans.ts";

const HEADS: Readonly<Record<Change, string>> = { gained: "Gained", lost: "Lost", changed: "Changed side or target" };
const CHANGES = ["gained", "lost", "changed"] as const;

/** A difference for a person: counts, candidates, samples by id; texts only when asked for. */
export function renderDiff(diff: PackDifference, { before, after, showText }: { before: string; after: string; showText: boolean }): string[] {
  const { rows, flaggedBefore, flaggedAfter, counts, otherPoints, labelled } = diff;
  return [
    `${rows} rows under ${before} (A) and ${after} (B)${diff.broken > 0 ? `; ${diff.broken} broken rows left out` : ""}`,
    `flagged  A ${flaggedBefore}  B ${flaggedAfter}`,
    `gained ${counts.gained}  lost ${counts.lost}  changed ${counts.changed}  same flag with other points ${otherPoints}`,
    ...(labelled.rows > 0
      ? [
          `of ${labelled.rows} labelled rows: finds ${labelled.gainedRight} more partisan ones, misses ${labelled.lostRight}; flags ${labelled.gainedWrong} more neutral ones, spares ${labelled.lostWrong}`,
        ]
      : []),
    ...renderCandidates(diff.candidates),
    ...CHANGES.flatMap((change) => renderSamples(change, diff, showText)),
  ];
}

function renderCandidates(candidates: PackDifference["candidates"]): string[] {
  const rows = Object.entries(candidates);
  if (rows.length === 0) return [];
  const columns: readonly [string, keyof CandidateCounts][] = [
    ["A", "flaggedBefore"],
    ["B", "flaggedAfter"],
    ["gained", "gained"],
    ["lost", "lost"],
    ["changed", "changed"],
  ];
  const width = Math.max(9, ...rows.map(([id]) => id.length));
  return [
    "",
    `${"candidate".padEnd(width)}  ${columns.map(([head]) => head.padStart(9)).join("")}`,
    ...rows.map(([id, counts]) => `${id.padEnd(width)}  ${columns.map(([, key]) => String(counts[key]).padStart(9)).join("")}`),
  ];
}

function renderSamples(change: Change, { samples, counts }: PackDifference, showText: boolean): string[] {
  const list = samples[change];
  if (list.length === 0) return [];
  return ["", `${HEADS[change]}: ${list.length} of ${counts[change]}`, ...list.flatMap((sample) => renderSample(sample, showText))];
}

function renderSample({ id, contest, before, after, rules, text }: Sample, showText: boolean): string[] {
  return [
    `  ${id} (${contest})  ${describe(before)} → ${describe(after)}  ${rules.map((rule) => `${rule.id} ${rule.points > 0 ? "+" : "−"}${Math.abs(rule.points).toFixed(1)}`).join(", ")}`,
    ...(showText ? [`      ${showHidden(text).replaceAll("\n", "\n      ")}`] : []),
  ];
}

const describe = ({ stance, flagged, targets, points }: Said): string =>
  `${flagged ? `${stance} ${targets.join("+") || "–"}` : "not flagged"} ${points.toFixed(1)}`;
