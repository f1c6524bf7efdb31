import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { conflict } from "@netra/domain";
import type { Runner, Spent } from "./measure/runners.ts";
import { NATURAL, NATURAL_FLOOR } from "./names.ts";
import type { FromNatural, ToNatural } from "./natural-child.ts";

/** The obvious pipeline in a child process, asked for one block at a time so that only one core works; ask for one thing at a time. */
export interface Natural {
  /** Gives it the terms of a pack; returns its runner. */
  learn(size: number, terms: readonly string[]): Promise<Runner>;
  /** The child's own sum of character codes. */
  readonly floor: Runner;
  /** Share of its posts in which it finds something. */
  postsHit(size: number): Promise<number>;
  stop(): void;
}

/** Starts the child and gives it its posts; they stay in memory. */
export async function startNatural(posts: readonly string[]): Promise<Natural> {
  const child = fork(join(import.meta.dirname, "natural-child.ts"), { serialization: "advanced" });
  const ended = once(child, "exit").then(([code]): never => {
    throw conflict("bench-natural", `the process that runs natural ended with ${code}: run npm ci in the root and then the bench again.`);
  });
  // It ends at last, when nobody asks any more.
  ended.catch(() => {});
  const ask = async <T extends FromNatural>(message: ToNatural): Promise<T> => {
    child.send(message);
    const [answer] = (await Promise.race([once(child, "message"), ended])) as [T];
    return answer;
  };
  const runner = (name: string, size: number): Runner => ({ name, size, block: (block, blocks) => ask<Spent>({ size, block, blocks }) });
  await ask({ posts });
  return {
    learn: async (size, terms) => {
      await ask({ size, terms });
      return runner(NATURAL, size);
    },
    floor: runner(NATURAL_FLOOR, 0),
    postsHit: async (size) => (await ask<{ hit: number }>({ size, share: true })).hit,
    stop: () => void child.disconnect(),
  };
}
