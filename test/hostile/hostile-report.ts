import { ratio } from "../eval/figures.ts";
import { percent } from "../eval/print.ts";
import type { Failure, Tally } from "./tally.ts";

/** One whole run. Texts only of failures, and those are generated. */
export interface HostileReport {
  readonly day: string;
  readonly seed: number;
  readonly node: string;
  readonly seconds: number;
  readonly tallies: readonly Tally[];
  readonly failures: readonly Failure[];
  /** Verdicts that a harmless disguise changed, by kind of disguise, and the rows they were tried on. */
  readonly flips: readonly { readonly rows: string; readonly group: string; readonly tried: number; readonly flips: number }[];
}

const whole = (value: number): string => value.toLocaleString("en-US");

/** A run for a person. */
export function printReport({ seed, seconds, tallies, failures, flips }: HostileReport): string[] {
  const inputs = tallies.reduce((sum, tally) => sum + tally.inputs, 0);
  return [
    `${whole(inputs)} inputs in ${whole(Math.round(seconds))} s, seed ${seed}`,
    ...tallies.map(
      ({ opponent, size, ...tally }) =>
        `  ${opponent.padEnd(12)} ${size.padEnd(13)} ${whole(tally.inputs).padStart(10)} inputs  signals in ${percent(ratio(tally.withSignals, tally.inputs))}  flagged ${percent(ratio(tally.flagged, tally.inputs))}  words cut out and read again ${whole(tally.cut).padStart(11)}  failures ${tally.failures}`,
    ),
    ...failures.map(
      ({ opponent, size, kind, index, problem, text }) => `FAILED ${opponent}, ${size}, ${kind}, input ${index}: ${problem}\n  ${text}`,
    ),
    "Verdicts that a harmless disguise changed",
    ...flips.map(
      ({ rows, group, tried, flips: changed }) =>
        `  ${rows.padEnd(26)} ${group.padEnd(12)} ${String(changed).padStart(5)} of ${whole(tried).padStart(7)} (${percent(ratio(changed, tried))})`,
    ),
  ];
}

/** The page of results: one line a day. */
export function renderResults(reports: readonly HostileReport[]): string {
  const line = ({ day, seed, node, seconds, tallies, flips }: HostileReport): string => {
    const sum = (count: "inputs" | "withSignals" | "cut" | "failures"): number => tallies.reduce((total, tally) => total + tally[count], 0);
    const shares = [...new Set(flips.map(({ rows }) => rows))].map((rows) => {
      const of = flips.filter((flip) => flip.rows === rows && flip.group !== "letters");
      const total = (key: "flips" | "tried"): number => of.reduce((all, flip) => all + flip[key], 0);
      return `${rows} ${percent(ratio(total("flips"), total("tried")))}`;
    });
    return `| ${day} | ${whole(sum("inputs"))} | ${percent(ratio(sum("withSignals"), sum("inputs")))} | ${whole(sum("cut"))} | ${sum("failures")} | ${shares.join("; ")} | ${Math.round(seconds / 60)} min, ${node}, seed ${seed} |`;
  };
  return [
    "# Results of hostile texts, by date",
    "",
    "Written by `npm run hostile`; do not edit. A failure is a crash, a place outside the text or inside a surrogate pair, words that the place does not cut out,",
    "a sum that is not the score, or a second reading that differs. All figures of a day are in `results/`.",
    "",
    "| day | inputs | with signals | signals cut out and read again | failures | verdicts changed by case, stretching, spacing, leetspeak | run |",
    "|---|---|---|---|---|---|---|",
    ...[...reports].reverse().map(line),
    "",
  ].join("\n");
}
