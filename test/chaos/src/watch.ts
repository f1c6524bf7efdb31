import { EventEmitter, once } from "node:events";
import { loadavg } from "node:os";
import { type Expectation, findViolations, highWaterOf } from "./conservation.ts";
import type { Observer, Sample } from "./observer.ts";
import { type Direction, monotonicMs, type PlatformClock, platformNow } from "./platform.ts";
import { longestWait } from "./recovery.ts";
import type { StateFile, Watch } from "./state.ts";

const EVERY_MS = 1_000;
const LATE_MS = 60_000;
/** The same thing goes on being wrong second after second: it is told once, and the list stays readable. */
const MOST_VIOLATIONS = 50;

/** Looks at the database every second and holds what it sees against what was published. */
export interface Watcher {
  readonly latest: () => Sample | null;
  /** The next look that got an answer. */
  nextLook(signal: AbortSignal): Promise<Sample>;
  /** Adds something that is wrong; true when it is new. */
  complain(violation: string): boolean;
  stop(): Promise<void>;
}

export interface WatchOptions {
  readonly observer: Observer;
  readonly expectation: Expectation;
  readonly clock: PlatformClock;
  readonly direction: () => Direction;
  readonly state: StateFile;
  readonly say: (line: string) => void;
}

export function startWatcher({ observer, expectation, clock, direction, state, say }: WatchOptions): Watcher {
  const looks = new EventEmitter();
  let latest: Sample | null = null;
  let running: Promise<void> | undefined;
  const until = (): number => Math.min(platformNow(clock), direction().stopMs ?? Number.POSITIVE_INFINITY);

  const complain = (violation: string): boolean => {
    const { violations } = state.current;
    if (violations.includes(violation) || violations.length >= MOST_VIOLATIONS) return false;
    state.change({ violations: [...violations, violation] });
    say(`VIOLATION  ${violation}`);
    return true;
  };

  const look = async (): Promise<void> => {
    const askedMs = until();
    const sample = await observer.look(monotonicMs());
    const load = loadavg()[0] ?? 0;
    const { watch } = state.current;
    const seen: Watch = { ...watch, looks: watch.looks + 1, loadSum: watch.loadSum + load, loadMax: Math.max(watch.loadMax, load) };
    const elapsedMs = platformNow(clock) - state.current.play.startMs;
    if (sample === null) return state.change({ elapsedMs, watch: { ...seen, blind: seen.blind + 1 } });
    // Published by now is more than the sample can hold: what it holds was published before it was asked for.
    expectation.extend(until(), direction().poison);
    const waitMs = longestWait(sample, expectation, askedMs);
    const wrong = findViolations(sample, expectation, state.current.high);
    for (const violation of wrong) complain(violation);
    state.change({
      elapsedMs,
      high: wrong.length === 0 ? highWaterOf(sample) : state.current.high,
      watch: {
        ...seen,
        wrong: seen.wrong + (wrong.length > 0 ? 1 : 0),
        longestWaitMs: Math.max(seen.longestWaitMs, waitMs),
        lateLooks: seen.lateLooks + (waitMs > LATE_MS ? 1 : 0),
      },
    });
    latest = sample;
    looks.emit("look", sample);
  };

  const tick = (): void => {
    running ??= look()
      .catch((error: Error) => void complain(`the check itself failed: ${error.message}`))
      .finally(() => (running = undefined));
  };
  const timer = setInterval(tick, EVERY_MS);
  tick();

  return {
    latest: () => latest,
    nextLook: async (signal) => ((await once(looks, "look", { signal })) as [Sample])[0],
    complain,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
