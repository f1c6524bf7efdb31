import type { Stage } from "../stage.ts";
import { type Fault, heal, longer, type Outcome, untilTrue } from "./fault.ts";

/** Everything in Redis is gone while posts flow: jobs, locks, schedules. A non-event: the sweep refills it from Postgres. */
export const emptyRedis = (how: "flush" | "disk"): Fault => ({
  kind: how === "flush" ? "redis emptied" : "redis without its log, killed",
  targets: ["redis"],
  async run(stage: Stage): Promise<Outcome> {
    if (!stage.redis) throw new Error("chaos: there is no redis in this run");
    const { redis } = stage;
    const mark = stage.mark();
    await redis.empty(how);
    const [{ healedMs, notes }, backMs] = await Promise.all([heal(stage, mark), untilTrue(stage, mark.monotonicMs, () => redis.isUp())]);
    return { recoveredMs: longer(healedMs, backMs), backMs, notes };
  },
});
