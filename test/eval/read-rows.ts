import { type Classification, type Classifier, type Contest, compile, type RulePack, type Stance } from "@netra/classifier";
import { stripHashtags } from "../../services/app/src/rules/strip-hashtags.ts";
import type { Row } from "./corpus.ts";
import { type Figures, type Judged, measureRows } from "./figures.ts";

/** A row and what one classifier said of it. */
export interface Reading {
  readonly row: Row;
  readonly got: Classification;
}

/** A pack with contests to read under. */
export interface Reader {
  readonly pack: RulePack;
  readonly contests: ReadonlyMap<string, Contest>;
  readonly classifiers: ReadonlyMap<string, Classifier>;
}

/** Compiles a pack with each contest. */
export function makeReader(pack: RulePack, contests: ReadonlyMap<string, Contest>): Reader {
  return { pack, contests, classifiers: new Map([...contests].map(([id, contest]) => [id, compile(pack, contest)])) };
}

/** Reads a text as its row says: with the row's time and region where it has them. */
export function readRow(classifier: Classifier, row: Row, text = row.text): Classification {
  return classifier.classify({ text, postedAt: row.postedAt, region: row.region });
}

/** Reads each row under its own contest; rows of other contests are left out. `stripped`: hashtags are taken out of the text first. */
export function readUnderOwn(reader: Reader, rows: readonly Row[], { stripped = false } = {}): Reading[] {
  return rows.flatMap((row) => {
    const classifier = reader.classifiers.get(row.contest);
    return classifier === undefined ? [] : [{ row, got: readRow(classifier, row, stripped ? stripHashtags(row.text) : row.text) }];
  });
}

/** Reads each row under every contest and keeps the first reading that flags it. */
export function readUnderAny(reader: Reader, rows: readonly Row[]): { row: Row; flaggedBy: string | null; got: Classification | null }[] {
  return rows.map((row) => {
    for (const [id, classifier] of reader.classifiers) {
      const got = readRow(classifier, row);
      if (got.flagged) return { row, flaggedBy: id, got };
    }
    return { row, flaggedBy: null, got: null };
  });
}

/** The side that counts: an unflagged lean is neutral. */
export function verdict({ flagged, stance }: Pick<Classification, "flagged" | "stance">): Stance {
  return flagged ? stance : "neutral";
}

/** Measures readings; support is ordered by points, leans below the threshold included. */
export function measure(readings: readonly Reading[]): Figures {
  return measureRows(
    readings.map(({ row, got }): Judged => ({ truth: row.label, said: verdict(got), order: got.stance === "support" ? got.scoreTenths / 10 : 0 })),
  );
}

/** Among rows whose side was seen rightly and that are about somebody: how often that somebody was among the targets. */
export function countTargets(readings: readonly Reading[]): { right: number; of: number } {
  const sided = readings.filter(({ row, got }) => got.flagged && got.stance === row.label && row.targetId !== null);
  const right = sided.filter(({ row, got }) => got.targets.some((id) => row.targetId?.split("+").includes(id)));
  return { right: right.length, of: sided.length };
}
