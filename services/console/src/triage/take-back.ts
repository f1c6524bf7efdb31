import { ApiProblem } from "../api.ts";
import type { Made } from "./run-many.ts";

const UNDO_MS = 60_000;
/** Until when what is done now may be taken back, on this device's clock. */
export const undoUntil = (): number => Date.now() + UNDO_MS;

/** What the server answers once the minute is over, or somebody went on from there. */
const TOO_LATE: ReadonlySet<string> = new Set(["undo-too-late", "pass-on-too-late"]);

interface TakenBack {
  readonly undone: number;
  /** What failed for another reason than being too late: it may be tried again. */
  readonly left: readonly Made[];
  /** The first of those reasons, as a code; null without. */
  readonly failed: string | null;
}

/** Takes what was made back one by one. What somebody went on from stays, and what could not be asked is told apart from it. */
export async function takeBack(made: readonly Made[], undo: (one: Made) => Promise<void>): Promise<TakenBack> {
  let told: TakenBack = { undone: 0, left: [], failed: null };
  for (const one of made) {
    try {
      await undo(one);
      told = { ...told, undone: told.undone + 1 };
    } catch (failure) {
      const code = failure instanceof ApiProblem ? failure.code : "no-answer";
      if (!TOO_LATE.has(code)) told = { ...told, left: [...told.left, one], failed: told.failed ?? code };
    }
  }
  return told;
}
