/** From harmless to harmful. `note` is worth knowing and needs nothing; `fail` is broken or unsafe now. */
export const LEVELS = ["ok", "note", "warn", "fail"] as const;
export type Level = (typeof LEVELS)[number];

/** What one look came to. Never holds a secret, a name, a handle or a NIP. */
export interface Verdict {
  readonly level: Level;
  /** One sentence, without a full stop. */
  readonly seen: string;
  /** What to do, in full sentences. Always there for `warn` and `fail`. */
  readonly remedy: string | null;
}

/** A verdict, and which check gave it. */
export interface Finding extends Verdict {
  readonly group: string;
  readonly check: string;
}

/** Judges facts; null when it does not apply to them. Pure. */
export type Check<Facts> = (facts: Facts) => Verdict | readonly Verdict[] | null;

/** Checks by name, in the order in which they are shown. Names are part of the JSON: never rename. */
export type Checks<Facts> = Readonly<Record<string, Check<Facts>>>;

export const ok = (seen: string): Verdict => ({ level: "ok", seen, remedy: null });
export const note = (seen: string, remedy: string | null = null): Verdict => ({ level: "note", seen, remedy });
export const warn = (seen: string, remedy: string): Verdict => ({ level: "warn", seen, remedy });
export const fail = (seen: string, remedy: string): Verdict => ({ level: "fail", seen, remedy });

/** Runs every check of a group over the same facts. */
export const judge = <Facts>(group: string, checks: Checks<Facts>, facts: Facts): readonly Finding[] =>
  Object.entries(checks).flatMap(([check, run]) => {
    const verdict = run(facts);
    return (verdict === null ? [] : Array.isArray(verdict) ? verdict : [verdict]).map((one: Verdict) => ({ group, check, ...one }));
  });
