import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { requireProgram } from "../../../support/debian.ts";
import type { ProcessName } from "../plan.ts";
import type { Stage } from "../stage.ts";
import type { Environment } from "../supervisor.ts";
import { type Fault, heal, hold, longer, type Outcome, untilTrue } from "./fault.ts";

export type Skew = "+1d" | "-1d";

const LASTS_MS = 20_000;
const LIBRARY = "libfaketimeMT.so.1";

/** Where Debian keeps the library; its wrapper program is not used, since it stands between us and the pid. */
function faketimeLibrary(): string {
  requireProgram("faketime", "faketime");
  const found = readdirSync("/usr/lib")
    .map((name) => join("/usr/lib", name, "faketime", LIBRARY))
    .find(existsSync);
  if (!found) throw new Error(`chaos: ${LIBRARY} was not found under /usr/lib: install Debian's package faketime`);
  return found;
}

/** Only the calendar is wrong: timers and waits go by the monotonic clock, as they do on a machine whose date was set wrong. */
const wrongClock = (): Environment => ({ LD_PRELOAD: faketimeLibrary(), FAKETIME_DONT_FAKE_MONOTONIC: "1" });

/** One process starts with a clock that is a day off, lives so for a while (or refuses to), and comes back with the right one. */
export const wrongFromStart = (name: ProcessName, skew: Skew): Fault => ({
  kind: `clock ${skew} from the start`,
  targets: [name],
  run: (stage) => live(stage, name, { dress: () => ({ ...wrongClock(), FAKETIME: skew }) }),
});

/** One process's clock jumps by a day while it works. */
export const jumpWhileRunning = (name: ProcessName, skew: Skew): Fault => ({
  kind: `clock jumps ${skew}`,
  targets: [name],
  run: (stage) => {
    const file = join(stage.runDir, `clock-${name}`);
    writeFileSync(file, "+0\n");
    return live(stage, name, {
      dress: () => ({ ...wrongClock(), FAKETIME_TIMESTAMP_FILE: file, FAKETIME_CACHE_DURATION: "1" }),
      jump: () => writeFileSync(file, `${skew}\n`),
    });
  },
});

interface Wrongness {
  readonly dress: () => Environment;
  /** What makes the clock wrong once the process works; absent when it is wrong from the start. */
  readonly jump?: () => void;
}

async function live(stage: Stage, name: ProcessName, { dress, jump }: Wrongness): Promise<Outcome> {
  const process = stage.process(name);
  const isReady = (): boolean => process.isReady();
  process.dress(dress());
  const mark = stage.mark();
  process.kill();
  const healing = heal(stage, mark);
  try {
    if (jump) {
      await untilTrue(stage, mark.monotonicMs, isReady);
      jump();
    }
    const jumped = stage.mark();
    const meanwhile = jump ? heal(stage, jumped) : healing;
    const before = process.endings().length;
    await hold(stage, LASTS_MS);
    const ended = process
      .endings()
      .slice(before)
      .filter(({ meant }) => !meant);
    const note =
      ended.length === 0
        ? "it worked on"
        : `it ended by itself ${ended.length} times, code ${[...new Set(ended.map(({ code }) => code))].join(", ")}`;
    const [first, second] = await Promise.all([healing, meanwhile]);
    process.dress({});
    const after = stage.mark();
    const life = process.life();
    process.kill();
    const third = await heal(stage, after);
    const backMs = await untilTrue(stage, after.monotonicMs, () => process.life() > life && process.isReady());
    return {
      recoveredMs: [second.healedMs, third.healedMs, backMs].reduce(longer, first.healedMs),
      backMs,
      notes: [note, ...first.notes, ...third.notes],
    };
  } finally {
    process.dress({});
  }
}
