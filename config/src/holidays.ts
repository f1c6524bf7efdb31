import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Static, Type } from "typebox";
import { PROJECT_ROOT } from "./config.ts";
import { type FactProblem, isDay, readFacts } from "./dated-facts.ts";
import { ConfigError } from "./env.ts";

/** Its name among the files of `regions/`. */
export const HOLIDAYS_FILE = "holidays.yaml";

const Source = Type.String({ minLength: 3 });
/** The form of `regions/holidays.yaml`, and of the file that an office keeps of its own. */
export const HolidaysSchema = Type.Object(
  {
    years: Type.Array(
      Type.Object({ year: Type.Integer({ minimum: 2000, maximum: 2100 }), source: Source, leave: Source }, { additionalProperties: false }),
    ),
    days: Type.Array(
      Type.Object(
        {
          date: Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }),
          name: Type.String({ minLength: 3, maxLength: 120 }),
          kind: Type.Enum(["national", "collective_leave", "regional"]),
          region: Type.Optional(Type.String({ pattern: "^\\d{2}(\\.\\d{2}(\\.\\d{2}(\\.\\d{4})?)?)?$" })),
          source: Type.Optional(Source),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
type HolidaysFile = Static<typeof HolidaysSchema>;
type Day = HolidaysFile["days"][number];

/** The public holidays that are known, each with its source, in order; and the years that are known whole. */
export interface CalendarRows {
  readonly holidays: readonly (Omit<Day, "source"> & { readonly source: string })[];
  readonly years: readonly number[];
}

/** Holidays that no year is without (Keppres 8/2024): a year that is said to be whole has them. */
const FIXED = ["01-01", "05-01", "06-01", "08-17", "12-25"];

/**
 * The public holidays from `regions/holidays.yaml`, and those of the office's own file where there is one. What both have is taken from the first, so that a release may bring a year
 * that an office entered before. Throws ConfigError with place and remedy.
 */
export function loadHolidays(officeFile: string | null = null, home = join(PROJECT_ROOT, "config")): CalendarRows {
  const ours = parseHolidays(readFileSync(join(home, "regions", HOLIDAYS_FILE), "utf8"), `regions/${HOLIDAYS_FILE}`);
  if (officeFile === null) return ours;
  const theirs = parseHolidays(readOffice(officeFile), "NETRA_HOLIDAYS_FILE");
  const same = (a: Pick<Day, "date" | "region">, b: Pick<Day, "date" | "region">): boolean => a.date === b.date && a.region === b.region;
  const more = theirs.holidays.filter((one) => !ours.holidays.some((known) => same(known, one)));
  return {
    holidays: [...ours.holidays, ...more].toSorted((a, b) => (a.date < b.date ? -1 : 1)),
    years: [...new Set([...ours.years, ...theirs.years])].toSorted((a, b) => a - b),
  };
}

/** The same from the text of one such file; `path` is shown to people. */
export function parseHolidays(text: string, path: string): CalendarRows {
  const { years, days } = readFacts(text, { path, schema: HolidaysSchema, check: problemsOf });
  const holidays = days.map((day) => ({ ...day, source: day.source ?? decreeOf(day, years) ?? "" }));
  return { holidays: holidays.toSorted((a, b) => (a.date < b.date ? -1 : 1)), years: years.map(({ year }) => year).toSorted((a, b) => a - b) };
}

function readOffice(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    throw new ConfigError([`NETRA_HOLIDAYS_FILE: the file cannot be read (${code}); e.g. NETRA_HOLIDAYS_FILE=/etc/netra/holidays.yaml`]);
  }
}

/** The decree that a day without a source of its own stands in. A day of one region stands in none. */
function decreeOf({ date, kind }: Day, years: HolidaysFile["years"]): string | undefined {
  const year = kind === "regional" ? undefined : years.find((one) => date.startsWith(`${one.year}-`));
  return kind === "collective_leave" ? year?.leave : year?.source;
}

function problemsOf({ years, days }: HolidaysFile): FactProblem[] {
  const problems: FactProblem[] = [];
  for (const [at, { year }] of years.entries()) {
    const missing = FIXED.filter((day) => !days.some(({ date, kind }) => date === `${year}-${day}` && kind === "national"));
    if (missing.length > 0)
      problems.push({
        keys: ["years", at],
        what: `${year} is said to be whole and lacks ${missing.map((day) => `${year}-${day}`).join(", ")}; enter every day of its decree, or take the year out of years`,
      });
    if (years.findIndex((one) => one.year === year) !== at)
      problems.push({ keys: ["years", at], what: `${year} stands twice; remove one of the two` });
  }
  for (const [at, day] of days.entries()) {
    const say = (key: string, what: string): void => void problems.push({ keys: ["days", at, key], what: `${day.date}: ${what}` });
    if (!isDay(day.date)) say("date", "is no day of the calendar; correct it");
    if ((day.kind === "regional") !== (day.region !== undefined))
      say("kind", day.region === undefined ? 'is regional and names no region; add e.g. region: "19.71"' : "names a region; make it kind: regional");
    if (day.source === undefined && decreeOf(day, years) === undefined) say("date", "has no source; name the paper that says so");
    if (days.findIndex(({ date, region }) => date === day.date && region === day.region) !== at) say("date", "stands twice; remove one of the two");
  }
  return problems;
}
