import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type HighWater, NOTHING_SEEN } from "./conservation.ts";
import type { Backend } from "./plan.ts";
import type { Sabotage } from "./sabotage.ts";
import type { Play } from "./timeline.ts";

/** What became of one act against the system. */
export interface FaultResult {
  /** Its row in the table: `classify`, `deploy`, `half-open postgres`… */
  readonly kind: string;
  /** What was hit, and what was hit together with it. */
  readonly targets: readonly string[];
  readonly at: string;
  /** From the act until everything published by then was read; null: not within the patience of the run. */
  readonly recoveredMs: number | null;
  /** From the act, or from its end where it lasts, until what was hit works again; null: not within the patience of the run. */
  readonly backMs: number | null;
  readonly notes: readonly string[];
}

/** What counts every second, summed over all sittings of a run. */
export interface Watch {
  readonly looks: number;
  readonly blind: number;
  readonly wrong: number;
  readonly longestWaitMs: number;
  /** Looks at which a healthy post had waited for over a minute. */
  readonly lateLooks: number;
  /** Of the machine's load average over one minute. */
  readonly loadSum: number;
  readonly loadMax: number;
}

export const NOTHING_WATCHED: Watch = { looks: 0, blind: 0, wrong: 0, longestWaitMs: 0, lateLooks: 0, loadSum: 0, loadMax: 0 };

/** All that a run must remember to go on after it was interrupted. */
export interface RunState {
  readonly backend: Backend;
  readonly plan: { readonly kills: number; readonly quick: boolean; readonly sabotage: Sabotage | null; readonly most: number };
  readonly play: Play;
  readonly startedAt: string;
  /** How long the platform has been running, ms: it stands still while nobody watches. */
  readonly elapsedMs: number;
  readonly sittings: number;
  /** Rounds of kills, and names of other faults, that are done. */
  readonly roundsDone: number;
  readonly faultsDone: readonly string[];
  readonly results: readonly FaultResult[];
  readonly violations: readonly string[];
  readonly watch: Watch;
  readonly high: HighWater;
}

export interface StateFile {
  readonly current: RunState;
  /** Writes a change at once: the file is always whole. */
  change(part: Partial<RunState>): void;
}

const fileIn = (runDir: string): string => join(runDir, "state.json");

export const hasState = (runDir: string): boolean => existsSync(fileIn(runDir));

/** Goes on with the run in a directory, or begins one. Throws when the directory holds a run of another plan. */
export function openState(runDir: string, begin: Pick<RunState, "backend" | "plan" | "play">): StateFile {
  mkdirSync(runDir, { recursive: true, mode: 0o711 });
  const kept = hasState(runDir) ? (JSON.parse(readFileSync(fileIn(runDir), "utf8")) as RunState) : null;
  if (kept && identityOf(kept) !== identityOf(begin))
    throw new Error(`${runDir} holds an unfinished run (${identityOf(kept)}): give the same options to go on, or --reset to drop it.`);
  let current: RunState = kept ?? { ...begin, ...FRESH, startedAt: new Date(begin.play.startMs).toISOString() };
  const change = (part: Partial<RunState>): void => {
    current = { ...current, ...part };
    writeFileSync(`${fileIn(runDir)}.new`, JSON.stringify(current, null, 1));
    renameSync(`${fileIn(runDir)}.new`, fileIn(runDir));
  };
  change({ sittings: current.sittings + 1 });
  return {
    get current() {
      return current;
    },
    change,
  };
}

/** What two sittings of one run have in common, in words. */
const identityOf = ({ plan, play }: Pick<RunState, "plan" | "play">): string =>
  [`${plan.kills} kills`, `seed ${play.seed}`, plan.quick && "quick", plan.sabotage].filter(Boolean).join(", ");

const FRESH = {
  elapsedMs: 0,
  sittings: 0,
  roundsDone: 0,
  faultsDone: [],
  results: [],
  violations: [],
  watch: NOTHING_WATCHED,
  high: NOTHING_SEEN,
} as const;
