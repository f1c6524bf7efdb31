import { kindOf, type ProcessName, type Round, type Target } from "../plan.ts";
import type { Stage } from "../stage.ts";
import type { FaultResult } from "../state.ts";
import { heal, longer, untilTrue } from "./fault.ts";

/**
 * `kill -9` of everything in a round at one moment. Back is each target by itself: its process says that it is ready, its server answers. Recovered is the
 * whole round: everything published by the kill has been read, and all targets are back.
 */
export async function killRound(stage: Stage, round: Round): Promise<FaultResult[]> {
  const mark = stage.mark();
  const lives = new Map(round.map((target) => [target, lifeOf(stage, target)]));
  for (const target of round) kill(stage, target);
  const [{ healedMs, notes }, backs] = await Promise.all([
    heal(stage, mark),
    Promise.all(
      round.map((target) =>
        untilTrue(stage, mark.monotonicMs, () => isBack(stage, target, { sinceMs: mark.monotonicMs, life: lives.get(target) ?? 0 })),
      ),
    ),
  ]);
  const recoveredMs = backs.reduce(longer, healedMs);
  return round.map((target, index) => ({
    kind: `kill ${kindOf(target)}`,
    targets: [target, ...round.filter((other) => other !== target)],
    at: new Date(mark.wallMs).toISOString(),
    recoveredMs,
    backMs: backs[index] ?? null,
    notes,
  }));
}

function kill(stage: Stage, target: Target): void {
  if (target === "postgres") stage.postgres.kill("whole");
  else if (target === "postmaster") stage.postgres.kill("postmaster");
  else if (target === "redis") stage.redis?.kill();
  else stage.process(target).kill();
}

const isProcess = (target: Target): target is ProcessName => target.includes("-");
const lifeOf = (stage: Stage, target: Target): number => (isProcess(target) ? stage.process(target).life() : 0);

async function isBack(stage: Stage, target: Target, { sinceMs, life }: { sinceMs: number; life: number }): Promise<boolean> {
  if (isProcess(target)) return stage.process(target).life() > life && stage.process(target).isReady();
  // A look begun after the kill that got an answer.
  if (target !== "redis") return (stage.watcher.latest()?.atMs ?? 0) > sinceMs;
  return (await stage.redis?.isUp()) ?? false;
}
