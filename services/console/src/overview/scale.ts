import { DAY_MS, dayStart } from "../jakarta.ts";

/** Ticks from 0 up to at least `most`, in steps of 1, 2 or 5 times a power of ten: at most `count` steps. Whole numbers, since what is counted is whole. */
export function ticksTo(most: number, count = 4): number[] {
  const rough = Math.max(most, 1) / count;
  const power = 10 ** Math.max(0, Math.floor(Math.log10(rough)));
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one >= rough) ?? 10 * power;
  return Array.from({ length: Math.ceil(Math.max(most, 1) / step) + 1 }, (_, at) => at * step);
}

/** Where a share stands on an axis that ends at `end`; both from 0 to 1. */
export const placeOf = (share: number, end: number): number => Math.min(1, Math.max(0, share / end));

/** Where an axis of shares ends, at a tick that is written: the next tenth above all of them, from a half on the next fifth, at least a fifth. */
export function shareEnd(highest: readonly number[]): number {
  const tenths = Math.max(2, Math.ceil(Math.max(0, ...highest) * 10));
  return Math.min(10, tenths > 5 ? 2 * Math.ceil(tenths / 2) : tenths) / 10;
}

/** Where a calendar day in Jakarta begins, in weeks since `from`: 1.5 is the middle of the second week. */
export const weeksSince = (from: string, day: string): number => (dayStart(day) - Date.parse(from)) / (7 * DAY_MS);
