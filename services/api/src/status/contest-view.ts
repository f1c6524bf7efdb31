import { ballotName, type Contest, isWatched, jakartaDay, type Stage, stageAt } from "@netra/classifier";
import { contestName } from "@netra/domain";
import type { LiveContest } from "@netra/store";
import type { ContestView } from "../contract.ts";

const WORDS: Readonly<Record<Stage, string>> = {
  before_watch: "before_determination",
  before_determination: "before_determination",
  determined: "determined",
  campaign: "campaign",
  quiet: "quiet",
  after_vote: "after",
  after_watch: "after",
};

/** The stage as people are told it: the day of the vote has a word of its own. */
export const stageWord = (contest: Contest, at: Date, stage: Stage = stageAt(contest, at)): string =>
  stage === "quiet" && jakartaDay(at) === contest.stages.vote ? "vote" : WORDS[stage];

/** A contest as shown: candidates in ballot order, the stage and its day by Jakarta's calendar. */
export function viewContest(live: LiveContest, now: Date): ContestView {
  const contest = live.body as Contest;
  const stage = stageWord(contest, now);
  const days = stageDays(contest, stage, jakartaDay(now));
  return {
    id: live.id,
    title: titleOf(contest, live.regionName),
    region: contest.region,
    open: isWatched(contest, now),
    demo: live.demo,
    stage,
    stageDay: days?.day ?? null,
    stageDays: days?.of ?? null,
    candidates: contest.candidates
      .toSorted((a, b) => (a.number ?? Number.MAX_SAFE_INTEGER) - (b.number ?? Number.MAX_SAFE_INTEGER))
      .map((candidate) => ({
        id: candidate.id,
        number: candidate.number,
        name: ballotName({ ...candidate, number: null }),
        emptyBox: candidate.empty_box ?? false,
      })),
    version: live.version,
    hash: live.hash,
  };
}

const titleOf = ({ title, kind, region, stages }: Contest, regionName: string | null): string =>
  contestName({ title, kind, region: region === null ? null : (regionName ?? region), vote: stages.vote }).id;

/** Which day of its stage a day is, and of how many; nothing once the vote is over or before the watch began. */
function stageDays({ watch, stages }: Contest, stage: string, day: string): { day: number; of: number } | null {
  const span: Readonly<Record<string, readonly [string, string]>> = {
    before_determination: [watch.from, stages.candidates_determined],
    determined: [stages.candidates_determined, stages.campaign_from],
    campaign: [stages.campaign_from, stages.quiet_from],
    quiet: [stages.quiet_from, stages.vote],
  };
  const [from, to] = span[stage] ?? [];
  if (!from || !to || day < from) return null;
  return { day: daysBetween(from, day) + 1, of: daysBetween(from, to) };
}

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
