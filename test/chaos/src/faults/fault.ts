import { setTimeout as pause } from "node:timers/promises";
import { monotonicMs } from "../platform.ts";
import { hasHealed, type Mark, unreadAt } from "../recovery.ts";
import type { Stage } from "../stage.ts";
import type { FaultResult } from "../state.ts";

/** One thing that goes wrong, and how it is known to be over. */
export interface Fault {
  /** Its row in the table. */
  readonly kind: string;
  readonly targets: readonly string[];
  /** Does it, waits until all is well again, and says how long that took. */
  run(stage: Stage): Promise<Outcome>;
}

export type Outcome = Pick<FaultResult, "recoveredMs" | "backMs" | "notes">;

/** The contract: from the fault until everything published by then is read. */
export const CONTRACT_MS = 30_000;
/** How long a run waits for a system that does not keep it. */
export const PATIENCE_MS = 90_000;
const POLL_MS = 100;

/** ms from a mark until everything published by then was read; null when patience ran out. */
export async function untilHealed(stage: Stage, mark: Mark, patienceMs = PATIENCE_MS): Promise<number | null> {
  const deadline = mark.monotonicMs + patienceMs;
  while (monotonicMs() < deadline) {
    const sample = await nextLook(stage, deadline - monotonicMs());
    // Asked after the act, so that it cannot show the state before it.
    if (sample && sample.atMs > mark.monotonicMs && hasHealed(sample, stage.expectation, mark)) return sample.atMs - mark.monotonicMs;
  }
  return null;
}

async function nextLook(stage: Stage, withinMs: number) {
  const late = AbortSignal.timeout(Math.max(1, Math.ceil(withinMs)));
  try {
    return await stage.watcher.nextLook(AbortSignal.any([stage.signal, late]));
  } catch (error) {
    if (late.aborted && !stage.signal.aborted) return null;
    throw error;
  }
}

/** ms from a moment until something is so; null when patience ran out. */
export async function untilTrue(stage: Stage, sinceMs: number, isSo: () => boolean | Promise<boolean>): Promise<number | null> {
  while (monotonicMs() < sinceMs + PATIENCE_MS) {
    if (await isSo()) return monotonicMs() - sinceMs;
    await pause(POLL_MS, undefined, { signal: stage.signal });
  }
  return null;
}

/** Lets time pass, unless the run is interrupted. */
export const hold = (stage: Stage, ms: number): Promise<void> => pause(ms, undefined, { signal: stage.signal });

/** The longer of two times, where "never" is the longest. */
export const longer = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : Math.max(a, b));

/** Who still waits, for the notes of a fault that did not heal in time. */
export function whoWaits(stage: Stage, mark: Mark): string {
  const sample = stage.watcher.latest();
  if (sample === null) return "the database was never seen";
  const unread = unreadAt(sample, stage.expectation, mark);
  return `unread: ${unread.slice(0, 5).join(", ")}${unread.length > 5 ? ` and ${unread.length - 5} more` : ""}; ${JSON.stringify(sample.diagnosis)}`;
}

export interface Healing {
  readonly healedMs: number | null;
  /** What is known of what took too long. */
  readonly notes: readonly string[];
}

/** Begins to wait for the healing from a mark. It may be awaited late, or not at all when the run is interrupted. */
export function heal(stage: Stage, mark: Mark): Promise<Healing> {
  const healing = healFrom(stage, mark);
  healing.catch(() => undefined);
  return healing;
}

async function healFrom(stage: Stage, mark: Mark): Promise<Healing> {
  const inTime = await untilHealed(stage, mark, CONTRACT_MS);
  if (inTime !== null) return { healedMs: inTime, notes: [] };
  const notes = [whoWaits(stage, mark)];
  return { healedMs: await untilHealed(stage, mark), notes };
}
