import { PROCESSES, type ProcessName } from "../plan.ts";
import type { Stage } from "../stage.ts";
import { type Fault, heal, longer, type Outcome, untilTrue } from "./fault.ts";

/** One of each pair, then the other: somebody always works. */
const WAVES: readonly (readonly ProcessName[])[] = [PROCESSES.filter((name) => name.endsWith("-2")), PROCESSES.filter((name) => name.endsWith("-1"))];

/** Whoever reads a poisonous post at that moment is excused. */
const DEATH: NodeJS.Signals = "SIGABRT";

/** SIGTERM to every process in two waves, each started again. Every one must end by itself with code 0, and nothing may wait longer than the contract. */
export const deploy: Fault = {
  kind: "deploy (SIGTERM)",
  targets: PROCESSES,
  async run(stage): Promise<Outcome> {
    const mark = stage.mark();
    const healing = heal(stage, mark);
    const notes: string[] = [];
    let backMs: number | null = 0;
    for (const wave of WAVES) {
      const { back, codes } = await redeploy(stage, wave);
      backMs = longer(backMs, back);
      notes.push(
        ...codes.flatMap((code, index) => (code === 0 || code === DEATH ? [] : [`${wave[index]} ended with ${code} on SIGTERM (must be 0)`])),
      );
    }
    for (const note of notes) stage.watcher.complain(`deploy: ${note}`);
    const after = await heal(stage, stage.mark());
    const { healedMs, notes: waiting } = await healing;
    return { recoveredMs: longer(healedMs, after.healedMs), backMs, notes: [...notes, ...waiting, ...after.notes] };
  },
};

/** A process that is only starting has nothing to end in order: the wave waits for all of it to work. */
async function redeploy(stage: Stage, wave: readonly ProcessName[]): Promise<{ back: number | null; codes: (number | NodeJS.Signals | null)[] }> {
  await untilTrue(stage, stage.mark().monotonicMs, () => wave.every((name) => stage.process(name).isReady()));
  const since = stage.mark().monotonicMs;
  const lives = wave.map((name) => stage.process(name).life());
  const codes = await Promise.all(wave.map((name) => stage.process(name).redeploy()));
  const back = await untilTrue(stage, since, () =>
    wave.every((name, index) => stage.process(name).life() > (lives[index] ?? 0) && stage.process(name).isReady()),
  );
  return { back, codes };
}
