import type { ReportStatement } from "@netra/domain";
import { figureText, type PageLanguage } from "@netra/render";
import { PLATFORM_NAMES } from "./platform-names.ts";

const SAID = {
  id: {
    since: (day: string) => `Sejak penetapan ${day}`,
    weeks: (n: number) => (n === 0 ? "belum seminggu" : `${n} minggu`),
    known: (day: string) => `jam tercatat sejak ${day}`,
    unknown: (from: string, to: string) => `${from === to ? from : `${from} s.d. ${to}`} belum dipantau atau tidak tercatat`,
    blind: (weeks: string) => `minggu ${weeks} tanpa pengambilan sama sekali`,
    hours: (without: string, hours: string) => `${without} dari ${hours} jam tanpa satu pun pengambilan`,
    platforms: (list: string) => `tanpa pengambilan menurut platform: ${list}`,
    and: "dan",
  },
  en: {
    since: (day: string) => `Since the determination on ${day}`,
    weeks: (n: number) => (n === 0 ? "less than a week" : n === 1 ? "1 week" : `${n} weeks`),
    known: (day: string) => `hours recorded since ${day}`,
    unknown: (from: string, to: string) => `${from === to ? from : `${from} to ${to}`} not watched yet or not recorded`,
    blind: (weeks: string, many: boolean) => `${many ? "weeks" : "week"} ${weeks} without any fetch`,
    hours: (without: string, hours: string) => `${without} of ${hours} hours without a single fetch`,
    platforms: (list: string) => `without a fetch by platform: ${list}`,
    and: "and",
  },
} as const;

/** What was not seen since a determination, as one sentence: days of which nothing is known, weeks by their numbers, then hours, then platforms with more such weeks. */
export const sinceUnseen =
  (lang: PageLanguage) =>
  (figures: ReportStatement["figures"]): string => {
    const words = SAID[lang];
    const since = words.since(String(figures.determined));
    const parts = [...unknownOf(figures, lang), ...partsOf(figures, lang)].join("; ");
    // None of its hours is known: there is nothing to say of weeks.
    if (Number(figures.hours) === 0) return `${since}: ${parts}.`;
    const time = [words.weeks(Number(figures.weeks)), ...(figures.known ? [words.known(String(figures.known))] : [])];
    return `${since} (${time.join(", ")}): ${parts}.`;
  };

/** The days of which nothing is known, and the weightiest part of the rest alone, for what stands beneath one table of many. */
export const sinceUnseenBriefly = (figures: ReportStatement["figures"], lang: PageLanguage): string =>
  `${SAID[lang].since(String(figures.determined))}: ${[...unknownOf(figures, lang), ...partsOf(figures, lang).slice(0, 1)].join("; ")}.`;

/** The days of which nothing is known, for what stands beneath the table of hours since; none where there are none. */
export const sinceUnknown = (figures: ReportStatement["figures"], lang: PageLanguage): string[] =>
  unknownOf(figures, lang).map((days) => `${SAID[lang].since(String(figures.determined))}: ${days}.`);

const unknownOf = ({ determined, unknown_to }: ReportStatement["figures"], lang: PageLanguage): string[] =>
  unknown_to ? [SAID[lang].unknown(String(determined), String(unknown_to))] : [];

function partsOf(figures: ReportStatement["figures"], lang: PageLanguage): string[] {
  const words = SAID[lang];
  const { count } = figureText(lang);
  const blind = listed(figures.weeks_without);
  const platforms = listed(figures.platforms).map((one) => {
    const [platform = "", weeks] = one.split("=");
    return `${PLATFORM_NAMES[platform] ?? platform} ${words.weeks(Number(weeks))}`;
  });
  return [
    ...(blind.length > 0 ? [words.blind(weekList(blind, words.and), blind.length > 1)] : []),
    ...(Number(figures.hours_without) > 0 ? [words.hours(count(Number(figures.hours_without)), count(Number(figures.hours)))] : []),
    ...(platforms.length > 0 ? [words.platforms(platforms.join(", "))] : []),
  ];
}

const listed = (codes: number | string | undefined): string[] => (codes ? String(codes).split(",") : []);

/** ISO weeks, oldest first, by their numbers: `38, 41–43 and 46`; with the year where there are two. */
function weekList(weeks: readonly string[], and: string): string {
  const years = new Set(weeks.map((week) => week.slice(0, 4)));
  const label = (week: string): string => (years.size > 1 ? `${Number(week.slice(6))}/${week.slice(0, 4)}` : String(Number(week.slice(6))));
  const runs: string[][] = [];
  for (const week of weeks) {
    const last = runs.at(-1);
    const before = last?.at(-1);
    // Week 1 after week 52 begins a run of its own: whether there was a 53 is no matter of this list.
    if (last && before?.slice(0, 6) === week.slice(0, 6) && Number(before.slice(6)) + 1 === Number(week.slice(6))) last.push(week);
    else runs.push([week]);
  }
  const parts = runs.map((run) => (run.length > 1 ? `${label(run[0] as string)}–${label(run.at(-1) as string)}` : label(run[0] as string)));
  return parts.length > 1 ? `${parts.slice(0, -1).join(", ")} ${and} ${parts.at(-1)}` : (parts[0] ?? "");
}
