import { JAKARTA_OFFSET_MS } from "../week.ts";
import type { ReportContest } from "./document.ts";
import type { FlagDecision, FlagFact, FlagReading } from "./facts.ts";

/** States in which a flag waits for a person. A claim is a moment's work: it counts as the state that it was claimed from. */
export const WAITING_STATES = ["open", "needs_info", "awaiting_second", "disputed"] as const;

/** A week closes on the Monday after it at 06:00 in Jakarta: then its report is made, and its shareable edition counts as of then for ever. */
export const CLOSING_AFTER_MS = 6 * 3_600_000;
export const closingOf = (weekEnd: number): number => weekEnd + CLOSING_AFTER_MS;

/**
 * As of when a week or a span of days says how things stood (`countsBy` `as_of`): as of its closing, or of the report where that came first.
 *
 * Made again at any later time, such a figure of a closed week is the same: it rests on nothing but what was so at that moment. A flag that was decided then is decided, although that
 * was taken back since; one that waited then waits, although it was decided or withdrawn since; an account that was linked then counts, although it was revoked since. What is told of the
 * events within the span is told as far as it is known at `asOf`. Only to which stage of its contest the moment belongs follows the contest's dates as they are known then.
 */
export const stoodAtOf = ({ to, asOf }: { readonly to: number; readonly asOf: number }): number => Math.min(asOf, closingOf(to));

/** The reading of the machine that a flag stood on at a time. */
export const readingAt = (flag: FlagFact, at: number): FlagReading => flag.past.find(({ until }) => until > at) ?? flag.now;

const stood = (decision: FlagDecision, at: number): boolean => decision.at <= at && (decision.undoneAt === null || decision.undoneAt > at);

/** Where a flag stood at a time; null before it opened. */
export function stateAt(flag: FlagFact, at: number): string | null {
  if (flag.openedAt > at) return null;
  if (readingAt(flag, at).withdrawn) return "withdrawn";
  return flag.decisions.findLast((decision) => stood(decision, at))?.to ?? "open";
}

/** The last act within a span that closed or escalated a flag and was not taken back by `at`; undefined when there was none. */
export const decisiveIn = (flag: FlagFact, span: { readonly from: number; readonly to: number; readonly at: number }): FlagDecision | undefined =>
  flag.decisions.findLast((one) => (one.to === "closed" || one.to === "escalated") && one.at >= span.from && one.at < span.to && stood(one, span.at));

/** The last withdrawal within a span, by a changed rule, an earlier version that was read later and says the same, or a revoked link, that stood at `at`. */
export function withdrawnIn(flag: FlagFact, span: { readonly from: number; readonly to: number; readonly at: number }): boolean {
  if (flag.openedAt > span.at || !readingAt(flag, span.at).withdrawn) return false;
  const began = flag.past.findLast(({ until, withdrawn }) => !withdrawn && until <= span.at)?.until;
  return began !== undefined && began >= span.from && began < span.to;
}

/** When somebody first decided anything about it that was not taken back by `at`. */
export const firstDecided = (flag: FlagFact, at: number): number | undefined => flag.decisions.find((one) => stood(one, at))?.at;

/** First instant of a calendar day in Jakarta, ms. */
export const dayStart = (day: string): number => Date.parse(`${day}T00:00:00Z`) - JAKARTA_OFFSET_MS;
const DAY_MS = 86_400_000;

/** The stage of a contest at an instant; the day of the vote belongs to `quiet`. */
export function stageThen({ watch, stages }: Pick<ReportContest, "watch" | "stages">, at: number): string {
  if (at < dayStart(watch.from)) return "before_watch";
  if (at >= dayStart(watch.to) + DAY_MS) return "after_watch";
  if (at >= dayStart(stages.vote) + DAY_MS) return "after_vote";
  if (at >= dayStart(stages.quietFrom)) return "quiet";
  if (at >= dayStart(stages.campaignFrom)) return "campaign";
  return at >= dayStart(stages.candidatesDetermined) ? "determined" : "before_determination";
}

export const STAGES = ["before_watch", "before_determination", "determined", "campaign", "quiet", "after_vote", "after_watch"] as const;
