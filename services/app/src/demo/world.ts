import type { Contest } from "@netra/classifier";
import type { RegisterRow } from "@netra/store";
import { demoContest } from "./contest.ts";
import { DEMO_REGISTER } from "./register.ts";
import { createPlay, type PastPost, type Timeline } from "./timeline.ts";
import { DEMO_USERS, type DemoUser } from "./users.ts";

/** Everything the demo needs from outside: who stands, who signs in, who is registered, what they post. All of it fictional. */
export interface DemoWorld {
  readonly contest: Contest;
  readonly users: readonly DemoUser[];
  readonly register: readonly RegisterRow[];
  readonly timeline: Timeline;
  /** What was posted before the first start, for the office that has read most of it. */
  readonly past: readonly PastPost[];
}

/**
 * The demo's world around its first start. Pure: the same first start and the same contest file give the same world, on any machine and after any restart,
 * so keep `firstStart` where the demo keeps its data. Throws ContestError for a contest file that cannot be read.
 */
export function createDemoWorld({ firstStart, contestText }: { readonly firstStart: Date; readonly contestText: string }): DemoWorld {
  const contest = demoContest(contestText, firstStart);
  return { contest, users: DEMO_USERS, register: DEMO_REGISTER, ...createPlay({ contest, firstStart }) };
}
