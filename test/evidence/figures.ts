import type { SlowCapture } from "../e2e/slow-phone.ts";

/** One count of a run: how many were tried, and how many came out as promised. */
export interface Figure {
  /** Stable: rows of RESULTS.md are found by it. */
  readonly name: string;
  readonly tried: number;
  readonly kept: number;
}
/** All figures of a day. */
export interface EvidenceReport {
  readonly day: string;
  readonly node: string;
  readonly python: string;
  readonly browser: string;
  readonly seed: number;
  readonly seconds: number;
  readonly figures: readonly Figure[];
  /** Bytes and seconds of a sighting over a slow line; missing on days before it was measured. */
  readonly captureForm?: SlowCapture;
}
