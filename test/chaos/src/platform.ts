import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Connector, createFakeConnector } from "@netra/connectors";
import { eventsOf, LATEST_CHANGE_MS, type Play, type PoisonTimes } from "./timeline.ts";

/**
 * The platform's own clock: it moves with the machine's monotonic clock, which faketime leaves alone and all processes share. A platform does not
 * change its clock because one of its readers has a wrong one.
 */
export interface PlatformClock {
  /** `process.hrtime` of the moment at which the platform's time was `platformMs`. */
  readonly monotonicMs: number;
  readonly platformMs: number;
}

export const monotonicMs = (): number => Number(process.hrtime.bigint() / 1_000_000n);
export const platformNow = ({ monotonicMs: since, platformMs }: PlatformClock): number => platformMs + (monotonicMs() - since);

/** What the runner tells the platform while it runs. Moments lie ahead when they are written, so that nobody has passed them yet. */
export interface Direction {
  /** After this nothing is written any more. */
  readonly stopMs: number | null;
  readonly poison: PoisonTimes;
}

const fileIn = (runDir: string): string => join(runDir, "platform.json");

export const readDirection = (runDir: string): Direction => JSON.parse(readFileSync(fileIn(runDir), "utf8")) as Direction;

export function writeDirection(runDir: string, direction: Direction): void {
  writeFileSync(`${fileIn(runDir)}.new`, JSON.stringify(direction));
  renameSync(`${fileIn(runDir)}.new`, fileIn(runDir));
}

/** The made-up platform as a process of Netra reads it. Each fetch looks only as far back as its cursor, so that a long run stays cheap. */
export function createPlatform({ play, runDir, clock }: { readonly play: Play; readonly runDir: string; readonly clock: PlatformClock }): Connector {
  const shape = createFakeConnector({ timeline: () => [] });
  return {
    ...shape,
    fetchPosts: (ask) => {
      const { stopMs, poison } = readDirection(runDir);
      const untilMs = Math.min(platformNow(clock), stopMs ?? Number.POSITIVE_INFINITY);
      const cursor = ask.cursor as { readonly at: string } | null;
      const fromMs = cursor === null ? Number.NEGATIVE_INFINITY : Date.parse(cursor.at) - LATEST_CHANGE_MS - 1;
      const timeline = (handle: string) => eventsOf(play, handle, { fromMs, untilMs, poison });
      return createFakeConnector({ timeline }).fetchPosts({ ...ask, now: new Date(untilMs) });
    },
  };
}
