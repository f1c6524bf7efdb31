/** What was tried under one opponent in one size. */
export interface Tally {
  readonly opponent: string;
  readonly size: string;
  inputs: number;
  withSignals: number;
  flagged: number;
  /** Signals whose words were cut out of the text and read again. */
  cut: number;
  failures: number;
}

/** An input that broke a promise, shrunk; generated, so it may be shown. */
export interface Failure {
  readonly opponent: string;
  readonly size: string;
  readonly kind: string;
  readonly index: number;
  readonly problem: string;
  /** Escaped. */
  readonly text: string;
}

/** What one worker tells: how far it is, or what came out. */
export type WorkerNews =
  | { readonly at: "progress"; readonly done: number }
  | { readonly at: "end"; readonly tallies: readonly Tally[]; readonly failures: readonly Failure[] };

/** Adds up the tallies of several workers. */
export function mergeTallies(all: readonly Tally[]): Tally[] {
  const merged = new Map<string, Tally>();
  for (const tally of all) {
    const key = `${tally.opponent}|${tally.size}`;
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { ...tally });
    else for (const count of ["inputs", "withSignals", "flagged", "cut", "failures"] as const) known[count] += tally[count];
  }
  return [...merged.values()];
}
