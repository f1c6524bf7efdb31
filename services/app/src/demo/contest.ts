import { type Contest, parseContest } from "@netra/classifier";
import { jakartaDay } from "@netra/domain";
import { watchedFrom } from "./past/calendar.ts";

const DAY_MS = 86_400_000;
/** On the day of the first start, day 36 of the campaign: the past weeks lie within it whatever day that is, and enough is ahead to hurry. */
const CAMPAIGN_DAY = 36;
const WATCH_AFTER_DAYS = 60;

/**
 * The contest of a file, moved in time so that `firstStart` falls on day 36 of its campaign (days of Jakarta). Distances between its stages stay.
 *
 * It is watched from the Friday before the demo's past weeks to 60 days after the first start; its title and the decision that opened it carry the year it was moved to and
 * say that they are an example. Throws ContestError for a file that cannot be read.
 */
export function demoContest(contestText: string, firstStart: Date): Contest {
  const written = parseContest(contestText);
  const today = jakartaDay(firstStart);
  const shiftDays = daysBetween(written.stages.campaign_from, today) - (CAMPAIGN_DAY - 1);
  const { candidates_determined, campaign_from, quiet_from, vote } = written.stages;
  const stages = {
    candidates_determined: addDays(candidates_determined, shiftDays),
    campaign_from: addDays(campaign_from, shiftDays),
    quiet_from: addDays(quiet_from, shiftDays),
    vote: addDays(vote, shiftDays),
  };
  const from = watchedFrom(firstStart);
  const year = stages.vote.slice(0, 4);
  return {
    ...written,
    title: (written.title ?? written.id).replaceAll(written.stages.vote.slice(0, 4), year),
    watch: {
      from,
      to: addDays(today, WATCH_AFTER_DAYS),
      decision: `contoh: pleno 001/CONTOH/${from.slice(0, 4)}, ${longDay(addDays(from, -1))}`,
    },
    stages,
  };
}

/** A day as Indonesian people write it: `27 November 2029`. */
export const longDay = (day: string): string => format(day, { day: "numeric", month: "long", year: "numeric" });

/** The same with the day of the week and without the year: `Selasa 27 November`. */
export const weekdayAndDay = (day: string): string => `${format(day, { weekday: "long" })} ${format(day, { day: "numeric", month: "long" })}`;

const format = (day: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat("id-ID", { ...options, timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

const addDays = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
