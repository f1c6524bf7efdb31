/** A step of `image:steps` that did not do what it should. The message is for the terminal: what happened, then the last words of the program. */
export class StepFailed extends Error {
  constructor(what: string, words = "") {
    super([what, ...words.trim().split("\n").slice(-TAIL_LINES)].filter(Boolean).join("\n      "));
    this.name = "StepFailed";
  }
}

const TAIL_LINES = 15;

/** Prints one line a step as it ends, and counts. */
export interface Steps {
  /** Does a step; what it returns is told at the end of its line. A step that fails is told too, and ends everything by throwing. */
  step<T>(name: string, act: () => Promise<T> | T, tell?: (result: T) => string): Promise<T>;
  readonly done: number;
}

/** Steps that write to the terminal. */
export function createSteps(print: (line: string) => void): Steps {
  let done = 0;
  return {
    async step(name, act, tell = (result) => (typeof result === "string" ? result : "")) {
      const started = performance.now();
      const line = (verdict: string, words: string): void =>
        print(`${verdict.padEnd(6)} ${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${name}${words && `  → ${words}`}`);
      try {
        const result = await act();
        line("ok", tell(result));
        done += 1;
        return result;
      } catch (error) {
        line("FAILED", error instanceof Error ? error.message : String(error));
        throw error;
      }
    },
    get done() {
      return done;
    },
  };
}
