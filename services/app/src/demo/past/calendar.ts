import { jakartaDay, weekOf, weekSpan } from "@netra/domain";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Closed weeks that the demo's office has behind it at its first start. */
export const PAST_WEEKS = 4;

/** A time in which something was not seen: of one platform, or of all. */
export interface Gap {
  readonly from: Date;
  readonly to: Date;
  /** Null: Netra itself stood still, so that nothing was fetched and nobody read. */
  readonly platform: "tiktok" | null;
}

/** The weeks before the first start, in Jakarta's days. */
export interface PastCalendar {
  /** The Friday before the first of them, 09:00: the register is filled, the contest opens. */
  readonly opens: Date;
  /** Each week's Monday 00:00, oldest first; the last is this week's. */
  readonly mondays: readonly Date[];
  readonly gaps: readonly Gap[];
  /** When the link of an account that was another person's is revoked. */
  readonly revokes: Date;
  /** When tips came in that somebody has yet to look at: the evening before. */
  readonly tips: Date;
}

/** What happened when, around a first start. Pure. */
export function pastCalendar(firstStart: Date): PastCalendar {
  const thisMonday = weekSpan(weekOf(firstStart)).from.getTime();
  const first = thisMonday - PAST_WEEKS * 7 * DAY_MS;
  const inWeek = (week: number, day: number, hour: number): Date => new Date(first + (week * 7 + day) * DAY_MS + hour * HOUR_MS);
  return {
    opens: inWeek(0, -3, 9),
    mondays: Array.from({ length: PAST_WEEKS + 1 }, (_, week) => inWeek(week, 0, 0)),
    gaps: [
      // A power cut in the second week, Tuesday evening to Thursday noon.
      { from: inWeek(1, 1, 19), to: inWeek(1, 3, 11), platform: null },
      // A platform that turned requests away for a night.
      { from: inWeek(2, 5, 20), to: inWeek(2, 6, 7), platform: "tiktok" },
    ],
    revokes: inWeek(2, 3, 10),
    tips: new Date(firstStart.getTime() - 16 * HOUR_MS),
  };
}

/** The first day on which the demo's contest is watched. */
export const watchedFrom = (firstStart: Date): string => jakartaDay(pastCalendar(firstStart).opens);

/** The gap that holds a moment of a platform, if one does. */
export const gapAt = ({ gaps }: Pick<PastCalendar, "gaps">, at: Date, platform: string): Gap | undefined =>
  gaps.find((gap) => at >= gap.from && at < gap.to && (gap.platform === null || gap.platform === platform));
