/** Keeps what a loop found, so that no compiler may leave the loop out. */
export const sink = { value: 0 };

/** µs of CPU that `work` takes, threads of this process included. */
export function cpuMicros(work: () => number): number {
  const before = process.cpuUsage();
  sink.value = (sink.value + work()) | 0;
  const spent = process.cpuUsage(before);
  return spent.user + spent.system;
}

/** The middle one; of an even number the lower. Infinity for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] ?? Number.POSITIVE_INFINITY;
}
