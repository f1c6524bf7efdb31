import type { Classification } from "@netra/classifier";
import { mulberry32, seedOf } from "../../services/app/src/demo/random.ts";
import type { Row } from "./corpus.ts";
import { DISGUISES, type Disguise } from "./disguises.ts";
import { type Reader, readRow, verdict } from "./read-rows.ts";

/** Rows with a name, read under each contest that is asked of them. `any`: under every contest of the reader, as for rows about nobody. */
export interface DisguisedSet {
  readonly name: string;
  readonly reader: Reader;
  readonly rows: readonly Row[];
  readonly any?: boolean;
}

/** What one disguise did to the readings of one set. Counts are readings: a row under a contest. */
export interface DisguiseCount {
  readonly set: string;
  readonly disguise: string;
  readonly group: Disguise["group"];
  /** The set's rows are about no contest: they hardly ever change, and would dilute the figure. */
  readonly any: boolean;
  /** Readings whose text the disguise changed. */
  tried: number;
  /** Of those, flagged as written. */
  flagged: number;
  /** Verdicts that changed: flagged or not, the side, or whom it is about. */
  flips: number;
  /** Of those, flags that were lost. */
  lost: number;
  /** Of those, flags that were gained. */
  gained: number;
  /** Readings below the threshold that lean otherwise; nobody is shown them. */
  leans: number;
}

/** A verdict that changed, to look at. */
export interface Flip {
  readonly set: string;
  readonly id: string;
  readonly contest: string;
  readonly disguise: string;
  readonly before: string;
  readonly after: string;
  readonly text: string;
  readonly disguised: string;
}

/** Reads every row as written and in each disguise in turn. Deterministic: what is random is seeded by row and disguise. */
export function measureDisguises(sets: readonly DisguisedSet[]): { counts: DisguiseCount[]; flips: Flip[] } {
  const counts: DisguiseCount[] = [];
  const flips: Flip[] = [];
  for (const { name: set, reader, rows, any = false } of sets) {
    const readings = rows.flatMap((row) =>
      [...reader.classifiers].flatMap(([contest, classifier]) =>
        any || contest === row.contest ? [{ row, contest, classifier, plain: readRow(classifier, row) }] : [],
      ),
    );
    for (const disguise of DISGUISES) {
      const count: DisguiseCount = {
        set,
        disguise: disguise.name,
        group: disguise.group,
        any,
        tried: 0,
        flagged: 0,
        flips: 0,
        lost: 0,
        gained: 0,
        leans: 0,
      };
      for (const { row, contest, classifier, plain } of readings) {
        const disguised = disguise.apply(row.text, { random: mulberry32(seedOf(disguise.name, row.id)), spans: plain.signals });
        if (disguised === row.text) continue;
        const got = readRow(classifier, row, disguised);
        count.tried += 1;
        if (plain.flagged) count.flagged += 1;
        if (lean(got) !== lean(plain)) count.leans += 1;
        if (side(got) === side(plain)) continue;
        count.flips += 1;
        count.leans -= 1;
        if (plain.flagged && !got.flagged) count.lost += 1;
        if (!plain.flagged && got.flagged) count.gained += 1;
        flips.push({ set, id: row.id, contest, disguise: disguise.name, before: told(plain), after: told(got), text: row.text, disguised });
      }
      counts.push(count);
    }
  }
  return { counts, flips };
}

const lean = ({ stance, targets, flagged }: Classification): string => `${stance} ${targets.join("+")} ${flagged}`;
/** What a person is shown: the side and whom it is about, of flagged texts. */
const side = (got: Classification): string => (got.flagged ? `${verdict(got)} ${got.targets.join("+")}` : "neutral");
const told = (got: Classification): string =>
  `${side(got)} ${got.scoreTenths / 10}: ${got.contributions.map(({ ruleId, tenths }) => `${ruleId} ${tenths / 10}`).join(", ")}`;
