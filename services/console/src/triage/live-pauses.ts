/** A burst of changes is looked at once in so long. */
export const THROTTLE_MS = 3_000;
const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** How long to wait before the line is tried again after so many failures in a row, ms: doubled each time, a minute at most, and spread so that not all come at once. */
export const pauseBefore = (failures: number, random: number): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10)) * (0.5 + random / 2);
