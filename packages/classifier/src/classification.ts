/** The side a text takes. `support` and `oppose` are both partisan; `neutral` is everything else. */
export type Stance = "support" | "oppose" | "neutral";

/** What a classification is made from, and nothing else: any old score can be recomputed from these bytes, a pack and a contest. */
export interface ClassifierInput {
  /** The post's text as captured. Any string is valid. */
  readonly text: string;
  /** When the post was made; null weakens number-only signals, never strengthens. */
  readonly postedAt: Date | null;
  /** Kemendagri code of the author's agency at the time; null weakens number-only signals. */
  readonly region: string | null;
}

/** One thing seen in the text. Offsets are UTF-16 indices into the ORIGINAL text, end exclusive, `start < end`. */
export interface Signal {
  /** `for` = strengthens, `against` = weakens, `context` = names a candidate or a date but carries no points alone. */
  readonly side: "for" | "against" | "context";
  /** Category id, stored: never rename. */
  readonly category: string;
  readonly start: number;
  readonly end: number;
  /** The lexicon term or contest entry that matched, as written there. */
  readonly term: string;
  /** Where the term lives: `lexicons/<category>.yaml` of the pack, or `contest`. */
  readonly lexicon: string;
  readonly source: string;
  /** Candidate the signal is bound to, or null. */
  readonly candidateId: string | null;
}

/** A named part of the score. The points of all contributions sum exactly to the score. */
export interface Contribution {
  readonly ruleId: string;
  /** Tenths of a point, signed integer, so that sums are exact. */
  readonly tenths: number;
  /** Indices into `signals`. */
  readonly signals: readonly number[];
  readonly reason: { readonly id: string; readonly en: string };
}

/** The machine's reading of one version under one pack and one contest. Deterministic. */
export interface Classification {
  readonly stance: Stance;
  /** Candidate ids in ballot order; empty when neutral or when the camp is not named. */
  readonly targets: readonly string[];
  /** Sum of the contributions, in tenths of a point. */
  readonly scoreTenths: number;
  /** Threshold of the pack, in tenths. */
  readonly thresholdTenths: number;
  /** True when stance is partisan and the score reaches the threshold. */
  readonly flagged: boolean;
  /** Ordered by start, then end. */
  readonly signals: readonly Signal[];
  readonly contributions: readonly Contribution[];
  /** Forms of SKB 2022 that are POSSIBLY relevant at the stage of `postedAt`, e.g. `PD-2`; never a finding. */
  readonly possibleForms: readonly string[];
  /** What was looked for and not found (rule ids of the pack that would have weakened), for the reader's second column. */
  readonly notFound: readonly { readonly id: string; readonly en: string }[];
}
