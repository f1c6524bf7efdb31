/** A promise of the classifier: what is measured, the bound, and what came out. */
export interface Target {
  readonly name: string;
  readonly figure: number;
  readonly bound: number;
  readonly sense: "at least" | "at most";
  /** How the figure is written: a share of one (`.61`) or a percentage. */
  readonly unit: "share" | "percent";
  readonly kept: boolean;
}

/** Builds a target; `kept` compares the figure as measured, not as printed. */
export function target(name: string, figure: number, sense: Target["sense"], bound: number, unit: Target["unit"] = "share"): Target {
  return { name, figure, bound, sense, unit, kept: sense === "at least" ? figure >= bound : figure <= bound };
}

/** What is promised, in one place. Percentages are written as shares of one. */
export const BOUNDS = {
  devMcc: 0.6,
  everydayAlarms: 0.001,
  headlineAlarms: 0.05,
  namesakeAlarms: 0.05,
  strippedLoss: 0.08,
  swapEqual: 1,
  replacementEqual: 0.99,
  testMcc: 0.58,
  testMacroF1: 0.65,
  testOpposeF1: 0.4,
  testSupportPrecision: 0.82,
} as const;
