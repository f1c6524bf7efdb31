/** Days and weeks of reports are Jakarta's, whatever the office's zone. */

export const DAY_MS = 86_400_000;
/** Jakarta is so far ahead of UTC, all year. */
const OFFSET_MS = 7 * 3_600_000;

/** The instant at which a calendar day begins there: `2029-10-22` → 21 October, 17:00 UTC. */
export const dayStart = (day: string): number => Date.parse(day) - OFFSET_MS;

/** A calendar day as an instant in its middle, for formatting in any zone of the country. */
export const atNoon = (day: string): Date => new Date(dayStart(day) + DAY_MS / 2);

/** The calendar day there of an instant. */
export const dayAt = (at: number): string => new Date(at + OFFSET_MS).toISOString().slice(0, 10);
