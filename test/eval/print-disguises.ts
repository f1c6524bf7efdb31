import { DISGUISES, type Disguise } from "./disguises.ts";
import { ratio } from "./figures.ts";
import type { DisguiseCount } from "./measure-disguises.ts";
import { percent } from "./print.ts";

/** Sums of several counts. */
export type DisguiseSum = Pick<DisguiseCount, "tried" | "flagged" | "flips" | "lost" | "gained" | "leans">;

/** The groups that the promise of at most 1 % is about. */
export const PROMISED: readonly Disguise["group"][] = ["case", "elongation", "spacing", "leetspeak"];

/** Adds counts up. */
export function sumOf(counts: readonly DisguiseCount[]): DisguiseSum {
  const sum = { tried: 0, flagged: 0, flips: 0, lost: 0, gained: 0, leans: 0 };
  for (const count of counts) for (const key of Object.keys(sum) as (keyof DisguiseSum)[]) sum[key] += count[key];
  return sum;
}

/** Share of verdicts that a group of disguises changed, over all sets that are given. */
export const flipShare = (counts: readonly DisguiseCount[], groups: readonly Disguise["group"][] = PROMISED): number => {
  const { flips, tried } = sumOf(counts.filter(({ group }) => groups.includes(group)));
  return ratio(flips, tried);
};

/** The counts for a person: each disguise in each set, each group, and the promise. Figures only. */
export function printDisguises(counts: readonly DisguiseCount[]): string[] {
  const sets = [...new Set(counts.map(({ set }) => set))];
  const row = (name: string, { tried, flagged, flips, lost, gained, leans }: DisguiseSum): string =>
    `  ${name.padEnd(44)} ${String(flips).padStart(5)} of ${String(tried).padStart(6)} (${percent(ratio(flips, tried)).padStart(7)})  lost ${String(lost).padStart(3)} of ${String(flagged).padStart(5)} flags, gained ${String(gained).padStart(3)}; leans ${leans}`;
  return [
    ...sets.flatMap((set) => [
      `${set}: verdicts that a disguise changed`,
      ...DISGUISES.map(({ name }) => row(name, sumOf(counts.filter((count) => count.set === set && count.disguise === name)))),
      "",
    ]),
    "All sets, by kind",
    ...(["case", "elongation", "spacing", "leetspeak", "letters"] as const).map((group) =>
      row(group, sumOf(counts.filter((count) => count.group === group))),
    ),
    row("the first four, rows about a contest only", sumOf(counts.filter(({ group, any }) => !any && PROMISED.includes(group)))),
    row("the first four, all rows", sumOf(counts.filter(({ group }) => PROMISED.includes(group)))),
  ];
}
