import { ACCOUNT_STANDINGS, COUNTED, OUTCOMES } from "@netra/domain";
import { type Static, Type } from "typebox";
import { FlagRow } from "./flags.ts";
import { BothLanguages, Id, Nullable, OneOf, Time } from "./shapes.ts";

/** A region's code; outside the asker's regions it is as if there were none. */
const RegionCode = Type.String({ pattern: "^(ID|\\d{2}(\\.\\d{2,4})*)$" });
const WeekCode = Type.String({ pattern: "^\\d{4}-W\\d{2}$" });
export const OverviewQuery = Type.Object({ region: RegionCode }, { additionalProperties: false });
export const CountedBy = OneOf(["posted", "opened", "decided", "as_of", "hour"]);
/**
 * A figure, the date that it counts by, and its list: an address under `/api/overview/` whose list has as many rows, less what the asker is kept from and what is being read again. Null where
 * the asker's role is given no such list.
 */
export const OverviewNumber = Type.Object({ value: Type.Integer(), countsBy: CountedBy, list: Nullable(Type.String()) });
export type OverviewNumber = Static<typeof OverviewNumber>;
/** This week, and the week before as of its closing. */
const ThisAndLast = Type.Object({ now: OverviewNumber, before: OverviewNumber });
/** How a candidate stands on the ballot; nobody for the empty box. */
const OnBallot = { number: Nullable(Type.Integer()), people: Type.Array(Type.String()), emptyBox: Type.Boolean() };
const OverviewShare = {
  /** From 0 to 1, with Wilson's 95% limits; null without any decision. */
  share: Nullable(Type.Number()),
  interval: Nullable(Type.Array(Type.Number(), { minItems: 2, maxItems: 2 })),
  /** False under `enough.judged`: "not enough yet". */
  enough: Type.Boolean(),
};
/**
 * GET /api/overview?region= → the running week so far, as of the last full five minutes, from the document that a report of the same week and time is written from, and so are
 * the weeks before. ETag; `If-None-Match` → 304. Of candidates and rules it tells what was decided, never what merely was flagged.
 */
export const Overview = Type.Object({
  region: Type.String(),
  regionName: Type.String(),
  /** ISO week (Asia/Jakarta), its first instant and the first after it. */
  week: Type.String(),
  from: Time,
  to: Time,
  asOf: Time,
  /** The week that `before` tells of, as of its closing. */
  before: Type.Object({ week: Type.String(), asOf: Time }),
  /** Accounts that were fetched at least once in this week, and in the week before. Where none was, a nought among the figures says that nobody looked. */
  watched: Type.Object({ now: Type.Integer(), before: Type.Integer() }),
  opened: ThisAndLast,
  decided: ThisAndLast,
  /** All that wait for a person, of whatever week. */
  waiting: ThisAndLast,
  /** Of those, past their deadline. */
  late: ThisAndLast,
  /**
   * Hours from a flag to the first act on it (closed, asked about, or proposed for escalation by its first reader), by the middle one of those whose first act lies in the week; null
   * without any. `measured`: on how many.
   */
  median: Type.Object({ now: Nullable(Type.Number()), before: Nullable(Type.Number()), measured: ThisAndLast }),
  /** From how many on a figure is told as one: flags judged for a share, acts measured for a median, decisions and known weeks (of the last so many) for the desk's pace. */
  enough: Type.Object({
    judged: Type.Integer(),
    measured: Type.Integer(),
    paceDecisions: Type.Integer(),
    paceWeeks: Type.Integer(),
    paceOfWeeks: Type.Integer(),
  }),
  /** What the desk decided on a working day of the last closed weeks that are known; null while they are too few, or their decisions. */
  capacity: Nullable(
    Type.Object({
      perDay: Type.Number(),
      decided: Type.Integer(),
      weeks: Type.Integer(),
      workingDays: Type.Integer(),
      /** Working days of reading that wait, at that pace. */
      backlogDays: Type.Integer(),
      /** Years whose holidays are not known: it may be fewer days. */
      unknownYears: Type.Array(Type.Integer()),
    }),
  ),
  /** Eight weeks, oldest first, this one last; all as of `asOf`: a decision that was taken back since does not count in its week either. */
  weeks: Type.Array(
    Type.Object({
      week: Type.String(),
      from: Time,
      to: Time,
      /** Null: nothing was watched and nothing happened, which is not nought. */
      opened: Nullable(OverviewNumber),
      decided: Nullable(OverviewNumber),
      /** Of the week, those that were over, and those among them without a fetch of any platform. */
      /** Null: they were not kept then. */
      hours: Nullable(Type.Object({ over: Type.Integer(), without: Type.Integer() })),
      /** `part`: a seventh of its hours or more went without a fetch; `none`: all of them, or nobody knows. */
      seen: OneOf(["whole", "part", "none"]),
      /** The report of the whole week: the newest final one, else the newest draft; null without one, and for roles that list no reports. */
      report: Nullable(Type.Object({ id: Id, version: Type.Integer(), final: Type.Boolean() })),
    }),
  ),
  /** By id; in each the candidates in ballot order. */
  contests: Type.Array(
    Type.Object({
      id: Id,
      title: Type.String(),
      open: Type.Boolean(),
      /** Days, `YYYY-MM-DD`. */
      stages: Type.Object({ candidatesDetermined: Type.String(), campaignFrom: Type.String(), quietFrom: Type.String(), vote: Type.String() }),
      /** Since the determination; none before it. */
      outcomes: Type.Array(Type.Object({ outcome: OneOf(["escalated", ...OUTCOMES]), decided: OverviewNumber })),
      candidates: Type.Array(
        Type.Object({
          id: Id,
          ...OnBallot,
          /** Decided on their content: escalated, or closed as not partisan. */
          judged: OverviewNumber,
          escalated: OverviewNumber,
          ...OverviewShare,
        }),
      ),
      /** Whether the intervals of all candidates overlap; null before the determination. */
      rates: Nullable(OneOf(["overlap", "differ", "too_few"])),
    }),
  ),
  /** Registered accounts by platform: watched in this week, or the first reason why not. `hours` of the week that are over, and those without any fetch. */
  coverage: Type.Array(
    Type.Object({
      platform: Type.String(),
      registered: OverviewNumber,
      watched: OverviewNumber,
      unwatched: Type.Array(Type.Object({ standing: OneOf([...ACCOUNT_STANDINGS]), accounts: OverviewNumber })),
      hours: Nullable(Type.Object({ over: Type.Integer(), without: Type.Integer() })),
    }),
  ),
  /** Since the determination: of what a rule spoke for, what was escalated of what was escalated or closed as not partisan. Null for roles that do not read the rules. */
  rules: Nullable(
    Type.Array(
      Type.Object({
        rule: Type.String(),
        /** As the newest pack that had it calls it; null where none did. */
        name: Nullable(BothLanguages),
        /** Decided on their content: escalated, or closed as not partisan. */
        judged: OverviewNumber,
        escalated: OverviewNumber,
        ...OverviewShare,
      }),
    ),
  ),
  /** What is known only from a time on: figures of before are too low. */
  knownSince: Type.Array(Type.Object({ what: Type.String(), since: Time })),
});
export type Overview = Static<typeof Overview>;
/** GET /api/overview/regions → the asker's regions and those within them, by code: what an overview or a report may be asked of. */
export const OverviewRegions = Type.Object({
  regions: Type.Array(
    Type.Object({
      code: Type.String(),
      name: Type.String(),
      /** Some account was ever registered in it. */
      accounts: Type.Boolean(),
    }),
  ),
});
export type OverviewRegions = Static<typeof OverviewRegions>;
/** GET /api/overview/flags?region=&week=&asOf=&figure= → newest first, 50 a page. Figures by outcome, candidate and rule are for whoever sees how flags ended. */
export const CountedQuery = Type.Object(
  {
    region: RegionCode,
    week: WeekCode,
    asOf: Time,
    figure: OneOf([...COUNTED]),
    contest: Type.Optional(Id),
    outcome: Type.Optional(OneOf(["escalated", ...OUTCOMES])),
    /** Which candidate of the contest, by place on the ballot: the id of one is made of names, which stand in no address. */
    place: Type.Optional(Type.Integer({ minimum: 1, maximum: 999 })),
    rule: Type.Optional(Id),
    cursor: Type.Optional(Type.String({ pattern: "^\\d{1,18}$" })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  },
  { additionalProperties: false },
);
export type CountedQuery = Static<typeof CountedQuery>;
export const CountedPage = Type.Object({
  flags: Type.Array(FlagRow),
  /** About whom they are, where the figure is a candidate's. */
  candidate: Nullable(Type.Object(OnBallot)),
  /** The contest and the rule that the figure is of; null for others. */
  contest: Nullable(Type.String()),
  rule: Nullable(BothLanguages),
  countsBy: CountedBy,
  /** As of when it counts: `asOf`; for how flags stood (`as_of`) the week's closing where that came first. */
  countedAt: Time,
  /** As the figure says. */
  counted: Type.Integer(),
  /** Rows of the whole list: fewer where the asker is kept from some, or some are being read again. */
  shown: Type.Integer(),
  next: Nullable(Type.String()),
});
export type CountedPage = Static<typeof CountedPage>;
/** GET /api/overview/accounts?region=&week=&asOf=&platform=&standing= → by id, 50 a page. No handle, no name. */
export const CoverageQuery = Type.Object(
  {
    region: RegionCode,
    week: WeekCode,
    asOf: Time,
    platform: Type.String({ pattern: "^[a-z]{1,20}$" }),
    standing: Type.Optional(OneOf([...ACCOUNT_STANDINGS])),
    cursor: Type.Optional(Type.String({ format: "uuid" })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  },
  { additionalProperties: false },
);
export type CoverageQuery = Static<typeof CoverageQuery>;
export const CoveragePage = Type.Object({
  accounts: Type.Array(Type.Object({ id: Id, region: Type.String(), standing: OneOf([...ACCOUNT_STANDINGS]) })),
  /** As of when they stood so: `asOf`, or the week's closing where that came first. */
  countedAt: Time,
  shown: Type.Integer(),
  next: Nullable(Type.String()),
});
export type CoveragePage = Static<typeof CoveragePage>;
