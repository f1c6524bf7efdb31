import type { JobHandler, JobName, Log, Queue } from "@netra/queue";

/** An answer of the database that takes so long, twice in a row, comes over a line that is broken without being cut. */
export const FAR_MS = 1_500;
/** How long a worker rests before it looks again. */
export const REST_MS = 10_000;

export interface NearDeps {
  /** Asks the database anything short. */
  readonly pulse: () => Promise<unknown>;
  readonly enqueue: Queue["enqueue"];
  readonly log: Log;
}

/**
 * A job that is only done while the database is near. Over a slow line each of its statements is late: it would hold turns and locks for minutes that others
 * need, and lose them in the end (measured with 2 s a round trip: an account waited 79 s). So it hands the job on and rests. Costs one short question a job.
 */
export const onlyNear =
  <N extends JobName>(deps: NearDeps, name: N, handler: JobHandler<N>): JobHandler<N> =>
  async (payload, job) => {
    if (!((await isFar(deps)) && (await isFar(deps)))) return handler(payload, job);
    deps.log.warn("job.handed-on", { job: name, code: "database-far" });
    await deps.enqueue(name, payload);
    await rest(job.signal);
  };

async function isFar({ pulse }: NearDeps): Promise<boolean> {
  const asked = performance.now();
  await pulse();
  return performance.now() - asked > FAR_MS;
}

function rest(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, signal.aborted ? 0 : REST_MS);
  signal.addEventListener("abort", () => resolve(), { once: true });
  return promise.finally(() => clearTimeout(timer));
}
