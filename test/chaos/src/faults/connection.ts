import type { ChaosProxy, ProxyMode } from "../proxy.ts";
import { BEHIND_PROXY, type Stage } from "../stage.ts";
import { type Fault, heal, hold, longer, type Outcome, untilTrue } from "./fault.ts";

export type Place = "postgres" | "redis";

/** How long each kind of trouble lasts, ms: a half-open connection longer than any timeout of ours, so that each has its turn. */
const LASTS_MS: Readonly<Record<Exclude<ProxyMode, "pass">, number>> = { blackhole: 45_000, reset: 3_000, slow: 45_000 };
const NAMES: Readonly<Record<Exclude<ProxyMode, "pass">, string>> = { blackhole: "half-open", reset: "reset", slow: "2 s latency" };

/**
 * The line between two workers (one ingest, one classify) and a server goes bad for a while. Everybody else must carry on meanwhile, and the two must
 * work again when it is over: back counts from the end of the trouble to the first job that each of them finishes.
 */
export const badLine = (place: Place, mode: Exclude<ProxyMode, "pass">): Fault => ({
  kind: `${NAMES[mode]}, ${place}`,
  targets: BEHIND_PROXY,
  async run(stage): Promise<Outcome> {
    const proxy = proxyOf(stage, place);
    const during = heal(stage, stage.mark());
    proxy.set(mode);
    try {
      // What is published while the trouble lasts must be read while it lasts.
      await hold(stage, LASTS_MS[mode] / 3);
      const later = heal(stage, stage.mark());
      await hold(stage, (LASTS_MS[mode] * 2) / 3);
      const [first, second] = await Promise.all([during, later]);
      proxy.set("pass");
      const { monotonicMs } = stage.mark();
      const after = heal(stage, stage.mark());
      const backMs = await untilTrue(stage, monotonicMs, () => BEHIND_PROXY.every((name) => stage.process(name).lastJobMs() > monotonicMs));
      const third = await after;
      return {
        recoveredMs: [second.healedMs, third.healedMs, backMs].reduce(longer, first.healedMs),
        backMs,
        notes: [...first.notes, ...second.notes, ...third.notes],
      };
    } finally {
      proxy.set("pass");
    }
  },
});

function proxyOf({ proxies }: Stage, place: Place): ChaosProxy {
  const proxy = proxies[place];
  if (!proxy) throw new Error(`chaos: there is no ${place} in this run`);
  return proxy;
}
