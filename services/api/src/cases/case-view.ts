import { type ClockRules, caseTrail, clocksOf, covers, type Guidance, jakartaDay, nextSteps, type ReferralBody, regimeOf } from "@netra/domain";
import type { CaseRead, FlagRead } from "@netra/store";
import type { CaseDetail, CaseGroupView, FlagDetail } from "../contract.ts";
import { firstName, flagNumber } from "../triage/flag-view.ts";
import { type GroupMove, timelineOf } from "./timeline.ts";

export const caseNumber = (number: string): string => `K-${number.padStart(5, "0")}`;

/** A flag of a case: as stored, as this person may see it, and whether that is all of it. */
export interface ReadFlag {
  readonly flag: FlagRead;
  readonly shown: FlagDetail;
  readonly seen: boolean;
}

/** The dated facts that a case is shown with. */
export interface CaseRules extends ClockRules {
  readonly referrals: readonly ReferralBody[];
  readonly guidance: Guidance;
}

export interface CaseParts {
  readonly found: CaseRead;
  /** Stand in it now. */
  readonly flags: readonly ReadFlag[];
  /** Were taken out again. */
  readonly left: readonly ReadFlag[];
  readonly groups: readonly CaseGroupView[];
  readonly groupMoves: readonly GroupMove[];
  readonly regions: readonly { readonly code: string; readonly name: string }[];
  readonly rules: CaseRules;
}

/** One case as this person may see it. Never an identity: that is asked for on its own, with a reason. */
export function viewCase(parts: CaseParts): CaseDetail {
  const { found, flags, regions } = parts;
  const trail = caseTrail(found.steps);
  const next = nextSteps(trail, found.flagIds.length);
  const nameOf = (code: string): string => regions.find((region) => region.code === code)?.name ?? code;
  return {
    id: found.id,
    number: caseNumber(found.number),
    region: found.region,
    regionName: nameOf(found.region),
    contestId: found.contestId,
    state: found.state,
    openedAt: found.openedAt.toISOString(),
    flags: flags.map((one) => viewFlagOf(one, found)),
    moreFlags: found.flagIds.length - flags.length,
    alsoSeenBy: regions.filter(({ code }) => code !== found.region && covers(code, found.region)).map(({ name }) => name),
    trail: datesOf(found),
    next: [...next],
    correctable: trail.length > 1,
    referrals: next.includes("referred") ? viewReferrals(found, parts.rules.referrals) : [],
    timeline: timelineOf(parts),
    mitigating: viewMitigating(found, flags, parts.rules.guidance),
    replies: found.replies.map(({ by, at, ...reply }) => ({ ...reply, by: firstName(by), at: at.toISOString() })),
    clocks: viewClocks(found, parts.rules),
    groups: [...parts.groups],
    mayOpenIdentity: flags.some(({ seen }) => seen),
    files: flags.flatMap(({ flag }) => flag.files.map(({ guarded }) => ({ guarded }))),
  };
}

const viewReferrals = ({ contestKind }: CaseRead, referrals: readonly ReferralBody[]): CaseDetail["referrals"] =>
  referrals
    .filter(({ regimes }) => regimes.includes(regimeOf(contestKind)))
    .map(({ id, name, from, to = null, source, note }) => ({ id, name, from, to, source, note: note === "required" }));

/** The states that stand, each with the day of its plenary; corrections take the newest back. */
function datesOf({ openedAt, steps }: CaseRead): CaseDetail["trail"] {
  const trail: CaseDetail["trail"][number][] = [{ state: "initial_information", on: jakartaDay(openedAt) }];
  for (const step of steps)
    if (step.kind === "forward") trail.push({ state: step.to, on: step.plenaryOn ?? jakartaDay(step.at) });
    else trail.pop();
  return trail;
}

function viewFlagOf({ flag, shown, seen }: ReadFlag, { times }: CaseRead): CaseDetail["flags"][number] {
  const at = times.find(({ flagId }) => flagId === flag.id);
  return {
    id: flag.id,
    number: shown.number,
    seen,
    state: shown.state,
    kind: shown.kind,
    platform: shown.platform,
    visibility: shown.visibility,
    origin: shown.origin,
    text: flag.versions.find(({ flagged }) => flagged)?.text ?? null,
    source: shown.source,
    occurredAt: shown.postedAt,
    timeKnown: shown.timeKnown,
    knownAt: at?.knownAt?.toISOString() ?? null,
    capturedAt: at?.capturedAt?.toISOString() ?? null,
  };
}

/** What speaks for the person, or must be weighed: of flags that the asker sees whole, and facts and counts of all. */
function viewMitigating(found: CaseRead, flags: readonly ReadFlag[], guidance: Guidance): CaseDetail["mitigating"] {
  const refOf = ({ flag }: ReadFlag) => ({ id: flag.id, number: flagNumber(flag.number) });
  const seen = flags.filter((one) => one.seen);
  return {
    checklists: seen.flatMap((one) =>
      found.checklists
        .filter(({ flagId }) => flagId === one.flag.id)
        .map(({ readerNo, checklist, asked }) => ({
          flag: refOf(one),
          readerNo,
          answers: checklist,
          asked: (asked ?? guidance.questions).map(({ id, ask }) => ({ id, ask })) as CaseDetail["mitigating"]["checklists"][number]["asked"],
          kept: asked !== null,
        })),
    ),
    facts: flags.map((one) => {
      const { roleClass, employment, service, onLeave, spouseOfCandidate, otherHandle, link } = one.shown.facts;
      return { flag: refOf(one), roleClass, employment, service, onLeave, spouseOfCandidate, otherHandle, link };
    }),
    against: seen.flatMap((one) =>
      (one.shown.machine?.signals ?? []).filter(({ side }) => side === "against").map(({ words, why }) => ({ flag: refOf(one), words, why })),
    ),
    closed: found.closed.map(({ outcome, flags: n }) => ({ outcome: outcome as CaseDetail["mitigating"]["closed"][number]["outcome"], flags: n })),
    edited: flags.filter(({ flag }) => flag.versions.length > 1).length,
  };
}

function viewClocks(found: CaseRead, rules: ClockRules): CaseDetail["clocks"] {
  const [first] = found.times;
  const stepTo = (state: string) => found.steps.findLast(({ kind, to }) => kind === "forward" && to === state);
  const clocks = clocksOf(rules, {
    regime: regimeOf(found.contestKind),
    region: found.region,
    origins: found.times.map(({ origin }) => origin),
    state: found.state,
    flaggedAt: first?.flaggedAt ?? null,
    confirmedAt: found.times.map(({ confirmedAt }) => confirmedAt).find((at) => at !== null) ?? null,
    registeredOn: stepTo("registration")?.plenaryOn ?? null,
    referredOn: stepTo("referred")?.plenaryOn ?? null,
    referredTo: stepTo("referred")?.referredTo ?? null,
  });
  return clocks.map(({ ends, skipped, unknownYears, ...clock }) => ({
    ...clock,
    skipped: skipped.map(({ date, name, kind, source }) => ({ date, name, kind, source })),
    unknownYears: [...unknownYears],
    ends: ends.map(({ from, startedAt, endsAt }) => ({ from, startedAt: startedAt.toISOString(), endsAt: endsAt.toISOString() })),
  }));
}
