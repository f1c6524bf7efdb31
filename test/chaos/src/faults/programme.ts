import type { Backend } from "../plan.ts";
import { jumpWhileRunning, wrongFromStart } from "./clock.ts";
import { badLine } from "./connection.ts";
import { deploy } from "./deploy.ts";
import type { Fault } from "./fault.ts";
import { nothing } from "./nothing.ts";
import { poison } from "./poison.ts";
import { emptyRedis } from "./redis.ts";

const times = (count: number, fault: Fault): Fault[] => Array.from({ length: count }, () => fault);

/** What is done beside the kills, in this order. `quick` is what fits into a few minutes. */
export function programme(backend: Backend, { quick }: { readonly quick: boolean }): readonly Fault[] {
  const redis = backend === "redis";
  if (quick) return [deploy, badLine("postgres", "reset"), ...(redis ? [emptyRedis("flush")] : [])];
  return [
    ...times(3, nothing),
    ...times(3, deploy),
    ...times(2, badLine("postgres", "blackhole")),
    ...times(2, badLine("postgres", "reset")),
    ...times(2, badLine("postgres", "slow")),
    ...(redis
      ? [
          ...times(2, badLine("redis", "blackhole")),
          ...times(2, badLine("redis", "reset")),
          ...times(2, badLine("redis", "slow")),
          ...times(3, emptyRedis("flush")),
          ...times(2, emptyRedis("disk")),
        ]
      : []),
    ...(["ingest-2", "classify-2", "scheduler-2"] as const).flatMap((name) => [
      wrongFromStart(name, "+1d"),
      wrongFromStart(name, "-1d"),
      jumpWhileRunning(name, "+1d"),
      jumpWhileRunning(name, "-1d"),
    ]),
    ...times(3, poison),
  ];
}
