import { type Contest, stageAt } from "@netra/classifier";
import { CHECKLIST, jakartaDay, mayClaim, mayUndo, type Service, serviceOn, UNDO_SECONDS } from "@netra/domain";
import { SHRINKABLE } from "@netra/media";
import type { FlagRead, SpanCount } from "@netra/store";
import type { DecisionView, FlagDetail } from "../contract.ts";
import type { SignedIn } from "../guard.ts";
import { stageWord } from "../status/contest-view.ts";
import { readerNoOf, type Sight, sightOf } from "./sight.ts";
import { viewMachine } from "./signal-views.ts";

/** First name only: enough to walk over and ask. */
export const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? "";

export const flagNumber = (number: string): string => `B-${number.padStart(5, "0")}`;

/** What this person may see of this flag; the rules are in `sight.ts`. */
export function sightOn(flag: FlagRead, person: Pick<SignedIn, "id" | "role">): Sight {
  const mine = flag.lease?.userId === person.id;
  const read = ownReadings(flag, person.id, mine).map((reading) => reading.readerNo);
  return sightOf({ state: flag.state, claimedFrom: flag.claimedFrom, role: person.role, mine, read });
}

/** A person's readings. While they hold the flag, only those since information was last asked for or the flag reopened: before that, another turn was read. */
function ownReadings(flag: FlagRead, userId: string, mine: boolean): FlagRead["readings"] {
  const own = flag.readings.filter((reading) => reading.userId === userId);
  const began = flag.decisions.findLast(({ toState, undoneAt }) => undoneAt === null && (toState === "needs_info" || toState === "open"));
  return mine && began ? own.filter((reading) => reading.at > began.at) : own;
}

/** One flag as this person may see it. Never an identity: that is asked for on its own, with a reason. */
export function viewFlag(
  flag: FlagRead,
  given: {
    readonly person: Pick<SignedIn, "id" | "role">;
    readonly contest: Contest | null;
    readonly service: Service;
    readonly spans: readonly SpanCount[];
  },
): Omit<FlagDetail, "parents" | "account"> {
  const { person } = given;
  const sight = sightOn(flag, person);
  const mine = flag.lease?.userId === person.id;
  const readerNo = readerNoOf(flag.state, flag.claimedFrom);
  const flagged = flag.versions.find((version) => version.flagged);
  return {
    id: flag.id,
    number: flagNumber(flag.number),
    contestId: flag.contestId,
    state: flag.state,
    outcome: flag.outcome,
    kind: flag.kind as FlagDetail["kind"],
    platform: flag.platform as FlagDetail["platform"],
    visibility: flag.visibility as FlagDetail["visibility"],
    origin: flag.origin as FlagDetail["origin"],
    region: flag.region,
    url: sight.signals ? flag.url : null,
    postedAt: flag.postedAt.toISOString(),
    timeKnown: flag.timeTrust !== "unknown",
    deadline: flag.deadline.toISOString(),
    source: flag.source as FlagDetail["source"],
    sourceCheckedAt: flag.sourceCheckedAt?.toISOString() ?? null,
    readerNo,
    lease: flag.lease && {
      mine,
      holder: firstName(flag.lease.holder),
      until: flag.lease.until.toISOString(),
      fence: mine ? flag.lease.fence : null,
      handed: mine ? viewHanded(flag.lease.handed, sight) : null,
    },
    versions: flag.versions.map((version) => ({
      ...version,
      text: version.text ?? "",
      capturedAt: version.capturedAt.toISOString(),
      editedAt: version.editedAt?.toISOString() ?? null,
    })),
    files: flag.files.map(({ id, from, guarded, mediaType, bytes, sha256, masked, pictureText, pictureConfidence }) => ({
      id,
      from,
      guarded,
      mediaType,
      bytes,
      sha256,
      // what a machine read may stand under a mask
      pictureText: sight.signals && !masked && pictureText !== null ? { text: pictureText, confidence: pictureConfidence ?? 0 } : null,
      small: SHRINKABLE.has(mediaType),
      masked,
    })),
    mediaNotKept: flag.mediaNotKept.map((file) => ({ ...file })),
    facts: {
      roleClass: flag.roleClass,
      employment: flag.employmentKind as FlagDetail["facts"]["employment"],
      employedSince: flag.employedSince,
      ...serviceOn({ service: given.service, term: flag, contestId: flag.contestId, day: jakartaDay(flag.postedAt) }),
      otherHandle: flag.otherHandle === null ? "unknown" : flag.otherHandle ? "yes" : "no",
      link: flag.link as FlagDetail["facts"]["link"],
      stage: given.contest ? stageWord(given.contest, flag.postedAt, stageAt(given.contest, flag.postedAt)) : "before_determination",
      region: flag.region,
    },
    myReading: myReading(flag, { person, mine, readerNo }),
    machine: sight.signals
      ? viewMachine(flag.classification, flagged?.text ?? null, {
          weights: sight.machine,
          said: { spans: given.spans, counts: person.role === "auditor" },
        })
      : null,
    decisions: viewDecisions(flag, person.id, sight),
    otherReadings: viewOtherReadings(flag, person.id, sight),
    undo: viewUndo(flag, person.id),
    identity: null,
    canClaim: canClaim(flag, person),
    alike: flag.alike,
  };
}

/** Who passed the claim on. What one reader writes to the next could sway it, so the words open with the signals. */
function viewHanded(handed: NonNullable<FlagRead["lease"]>["handed"], sight: Sight): NonNullable<FlagDetail["lease"]>["handed"] {
  if (handed === null) return null;
  const { by, at, takenUp, note } = handed;
  return { by: firstName(by), at: at.toISOString(), takenUp, hasNote: note !== null, note: sight.signals ? note : null };
}

/** Why a person may not claim a flag now, or that they may. Their own claim may be asked for again. */
export function canClaim(
  flag: Pick<FlagRead, "state" | "claimedFrom" | "firstReaderId" | "secondReaderId" | "sentBy" | "mediaTextBy" | "readFirstBy"> & {
    readonly lease: { readonly userId: string } | null;
  },
  person: Pick<SignedIn, "id" | "role">,
): FlagDetail["canClaim"] {
  if (flag.lease?.userId === person.id) return { ok: true, code: null };
  const may = mayClaim(flag, person);
  return may === true ? { ok: true, code: null } : { ok: false, code: may.code };
}

/** The newest own reading: of this turn while holding the flag, else of any. */
function myReading(flag: FlagRead, at: { person: Pick<SignedIn, "id">; mine: boolean; readerNo: number }): FlagDetail["myReading"] {
  const own = ownReadings(flag, at.person.id, at.mine).findLast((reading) => !at.mine || reading.readerNo === at.readerNo);
  return own ? { reading: own.reading, targetId: own.targetId, savedAt: own.at.toISOString() } : null;
}

function viewDecisions(flag: FlagRead, me: string, sight: Sight): DecisionView[] {
  const shown =
    sight.decisions === "all" ? flag.decisions : sight.decisions === "own" ? flag.decisions.filter((decision) => decision.userId === me) : [];
  return shown.map((decision) => ({
    id: decision.id,
    act: decision.act,
    outcome: decision.outcome,
    outOfScope: decision.outOfScope,
    reason: decision.reason,
    question: decision.question,
    addressee: decision.addressee,
    due: decision.due,
    by: sight.masked && decision.userId !== me ? `Pembaca ${decision.readerNo}` : firstName(decision.by),
    at: decision.at.toISOString(),
    undone: decision.undoneAt !== null,
    checklist: viewChecklist(decision),
    notes: decision.notes.map((note) => ({
      act: note.act,
      by: sight.masked && note.userId !== me ? null : firstName(note.by),
      at: new Date(note.at).toISOString(),
      words: note.words,
      from: note.givenBy,
      purged: note.purged,
    })),
  }));
}

/** What was answered with an escalation, under the words in force then. */
function viewChecklist({ checklist, questions }: FlagRead["decisions"][number]): DecisionView["checklist"] {
  if (checklist === null) return null;
  return (questions ?? CHECKLIST.map((id) => ({ id, ask: null, answers: null }))).flatMap(({ id, ask, answers }) => {
    const answer = checklist[id];
    return answer === undefined ? [] : [{ id, ask: ask && { ...ask }, answer, weakens: answers?.[answer] === "weakens" }];
  });
}

/** The newest reading of everybody else, by the seat they read from. */
function viewOtherReadings(flag: FlagRead, me: string, sight: Sight): FlagDetail["otherReadings"] {
  if (sight.readings === "none") return [];
  const newest = new Map(
    flag.readings.filter((reading) => reading.userId !== me).map((reading) => [`${reading.userId} ${reading.readerNo}`, reading]),
  );
  return [...newest.values()].map(({ by, readerNo, reading, targetId }) => ({
    by: sight.masked ? `Pembaca ${readerNo}` : firstName(by),
    reading,
    targetId,
  }));
}

/** An own decision that may still be taken back: the newest, and nobody went on from it. */
function viewUndo(flag: FlagRead, me: string): FlagDetail["undo"] {
  const last = flag.decisions.at(-1);
  if (!last) return null;
  const facts = {
    userId: last.userId,
    act: last.act,
    ageMs: flag.readAt.getTime() - last.at.getTime(),
    undone: last.undoneAt !== null,
    newest: flag.state === last.toState,
  };
  return mayUndo(facts, me) ? { decisionId: last.id, until: undoUntil(last.at).toISOString() } : null;
}

export const undoUntil = (at: Date): Date => new Date(at.getTime() + UNDO_SECONDS * 1000);
