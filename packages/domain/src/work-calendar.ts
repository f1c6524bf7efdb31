import { covers, type Region } from "./region.ts";
import { JAKARTA_OFFSET_MS } from "./week.ts";

/** A day decreed for everybody, leave that the civil service takes together (cuti bersama), or a day of one region, such as that of a repeated poll. */
export const HOLIDAY_KINDS = ["national", "collective_leave", "regional"] as const;
export type HolidayKind = (typeof HOLIDAY_KINDS)[number];

/** A day on which no office works, as a dated fact with its source: `config/regions/holidays.yaml`. */
export interface Holiday {
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** As the decree has it, in Indonesian. */
  readonly name: string;
  readonly kind: HolidayKind;
  /** Of a regional one: it holds there and in what lies within. */
  readonly region?: Region | undefined;
  readonly source: string;
}

/** The public holidays that are known. */
export interface WorkCalendar {
  readonly holidays: readonly Holiday[];
  /** Years whose decree is in `holidays` whole. Of any other year only single days may be known. */
  readonly years: readonly number[];
}

/** Whose days are counted. A regional holiday counts where it holds in all of `regions`, and nowhere when these are none. */
export interface WorkPlace {
  readonly calendar: WorkCalendar;
  readonly regions: readonly Region[];
}

/** What was met on the way to a day. */
export interface WorkSpan {
  /** The last day, as days since 1970-01-01 in Jakarta. */
  readonly day: number;
  /** Holidays on days from Monday to Friday that were left out, in order. */
  readonly skipped: readonly Holiday[];
  /** Years whose holidays are not known whole: the span may end later than it says, never earlier. */
  readonly unknownYears: readonly number[];
}

const DAY_MS = 86_400_000;

/**
 * So many working days after a day (days since 1970-01-01). A working day is Monday to Friday and no holiday; collective leave is none, since the President grants it to the whole
 * civil service each year beside its annual leave (PP 11/2017 Ps 333; of 2026: Keppres 42/2025).
 */
export function addWorkingDays(from: number, count: number, at: WorkPlace): WorkSpan {
  const off = new Map(holidaysAt(at).map((one) => [one.date, one]));
  const skipped: Holiday[] = [];
  const unknownYears = new Set<number>();
  let day = from;
  for (let left = count; left > 0; ) {
    day += 1;
    const date = dateOf(day);
    const year = Number(date.slice(0, 4));
    if (!at.calendar.years.includes(year)) unknownYears.add(year);
    const holiday = off.get(date);
    if (isWeekend(day)) continue;
    if (holiday) skipped.push(holiday);
    else left -= 1;
  }
  return { day, skipped, unknownYears: [...unknownYears] };
}

/** Whether offices work on a day, `YYYY-MM-DD`, as far as is known. */
export const isWorkingDay = (date: string, at: WorkPlace): boolean =>
  !isWeekend(Date.parse(`${date}T00:00:00Z`) / DAY_MS) && !holidaysAt(at).some((holiday) => holiday.date === date);

/** The day of an instant in Jakarta, as days since 1970-01-01. */
export const dayOf = (at: Date): number => Math.floor((at.getTime() + JAKARTA_OFFSET_MS) / DAY_MS);

/** 23:59:59.999 in Jakarta of a day since 1970-01-01. */
export const endOfDay = (day: number): Date => new Date((day + 1) * DAY_MS - JAKARTA_OFFSET_MS - 1);

/** Years whose calendar should be here by now: this one, and from November the next, since the decree is signed in September or October. */
export function missingYears({ years }: WorkCalendar, today: string): number[] {
  const year = Number(today.slice(0, 4));
  const wanted = today.slice(5, 7) >= "11" ? [year, year + 1] : [year];
  return wanted.filter((one) => !years.includes(one));
}

const holidaysAt = ({ calendar, regions }: WorkPlace): readonly Holiday[] =>
  calendar.holidays.filter(({ region }) => region === undefined || (regions.length > 0 && regions.every((one) => covers(region, one))));

// 1970-01-01 was a Thursday.
const isWeekend = (day: number): boolean => (day + 4) % 7 === 0 || (day + 4) % 7 === 6;
const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
