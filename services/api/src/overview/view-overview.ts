import {
  ACCOUNT_STANDINGS,
  type Counted,
  can,
  type DeskPace,
  dayStart,
  daysOfBacklog,
  ENOUGH_MEASURED,
  ENOUGH_VERDICTS,
  LEAST_PACE_WEEKS,
  type Outcome,
  overviewFigure,
  PACE_WEEKS,
  type ReportContest,
  type ReportDocument,
  type Role,
  seenInPart,
  weekOf,
  weekSpan,
} from "@netra/domain";
import type { WeeksReport } from "@netra/store";
import type { Overview, OverviewNumber } from "../contract.ts";
import { asNumber, type Figures, rowsOf } from "./figures.ts";

/** What a region's overview is made of: the same for everybody who may see the region. */
export interface OverviewFacts {
  readonly document: ReportDocument;
  readonly regionName: string;
  /** Titles of contests by id. */
  readonly titles: ReadonlyMap<string, string>;
  /** The reports that stand for weeks before. */
  readonly reports: readonly WeeksReport[];
  readonly pace: DeskPace | null;
  /** Of the week before: a document says it as a change only, and so not at all where this week has none yet. */
  readonly medianBefore: number | null;
}

interface At {
  readonly week: string;
  readonly asOf: string;
}
const DAY_MS = 86_400_000;

/** A document may be of any days; this one is of a week. */
const thisWeek = ({ span, asOf }: ReportDocument): At => ({ week: weekOf(new Date(span.from)), asOf });

/** An overview as one role sees it: the same figures for all, lists and rules for those that may have them. */
export function viewOverview({ document, regionName, titles, reports, pace, medianBefore }: OverviewFacts, role: Role): Overview {
  const { region, span, asOf } = document;
  const numbers = numbersFor(region, role);
  const now = thisWeek(document);
  const before: At = { week: weekOf(new Date(Date.parse(span.from) - DAY_MS)), asOf: document.before.asOf };
  const week = new Map(rowsOf(document, "overview").map((row) => [row.key[0], row]));
  const time = rowsOf(document, "time").find(({ key }) => key[0] === "to_decision");
  const both = (
    row: Figures | undefined,
    column: string,
    of: { readonly figure: Counted["figure"]; readonly countsBy: OverviewNumber["countsBy"] },
  ) => ({
    now: numbers.flags(row?.count(column) ?? 0, of.countsBy, now, of),
    before: numbers.flags(row?.countBefore(column) ?? 0, of.countsBy, before, of),
  });
  return {
    region,
    regionName,
    week: now.week,
    from: span.from,
    to: span.to,
    asOf,
    before,
    watched: { now: week.get("accounts_watched")?.count("value") ?? 0, before: week.get("accounts_watched")?.countBefore("value") ?? 0 },
    opened: both(week.get("opened"), "value", { figure: "opened", countsBy: "opened" }),
    decided: both(week.get("decided"), "value", { figure: "decided", countsBy: "decided" }),
    waiting: both(week.get("waiting"), "value", { figure: "waiting", countsBy: "as_of" }),
    late: both(week.get("late"), "value", { figure: "late", countsBy: "as_of" }),
    median: {
      now: asNumber(time?.cell("median_hours")),
      before: medianBefore,
      measured: both(time, "measured", { figure: "first_decided", countsBy: "decided" }),
    },
    enough: {
      judged: ENOUGH_VERDICTS,
      measured: ENOUGH_MEASURED,
      paceDecisions: ENOUGH_VERDICTS,
      paceWeeks: LEAST_PACE_WEEKS,
      paceOfWeeks: PACE_WEEKS,
    },
    capacity: pace && {
      perDay: pace.perDay,
      decided: pace.decided,
      weeks: pace.weeks,
      workingDays: pace.workingDays,
      backlogDays: daysOfBacklog(week.get("waiting")?.count("value") ?? 0, pace),
      unknownYears: [...pace.unknownYears],
    },
    weeks: viewWeeks({ document, reports }, { numbers, linked: can(role, "report.list") }),
    contests: document.contests.map((contest) => viewContest(document, { contest, title: titles.get(contest.id) ?? contest.id, numbers })),
    coverage: viewCoverage(document, numbers),
    rules: can(role, "pack.read")
      ? rowsOf(document, "precision_by_rule").map((row) => ({
          rule: row.key[0] ?? "",
          name: document.names?.rule[row.key[0] ?? ""] ?? null,
          judged: numbers.flags(row.count("decided"), "decided", now, { figure: "rule_decided", rule: row.key[0] ?? "" }),
          escalated: numbers.flags(row.count("escalated"), "decided", now, { figure: "rule_escalated", rule: row.key[0] ?? "" }),
          ...shareOf(row),
        }))
      : null,
    knownSince: document.knownSince.map((known) => ({ ...known })),
  };
}

/** A figure as an address tells it: a candidate by the place on the ballot. */
type Listed = Omit<Counted, "candidate"> & { readonly place?: number };
type Numbers = ReturnType<typeof numbersFor>;

/** Figures with the addresses of their lists, where the role may have them. */
function numbersFor(region: string, role: Role) {
  const address = (path: string, values: Readonly<Record<string, string | number | undefined>>): string => {
    const given = Object.entries(values).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, `${value}`]]));
    return `${path}?${new URLSearchParams(given)}`;
  };
  return {
    flags: (value: number, countsBy: OverviewNumber["countsBy"], { week, asOf }: At, of: Listed): OverviewNumber => ({
      value,
      countsBy,
      list: mayList(role, of.figure)
        ? address("flags", {
            region,
            week,
            asOf,
            figure: of.figure,
            contest: of.contest,
            outcome: of.outcome,
            place: of.place,
            rule: of.rule,
          })
        : null,
    }),
    accounts: (value: number, { week, asOf }: At, of: { readonly platform: string; readonly standing?: string }): OverviewNumber => ({
      value,
      countsBy: "as_of",
      list: can(role, "registry.read") ? address("accounts", { region, week, asOf, ...of }) : null,
    }),
  };
}

/** Figures that tell of a flag how it ended, or whom the machine took it to be about: not told to somebody who may yet read it. */
const TRACES: ReadonlySet<Counted["figure"]> = new Set(["outcome", "candidate_decided", "candidate_escalated", "rule_decided", "rule_escalated"]);

export const mayList = (role: Role, figure: Counted["figure"]): boolean =>
  can(role, "flag.list") && (!TRACES.has(figure) || can(role, "overview.trace"));

const shareOf = (row: Figures) => ({
  share: asNumber(row.cell("confirm_share")),
  interval: [row.cell("confirm_interval")].flatMap((cell) => (Array.isArray(cell) ? [[...cell] as number[]] : []))[0] ?? null,
  enough: row.cell("enough") === "enough",
});

/** How a candidate stands on the ballot. */
export const onBallot = ({ number, people, emptyBox }: ReportContest["candidates"][number]) => ({ number, people: [...people], emptyBox });

function viewContest(
  document: ReportDocument,
  { contest, title, numbers }: { readonly contest: ReportContest; readonly title: string; readonly numbers: Numbers },
): Overview["contests"][number] {
  const { id, watch, stages, candidates } = contest;
  const at = thisWeek(document);
  const instant = Date.parse(document.asOf);
  const own = (table: string) => rowsOf(document, table).filter(({ key }) => key[0] === id);
  const treated = new Map(own("equal_treatment").map((row) => [row.key[1], row]));
  const said = document.statements.find((one) => one.contest === id && one.id.startsWith("confirm_rates_"))?.id.slice("confirm_rates_".length);
  return {
    id,
    title,
    open: instant >= dayStart(watch.from) && instant < dayStart(watch.to) + DAY_MS,
    stages: { ...stages },
    outcomes: own("outcomes_since").map((row) => ({
      outcome: (row.key[1] ?? "") as "escalated" | Outcome,
      decided: numbers.flags(row.count("decided"), "decided", at, { figure: "outcome", contest: id, outcome: row.key[1] ?? "" }),
    })),
    candidates: candidates.flatMap((candidate, index) => {
      const row = treated.get(candidate.id);
      if (!row) return [];
      const of = { contest: id, place: index + 1 };
      return [
        {
          id: candidate.id,
          ...onBallot(candidate),
          judged: numbers.flags(row.count("decided"), "decided", at, { figure: "candidate_decided", ...of }),
          escalated: numbers.flags(row.count("escalated"), "decided", at, { figure: "candidate_escalated", ...of }),
          ...shareOf(row),
        },
      ];
    }),
    rates: (said ?? null) as Overview["contests"][number]["rates"],
  };
}

/** The weeks of the document, all as of its own time; the running one last. Of a week whose every hour went by without a fetch nothing was seen, though people may have sent something. */
function viewWeeks(
  { document, reports }: Pick<OverviewFacts, "document" | "reports">,
  { numbers, linked }: { readonly numbers: Numbers; readonly linked: boolean },
): Overview["weeks"] {
  const { asOf } = document;
  const running = thisWeek(document).week;
  const watched = (overviewFigure(document, "accounts_watched") ?? 0) > 0;
  return rowsOf(document, "weeks").map((row) => {
    const week = row.key[0] ?? "";
    const hours = hoursOf(row);
    const count = (figure: "opened" | "decided"): OverviewNumber | null => {
      const value = asNumber(row.cell(figure));
      return value === null ? null : numbers.flags(value, figure, { week, asOf }, { figure });
    };
    // Of hours that were not kept nobody knows whether anything was seen.
    const none = !(week === running && watched) && (hours === null || hours.without === hours.over);
    const report = linked ? reports.find((one) => one.week === week) : undefined;
    return {
      week,
      from: weekSpan(week).from.toISOString(),
      to: weekSpan(week).to.toISOString(),
      opened: count("opened"),
      decided: count("decided"),
      hours,
      seen: none ? "none" : hours !== null && seenInPart(hours) ? "part" : "whole",
      report: report ? { id: report.id, version: report.version, final: report.final } : null,
    };
  });
}

/** Hours that were over, and those of them without a fetch; null where they are not known. */
const hoursOf = (row: Figures): Overview["weeks"][number]["hours"] =>
  asNumber(row.cell("hours")) === null ? null : { over: row.count("hours"), without: row.count("hours_without") };

function viewCoverage(document: ReportDocument, numbers: Numbers): Overview["coverage"] {
  const at = thisWeek(document);
  const hours = new Map(rowsOf(document, "coverage_hours").map((row) => [row.key[0], row]));
  return rowsOf(document, "coverage_accounts").map((row) => {
    const platform = row.key[0] ?? "";
    const accounts = (standing: (typeof ACCOUNT_STANDINGS)[number]) => numbers.accounts(row.count(standing), at, { platform, standing });
    const fetching = hours.get(platform);
    return {
      platform,
      registered: numbers.accounts(row.count("registered"), at, { platform }),
      watched: accounts("watched"),
      unwatched: ACCOUNT_STANDINGS.filter((standing) => standing !== "watched" && row.count(standing) > 0).map((standing) => ({
        standing,
        accounts: accounts(standing),
      })),
      hours: fetching ? hoursOf(fetching) : null,
    };
  });
}
