import { ratio } from "./figures.ts";
import type { Miss } from "./misses.ts";
import type { Part } from "./part.ts";
import { runReplacementTest } from "./replacement-test.ts";
import type { EvalReport } from "./report.ts";
import { runSwapTest } from "./swap-test.ts";
import { BOUNDS, type Target, target } from "./targets.ts";

/** The two tests of equal treatment over all rows at hand. */
export interface Alike extends Pick<EvalReport, "swap" | "replacement"> {
  readonly targets: readonly Target[];
  readonly misses: readonly Miss[];
}

/** Runs the swap and the replacement test on every corpus that was measured. */
export function measureAlike(groups: Part["alike"]): Alike {
  const swaps = groups.map(({ reader, rows }) => runSwapTest(reader, rows));
  const replacements = groups.map(({ reader, rows }) => runReplacementTest(reader, rows));
  const swap = { ...sum(swaps), differs: sumCounts(swaps.map(({ differs }) => differs)) };
  const replacement = {
    ...sum(replacements),
    notTried: sumCounts(replacements.map(({ notTried }) => notTried)),
    causes: sumCounts(replacements.map(({ causes }) => causes)),
  };
  return {
    swap,
    replacement,
    targets: [
      target("swapped candidates permute the result", ratio(swap.equal, swap.tried), "at least", BOUNDS.swapEqual, "percent"),
      target("like mentions give an equal score", ratio(replacement.equal, replacement.tried), "at least", BOUNDS.replacementEqual, "percent"),
    ],
    misses: replacements.flatMap(({ misses }) =>
      misses.map(({ id, text, cause }): Miss => ({ set: "like mentions", id, contest: "", label: "", said: "", points: 0, why: cause, text })),
    ),
  };
}

const sum = (parts: readonly { tried: number; equal: number }[]): { tried: number; equal: number } => ({
  tried: parts.reduce((total, { tried }) => total + tried, 0),
  equal: parts.reduce((total, { equal }) => total + equal, 0),
});

/** Adds up counts by name, most frequent first. */
function sumCounts(parts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [key, count] of parts.flatMap((part) => Object.entries(part))) sums[key] = (sums[key] ?? 0) + count;
  return Object.fromEntries(Object.entries(sums).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)));
}
