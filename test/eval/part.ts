import type { Row } from "./corpus.ts";
import { ratio } from "./figures.ts";
import { measureGaps } from "./gaps.ts";
import { type Miss, missesOf } from "./misses.ts";
import { countTargets, measure, type Reader, readUnderOwn } from "./read-rows.ts";
import type { AlarmReport, EvalReport, SetReport } from "./report.ts";
import type { Target } from "./targets.ts";

/** What was measured on one corpus. `alike`: rows for the swap and the replacement test. */
export interface Part {
  readonly sets: SetReport[];
  readonly alarms: AlarmReport[];
  readonly gaps: EvalReport["gaps"][number][];
  readonly targets: Target[];
  readonly misses: Miss[];
  readonly alike: { readonly reader: Reader; readonly rows: readonly Row[] }[];
}

/** A part with nothing measured yet. */
export const newPart = (): Part => ({ sets: [], alarms: [], gaps: [], targets: [], misses: [], alike: [] });

/** Measures rows under their own contests, as they are and without hashtags, and adds the figures. */
export function addSet(part: Part, { name, reader, rows }: { name: string; reader: Reader; rows: readonly Row[] }): SetReport {
  const readings = readUnderOwn(reader, rows);
  const stripped = readUnderOwn(reader, rows, { stripped: true });
  const report: SetReport = {
    name,
    figures: measure(readings),
    targets: countTargets(readings),
    stripped: measure(stripped),
    strippedTargets: countTargets(stripped),
  };
  part.sets.push(report);
  return report;
}

/** Compares the candidates of each contest that has rows. */
export function addGaps(part: Part, { name, reader, rows }: { name: string; reader: Reader; rows: readonly Row[] }): void {
  for (const [id, contest] of reader.contests) {
    const readings = readUnderOwn(
      reader,
      rows.filter((row) => row.contest === id),
    );
    if (readings.length > 0) part.gaps.push({ name: `${name}, ${id}`, gaps: measureGaps(contest, readings) });
  }
}

/** Keeps the rows that were read wrongly, for `--misses`. Not for rows that nobody may read. */
export function addMisses(part: Part, { name, reader, rows }: { name: string; reader: Reader; rows: readonly Row[] }): void {
  part.misses.push(...missesOf(name, readUnderOwn(reader, rows)));
}

/** Adds how many of the rows that should stay quiet were flagged, and returns the share. */
export function addAlarms(part: Part, name: string, { rows, flagged }: { rows: number; flagged: number }): number {
  part.alarms.push({ name, rows, flagged });
  return ratio(flagged, rows);
}
