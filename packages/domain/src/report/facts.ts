import type { ReadPair } from "../agreement.ts";
import type { ReportContest, ReportNames } from "./document.ts";

/** Where something was posted from; null: the register did not know on that day, or the office lies in another region. */
export interface Place {
  readonly region: string;
  readonly agency: string | null;
  /** Where the agency belongs to: the same name stands in many places. */
  readonly agencyRegion: string | null;
  readonly employment: string | null;
  readonly platform: string;
  readonly origin: string;
}

/** Instants are ms since 1970 with decimals, so that none falls on another side of a limit than in the database. */
export interface FlagFact extends Place {
  /** Opaque; stands in no document. It leads from a figure to the flags behind it. */
  readonly id: string;
  readonly contest: string;
  readonly raisedBy: string;
  readonly openedAt: number;
  readonly deadlineAt: number;
  /** As it is now; what it was before stands in `past`. */
  readonly now: FlagReading;
  /** Oldest first: what held until then. */
  readonly past: readonly (FlagReading & { readonly until: number })[];
  /** Oldest first. */
  readonly decisions: readonly FlagDecision[];
}

export interface FlagReading {
  readonly withdrawn: boolean;
  readonly targets: readonly string[];
  readonly rules: readonly string[];
  readonly forms: readonly string[];
}

export interface FlagDecision {
  readonly at: number;
  readonly undoneAt: number | null;
  readonly to: string;
  readonly outcome: string | null;
}

export interface PostFact extends Place {
  readonly posts: number;
  readonly versions: number;
  /** Photos and videos, and what came without a word: the machine reads neither. */
  readonly wordless: number;
  /** Whose time nobody knows: they count by the day on which they were first seen. */
  readonly undated: number;
}

export interface CaptureFact {
  readonly region: string;
  readonly platform: string | null;
  readonly origin: string | null;
  readonly received: number;
}

/** Accounts as they stood at the closing (`stoodAtOf`), by the first reason that holds why one was not fetched in the week. `watched`: it was. */
export interface AccountFact {
  readonly region: string;
  readonly platform: string;
  readonly standing: string;
  readonly accounts: number;
}

/** Hours of a week in which at least one account of a platform was fetched, and in which there were only tries: 168 characters `0` and `1`, Monday 00:00 first; of a span 24 a day. */
export interface HoursFact {
  readonly platform: string;
  readonly fetched: string;
  readonly failed: string;
}

/** A week in which an account was fetched, and in how many of its hours that were over and are known (`hoursKnownFrom`) one was, of whatever platform. */
export interface WatchedWeek {
  readonly week: string;
  readonly hours: number;
}

/** What was counted in one week or span of days, as it is known at one time; what stood, at its closing. */
export interface WeekFacts {
  /** Null for a span. */
  readonly week: string | null;
  readonly from: number;
  readonly to: number;
  readonly asOf: number;
  readonly posts: readonly PostFact[];
  /** Hours from post to first capture; `platform` null: all of them. */
  readonly toCapture: readonly { readonly platform: string | null; readonly n: number; readonly median: number | null }[];
  readonly captures: readonly CaptureFact[];
  /** Captures that waited for a second look at the closing (`stoodAtOf`). */
  readonly capturesWaiting: number;
  readonly accounts: readonly AccountFact[];
  readonly hours: readonly HoursFact[];
  /** Versions of the week's captures that were set aside unread. */
  readonly quarantined: number;
  /** Answers of platforms that could not be read. */
  readonly drift: number;
}

/** What belongs to no contest, counted since the first of the contests' determinations. */
export interface SinceFacts {
  /** Its first instant. */
  readonly from: number;
  readonly captures: readonly CaptureFact[];
  /** Accounts that were fetched at least once, each where it was fetched last; those too that were revoked since: what was seen of them is counted. */
  readonly accounts: readonly { readonly region: string; readonly platform: string; readonly accounts: number }[];
  readonly toCapture: WeekFacts["toCapture"];
  /** From `from` to the end of the week, 24 a day. */
  readonly hours: readonly HoursFact[];
}

/** Posts that a contest's rules were asked about by a time, by the day of the post (`YYYY-MM-DD`). */
export interface ReadFact {
  readonly contest: string;
  readonly region: string;
  readonly day: string;
  readonly posts: number;
  /** Of them, those that were read by the closing of the week before. */
  readonly postsBefore: number;
}

/** Posts since a contest's determination that its rules were asked about by a time, by where they were posted from. */
export interface ReadSinceFact extends Place {
  readonly contest: string;
  readonly posts: number;
}

/** Posts of a contest since its determination of which a version names the candidate, and those among them that the machine flagged for or against that candidate. */
export interface NamedFact {
  readonly contest: string;
  readonly candidate: string;
  readonly posts: number;
  readonly flagged: number;
}

/** What figures of flags rest on, without posts and accounts: enough to name the flags behind a figure. */
export interface CountedFacts {
  readonly region: string;
  readonly now: Pick<WeekFacts, "week" | "from" | "to" | "asOf">;
  readonly contests: readonly ReportContest[];
  readonly flags: readonly FlagFact[];
}

/** Everything a document is made of: read in one transaction. */
export interface ReportFacts extends CountedFacts {
  readonly now: WeekFacts;
  /** The week before, or as many days, as of their own closing. */
  readonly before: WeekFacts;
  readonly packs: readonly { readonly id: string; readonly version: number; readonly hash: string; readonly from: number }[];
  readonly read: readonly ReadFact[];
  /** Null while no contest's candidates are determined. */
  readonly since: SinceFacts | null;
  readonly readSince: readonly ReadSinceFact[];
  readonly named: readonly NamedFact[];
  /** Flags that two people read, of the twelve weeks before the end of the week. */
  readonly pairs: readonly ReadPair[];
  readonly knownSince: readonly { readonly what: string; readonly since: number }[];
  /** Of every contest, and of every rule of a pack that was ever in force, as the newest of them has it. */
  readonly names: Pick<ReportNames, "contest" | "rule">;
  /** Of the eight weeks that end with the report's, those in which an account was fetched. */
  readonly watchedWeeks: readonly WatchedWeek[];
}
