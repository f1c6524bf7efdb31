import { type Classification, type ClassifierInput, type Contest, compile, type RulePack } from "@netra/classifier";
import { prepare } from "../../../packages/classifier/src/compile.ts";
import { findAll } from "../../../packages/classifier/src/match.ts";
import { readQuiet } from "../../../packages/classifier/src/read-quiet.ts";
import { scanText } from "../../../packages/classifier/src/scan-text.ts";
import { MAX_MATCHED_LENGTH } from "../../../packages/classifier/src/tokenize.ts";

/** Day of the posts: in the campaign, so that nothing is weakened by its date. */
const POSTED_AT = new Date("2029-10-10T03:00:00Z");

/** A term of the pack found in a text; UTF-16 offsets, end exclusive. */
export interface TermAt {
  readonly term: string;
  readonly start: number;
  readonly end: number;
}

/** The classifier with one pack, as everybody calls it, and opened up to see inside. */
export interface Netra {
  classify(text: string): Classification;
  /** The same with the input made by the caller. */
  read(input: ClassifierInput): Classification;
  input(text: string): ClassifierInput;
  /** Only the pass over the first `limit` units of a text. Returns the number of tokens. */
  scan(text: string, limit?: number): number;
  /** True when nothing in it points to a candidate, so that the short way answers. */
  isQuiet(text: string): boolean;
  /** The terms of the pack in a text, before anything is made of them. */
  terms(text: string): TermAt[];
}

/** Compiles a pack with a contest. */
export function openNetra(pack: RulePack, contest: Contest): Netra {
  const classifier = compile(pack, contest);
  const inside = prepare(pack, contest);
  const input = (text: string): ClassifierInput => ({ text, postedAt: POSTED_AT, region: contest.region });
  const scan = (text: string, limit = MAX_MATCHED_LENGTH): number => {
    scanText(inside.scan, text, limit);
    return inside.scan.count;
  };
  return {
    classify: (text) => classifier.classify(input(text)),
    read: (made) => classifier.classify(made),
    input,
    scan,
    isQuiet: (text) => {
      scan(text);
      return readQuiet(inside) !== undefined;
    },
    terms: (text) => {
      scan(text);
      const { starts, ends } = inside.scan;
      return findAll(inside.terms, inside.scan).map(({ payload, first, last }) => ({
        term: payload.entry.term,
        start: starts[first]!,
        end: ends[last]!,
      }));
    },
  };
}
