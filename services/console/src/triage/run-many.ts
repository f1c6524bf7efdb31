import { ApiProblem } from "../api.ts";

/** What a batch made, for taking it back: a decision, or a claim that was passed on under this fence. */
export type Made =
  | {
      readonly flagId: string;
      readonly decisionId: string;
      /** It was in nobody's hands before: once taken back it is given back too. */
      readonly giveBack: boolean;
    }
  | { readonly flagId: string; readonly passedOnFence: number };

/** What a batch does to one flag. */
export interface Step {
  readonly flagId: string;
  readonly number: string;
  readonly run: () => Promise<Made | null>;
}

export interface Ran {
  readonly done: readonly string[];
  readonly made: readonly Made[];
  readonly failed: readonly { readonly number: string; readonly code: string }[];
  readonly stopped: boolean;
}

/** A step whose answer was lost is asked for once more: every step carries a key of its own. */
const TRIES = 2;

/** Does one step after another, each by itself, until the end or until somebody stops it between two. A step that is refused does not hold up the others. */
export async function runMany(steps: readonly Step[], on: { readonly isStopped: () => boolean; readonly onStep: (ran: Ran) => void }): Promise<Ran> {
  let ran: Ran = { done: [], made: [], failed: [], stopped: false };
  for (const step of steps) {
    if (on.isStopped()) return { ...ran, stopped: true };
    const outcome = await tryStep(step);
    ran =
      "code" in outcome
        ? { ...ran, failed: [...ran.failed, { number: step.number, code: outcome.code }] }
        : { ...ran, done: [...ran.done, step.flagId], made: outcome.made === null ? ran.made : [...ran.made, outcome.made] };
    on.onStep(ran);
  }
  return ran;
}

async function tryStep(step: Step): Promise<{ readonly made: Made | null } | { readonly code: string }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return { made: await step.run() };
    } catch (failure) {
      if (failure instanceof ApiProblem && failure.status < 500) return { code: failure.code };
      if (attempt === TRIES) return { code: "no-answer" };
    }
  }
}
