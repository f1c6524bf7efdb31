import type { CaseState } from "./case-step.ts";
import type { Region } from "./region.ts";
import { jakartaDay } from "./week.ts";
import { addWorkingDays, dayOf, endOfDay, type Holiday, type WorkCalendar, type WorkPlace } from "./work-calendar.ts";

export const CLOCK_REGIMES = ["pemilu", "pilkada"] as const;
export type ClockRegime = (typeof CLOCK_REGIMES)[number];
/** What a time limit counts from: when it became known, or the day on which the case came into a state. */
export const CLOCK_STARTS = ["known", "registration", "referred"] as const;
export type ClockStart = (typeof CLOCK_STARTS)[number];
export const DAY_KINDS = ["calendar", "working"] as const;
export type DayKind = (typeof DAY_KINDS)[number];

/** A time limit of the procedure, as a dated fact with its source: `config/procedures/deadlines.yaml`. */
export interface ProceduralDeadline {
  readonly id: string;
  readonly regimes: readonly ClockRegime[];
  /** Only where the case's post came so; everywhere when it is left out. */
  readonly origins?: readonly string[] | undefined;
  /** Only where the case was referred to one of these (`ReferralBody`); everywhere when it is left out, and for a case that does not say to whom. */
  readonly bodies?: readonly string[] | undefined;
  readonly starts: ClockStart;
  readonly days: number;
  readonly kind: DayKind;
  /** First and last day on which it holds, `YYYY-MM-DD`; `to` left out while it lasts. */
  readonly from: string;
  readonly to?: string | undefined;
  readonly source: string;
}

/** A time limit that runs in one case. */
export interface Clock {
  readonly id: string;
  readonly days: number;
  readonly kind: DayKind;
  readonly source: string;
  readonly starts: ClockStart;
  /** What it counts from. For `known` there are two, since it is open which of them counts: the machine's flag and the first person who confirmed it. */
  readonly ends: readonly { readonly from: "machine" | "person" | "plenary"; readonly startedAt: Date; readonly endsAt: Date }[];
  /** Of a limit in working days: holidays from Monday to Friday that it does not count, in order. */
  readonly skipped: readonly Holiday[];
  /** Of a limit in working days: years that it touches and whose holidays are not known, so that it may end later than shown, never earlier. */
  readonly unknownYears: readonly number[];
}

/** States in which a limit that counts from there still runs; past them it has been met or is moot. */
const RUNS_IN: Readonly<Record<ClockStart, readonly CaseState[]>> = {
  known: ["initial_information", "inquiry", "plenary"],
  registration: ["registration", "clarification", "assessment"],
  referred: ["referred"],
};

/** `pileg`, `pilpres` are pemilu; every `pilkada-…` is pilkada. Two statutes, two sets of limits. */
export const regimeOf = (contestKind: string): ClockRegime => (contestKind.startsWith("pilkada") ? "pilkada" : "pemilu");

/** What a limit that starts somewhere comes to. */
export interface LimitEnd {
  readonly endsAt: Date;
  readonly skipped: readonly Holiday[];
  readonly unknownYears: readonly number[];
}

/** End of the last day (23:59:59.999 in Jakarta) that is so many days after the day of `start`, and what was met on the way there. */
export function endOfLimit(start: Date, { days, kind, ...at }: Pick<ProceduralDeadline, "days" | "kind"> & WorkPlace): LimitEnd {
  if (kind === "calendar") return { endsAt: endOfDay(dayOf(start) + days), skipped: [], unknownYears: [] };
  const { day, skipped, unknownYears } = addWorkingDays(dayOf(start), days, at);
  return { endsAt: endOfDay(day), skipped, unknownYears };
}

/** The dated facts that a case's limits follow from. */
export interface ClockRules {
  readonly deadlines: readonly ProceduralDeadline[];
  readonly calendar: WorkCalendar;
}

/** The limits that run in a case now, those that end first on top. A limit holds when it was in force on the day it starts. */
export function clocksOf(
  { deadlines, calendar }: ClockRules,
  at: {
    readonly regime: ClockRegime;
    readonly region: Region;
    readonly origins: readonly string[];
    readonly state: CaseState;
    readonly flaggedAt: Date | null;
    readonly confirmedAt: Date | null;
    /** The day of the plenary decision that brought the case into a state, `YYYY-MM-DD`. */
    readonly registeredOn: string | null;
    readonly referredOn: string | null;
    /** Ids of the bodies; null where that was not noted. */
    readonly referredTo: readonly string[] | null;
  },
): readonly Clock[] {
  const startsOf: Readonly<Record<ClockStart, readonly (readonly ["machine" | "person" | "plenary", Date | null])[]>> = {
    known: [
      ["machine", at.flaggedAt],
      ["person", at.confirmedAt],
    ],
    registration: [["plenary", noonOf(at.registeredOn)]],
    referred: [["plenary", noonOf(at.referredOn)]],
  };
  const place = { calendar, regions: [at.region] };
  return deadlines
    .filter(
      ({ regimes, starts, origins, bodies }) =>
        regimes.includes(at.regime) &&
        RUNS_IN[starts].includes(at.state) &&
        (!origins || origins.some((one) => at.origins.includes(one))) &&
        (!bodies || at.referredTo === null || bodies.some((one) => at.referredTo?.includes(one))),
    )
    .map((limit) => {
      const found = startsOf[limit.starts].flatMap(([from, startedAt]) =>
        startedAt !== null && inForce(limit, startedAt)
          ? [{ from, startedAt, ...endOfLimit(startedAt, { days: limit.days, kind: limit.kind, ...place }) }]
          : [],
      );
      return {
        id: limit.id,
        days: limit.days,
        kind: limit.kind,
        source: limit.source,
        starts: limit.starts,
        ends: found.map(({ from, startedAt, endsAt }) => ({ from, startedAt, endsAt })),
        skipped: [...new Set(found.flatMap(({ skipped }) => skipped))].toSorted((a, b) => (a.date < b.date ? -1 : 1)),
        unknownYears: [...new Set(found.flatMap(({ unknownYears }) => unknownYears))].toSorted((a, b) => a - b),
      };
    })
    .filter(({ ends }) => ends.length > 0)
    .toSorted((a, b) => earliest(a) - earliest(b));
}

/** When the first of a clock's ends is, ms since 1970. */
export const earliest = ({ ends }: Clock): number => Math.min(...ends.map(({ endsAt }) => endsAt.getTime()));

const inForce = ({ from, to }: ProceduralDeadline, at: Date): boolean => from <= jakartaDay(at) && (to === undefined || jakartaDay(at) <= to);

const noonOf = (day: string | null): Date | null => (day === null ? null : new Date(`${day}T12:00:00+07:00`));
