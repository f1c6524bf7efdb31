import type { ReportStep } from "@netra/store";

/** How far one report is. */
export interface Steps {
  /** Tells which step comes, does it, and counts it. */
  run<T>(step: ReportStep, work: () => T | Promise<T>): Promise<T>;
}

/** Builds what counts the steps of a report, of which `total` are to come, and tells `note` of each before it is done. */
export function countSteps(
  total: number,
  note: (at: { readonly step: ReportStep; readonly done: number; readonly total: number }) => Promise<void>,
): Steps {
  let done = 0;
  return {
    async run(step, work) {
      await note({ step, done, total });
      const result = await work();
      done += 1;
      return result;
    },
  };
}
