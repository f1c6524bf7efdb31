import type { JobHandler, JobName, Log, Queue } from "@netra/queue";
import { within } from "./within.ts";

/** A database that does not answer within this time, twice in a row, is away, or behind a line that is broken without being cut. */
export const FAR_MS = 1_500;
/** How long a worker rests before it looks again. */
export const REST_MS = 5_000;

export interface NearDeps {
  /** Asks the database anything short. */
  readonly pulse: () => Promise<unknown>;
  readonly enqueue: Queue["enqueue"];
  readonly log: Log;
}

/**
 * A job that is only done while the database is near. Over a slow line each statement is late: the worker would hold turns and locks for minutes that others
 * need, and lose them in the end (measured with 2 s a round trip: an account waited 79 s). Without any line it would fail one job after another, and take
 * more of them than those who work (measured with the queue in Redis: 62 s). So it hands the job on and rests. Costs one short question a job.
 */
export const onlyNear =
  <N extends JobName>(deps: NearDeps, name: N, handler: JobHandler<N>): JobHandler<N> =>
  async (payload, job) => {
    if ((await isNear(deps)) || (await isNear(deps))) return handler(payload, job);
    deps.log.warn("job.handed-on", { job: name, code: "database-far" });
    await deps.enqueue(name, payload);
    await rest(job.signal);
  };

const isNear = ({ pulse }: NearDeps): Promise<boolean> =>
  within(pulse(), FAR_MS).then(
    () => true,
    () => false,
  );

function rest(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, signal.aborted ? 0 : REST_MS);
  signal.addEventListener("abort", () => resolve(), { once: true });
  return promise.finally(() => clearTimeout(timer));
}
