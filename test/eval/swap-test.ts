import { compile } from "@netra/classifier";
import type { Row } from "./corpus.ts";
import { canonical, renamings, swapCandidates } from "./permute.ts";
import { type Reader, readRow, readUnderOwn } from "./read-rows.ts";

/** What came of exchanging candidates in the contest file. `differs`: how often which part was first to differ. */
export interface SwapOutcome {
  readonly tried: number;
  readonly equal: number;
  readonly differs: Readonly<Record<string, number>>;
  readonly ids: readonly string[];
}

/** Exchanges candidates in each contest file and expects the same reading with the candidates exchanged: verdict, score, targets, contributions and signals. */
export function runSwapTest(reader: Reader, rows: readonly Row[]): SwapOutcome {
  let tried = 0;
  let equal = 0;
  const differs: Record<string, number> = {};
  const ids = new Set<string>();
  for (const [id, contest] of reader.contests) {
    const readings = readUnderOwn(
      reader,
      rows.filter((row) => row.contest === id),
    );
    for (const renaming of renamings(contest.candidates.map((candidate) => candidate.id))) {
      const swapped = compile(reader.pack, swapCandidates(contest, renaming));
      for (const { row, got } of readings) {
        tried += 1;
        const wanted = canonical(got, renaming);
        const found = canonical(readRow(swapped, row), null);
        const part = (Object.keys(wanted) as (keyof typeof wanted)[]).find((key) => wanted[key] !== found[key]);
        if (part === undefined) equal += 1;
        else {
          differs[part] = (differs[part] ?? 0) + 1;
          ids.add(row.id);
        }
      }
    }
  }
  return { tried, equal, differs, ids: [...ids] };
}
