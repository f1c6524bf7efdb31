import type { Contest } from "./contest.ts";

/** Where a day falls in a contest. Days are Asia/Jakarta. */
export type Stage = "before_watch" | "before_determination" | "determined" | "campaign" | "quiet" | "after_vote" | "after_watch";

/** The calendar day in Jakarta (UTC+7, no summer time), `YYYY-MM-DD`. */
export function jakartaDay(instant: Date): string {
  return new Date(instant.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
}

/** Milliseconds at which the days of a contest begin in Jakarta; `after…` are the days behind. */
interface Days {
  readonly watchFrom: number;
  readonly afterWatch: number;
  readonly afterVote: number;
  readonly quietFrom: number;
  readonly campaignFrom: number;
  readonly determined: number;
}

const daysOf = new WeakMap<Contest, Days>();
const DAY_MS = 86_400_000;

function readDays(contest: Contest): Days {
  const known = daysOf.get(contest);
  if (known !== undefined) return known;
  const begin = (day: string): number => Date.parse(`${day}T00:00:00+07:00`);
  const { watch, stages } = contest;
  const days = {
    watchFrom: begin(watch.from),
    afterWatch: begin(watch.to) + DAY_MS,
    afterVote: begin(stages.vote) + DAY_MS,
    quietFrom: begin(stages.quiet_from),
    campaignFrom: begin(stages.campaign_from),
    determined: begin(stages.candidates_determined),
  };
  daysOf.set(contest, days);
  return days;
}

/** The stage of a contest at an instant. The day of the vote belongs to `quiet`; `after_vote` begins the day after. */
export function stageAt(contest: Contest, instant: Date): Stage {
  const at = instant.getTime();
  const days = readDays(contest);
  if (at < days.watchFrom) return "before_watch";
  if (at >= days.afterWatch) return "after_watch";
  if (at >= days.afterVote) return "after_vote";
  if (at >= days.quietFrom) return "quiet";
  if (at >= days.campaignFrom) return "campaign";
  return at >= days.determined ? "determined" : "before_determination";
}

/** True on the days the contest was opened for watching, both ends included. */
export function isWatched(contest: Contest, instant: Date): boolean {
  const stage = stageAt(contest, instant);
  return stage !== "before_watch" && stage !== "after_watch";
}

// SKB 2022, Lampiran II: part A is worded for bakal calon, part B for calon; only forms that a public text can itself be.
const ONLINE = { A: "KE-2", B: "PD-2" };
const POSTING = { A: "KE-4", B: "PD-6" };
const CALL = { A: undefined, B: "PD-8" };

/**
 * Forms of SKB 2022 that a partisan text could POSSIBLY concern at a stage; never a finding. In code order.
 *
 * Empty outside the watch. `hasCall`: the text urges others. Harm to a candidate is shown with the same forms, since the list has none of its own for a text.
 */
export function possibleForms(stage: Stage, { hasCall }: { hasCall: boolean }): string[] {
  if (stage === "before_watch" || stage === "after_watch") return [];
  const part = stage === "before_determination" ? "A" : "B";
  return [ONLINE[part], POSTING[part], hasCall ? CALL[part] : undefined].filter((form) => form !== undefined);
}
