import { setTimeout as pause } from "node:timers/promises";
import { monotonicMs } from "../platform.ts";
import type { Stage } from "../stage.ts";
import { type Fault, heal, type Outcome, untilTrue } from "./fault.ts";

/** More deaths than this for one poisonous post are a violation. */
export const MOST_DEATHS = 3;
/** The product's own abort: nobody else sends this signal. */
const DEATH: NodeJS.Signals = "SIGABRT";

/**
 * A page of healthy posts around one that kills whoever reads it. It counts from the first death. Recovered: the healthy ones are read. Back: the deadly
 * one is set aside, after at most three deaths.
 */
export const poison: Fault = {
  kind: "poison post",
  targets: ["classify-1", "classify-2"],
  async run(stage): Promise<Outcome> {
    await untilNoneWaits(stage);
    const since = monotonicMs();
    const publishedMs = stage.addPoison();
    if ((await untilTrue(stage, since, () => countDeaths(stage, since) > 0)) === null) {
      stage.watcher.complain("a poisonous post killed nobody: was it ever read?");
      return { recoveredMs: null, backMs: null, notes: [] };
    }
    const mark = stage.mark();
    const healing = heal(stage, mark);
    const backMs = await untilTrue(stage, mark.monotonicMs, () => isSetAside(stage, publishedMs));
    const { healedMs, notes } = await healing;
    const deaths = countDeaths(stage, since);
    if (backMs === null) stage.watcher.complain("a poisonous post was not set aside");
    if (deaths > MOST_DEATHS) stage.watcher.complain(`one poisonous post ended ${deaths} processes (at most ${MOST_DEATHS})`);
    return { recoveredMs: healedMs, backMs, notes: [`${deaths} deaths`, ...notes] };
  },
};

/** One that is left of a run that was interrupted goes first: each is to be counted alone. */
export async function untilNoneWaits({ observer, signal }: Stage): Promise<void> {
  const waits = () => observer.query("select from post_version where external_id like 'racun-%' and state = 'pending'").catch(() => [{}]);
  while ((await waits()).length > 0) await pause(1_000, undefined, { signal });
}

async function isSetAside({ observer }: Stage, publishedMs: number): Promise<boolean> {
  const rows = await observer
    .query("select from post_version where external_id like $1 and state = 'quarantined'", [`racun-${publishedMs}-%`])
    .catch(() => []);
  return rows.length === 1;
}

const countDeaths = ({ processes }: Stage, sinceMs: number): number =>
  [...processes.values()].flatMap((process) => process.endings()).filter(({ atMs, signal }) => atMs > sinceMs && signal === DEATH).length;
