import type { Figures } from "./figures.ts";
import type { Gaps } from "./gaps.ts";
import type { ReplacementOutcome } from "./replacement-test.ts";
import type { SwapOutcome } from "./swap-test.ts";
import type { Target } from "./targets.ts";

/** Figures of one set of rows, as read and once more without hashtags. */
export interface SetReport {
  readonly name: string;
  readonly figures: Figures;
  /** Where the side was right and a candidate is meant: how often the candidate was right too. */
  readonly targets: { readonly right: number; readonly of: number };
  readonly stripped: Figures;
  readonly strippedTargets: { readonly right: number; readonly of: number };
}

/** Rows that should stay quiet, and how many did not. */
export interface AlarmReport {
  readonly name: string;
  readonly rows: number;
  readonly flagged: number;
}

/** Everything that one run measured. Figures and ids only: never a text. */
export interface EvalReport {
  readonly day: string;
  readonly pack: { readonly id: string; readonly version: number; readonly hash: string; readonly threshold: number };
  readonly sets: readonly SetReport[];
  readonly alarms: readonly AlarmReport[];
  readonly gaps: readonly { readonly name: string; readonly gaps: Gaps }[];
  readonly swap: Omit<SwapOutcome, "ids">;
  readonly replacement: Omit<ReplacementOutcome, "misses">;
  readonly targets: readonly Target[];
}
