import { nameBodies } from "@netra/domain";
import type { FlagRead } from "@netra/store";
import type { CaseEvent } from "../contract.ts";
import { firstName, flagNumber } from "../triage/flag-view.ts";
import type { CaseParts, ReadFlag } from "./case-view.ts";

export interface GroupMove {
  readonly flagId: string;
  readonly moved: "grouped" | "left_group";
  readonly by: string;
  readonly reason: string | null;
  readonly at: Date;
}

/** Everything that happened in a case, newest first. Of what readers did, only what this person sees of each flag. */
export function timelineOf({ found, flags, left, groupMoves, rules }: CaseParts): CaseEvent[] {
  const all = [...flags, ...left];
  const refOf = (flagId: string): CaseEvent["flag"] => {
    const flag = all.find((one) => one.flag.id === flagId)?.flag;
    const number = flag?.number ?? found.moves.find((move) => move.flagId === flagId)?.number;
    return number === undefined ? null : { id: flagId, number: flagNumber(number) };
  };
  const events: CaseEvent[] = [
    ...all.flatMap((one) => eventsOf(one, refOf(one.flag.id))),
    ...found.times.map(({ flagId, flaggedAt }): CaseEvent => ({ at: flaggedAt.toISOString(), kind: "flagged", by: null, flag: refOf(flagId) })),
    ...found.moves.map(({ flagId, moved, at }) => ({ at: at.toISOString(), kind: moved, by: null, flag: refOf(flagId) })),
    ...found.acts.map(
      ({ act, of, by, reason, at }): CaseEvent => ({
        at: at.toISOString(),
        kind: act === "identity.opened" ? "identity" : "passport",
        by: firstName(by),
        flag: null,
        of,
        reason,
      }),
    ),
    ...found.steps.map(
      ({ kind, to, plenaryNumber, plenaryOn, reason, referredTo, by, at }): CaseEvent => ({
        at: at.toISOString(),
        kind: kind === "forward" ? "step" : "correction",
        by: firstName(by),
        flag: null,
        state: to,
        reason,
        ...(plenaryNumber !== null && plenaryOn !== null ? { plenary: { number: plenaryNumber, on: plenaryOn } } : {}),
        ...(kind === "forward" && to === "referred" ? { referredTo: referredTo && nameBodies(referredTo, rules.referrals) } : {}),
      }),
    ),
    ...found.replies.map(
      ({ by, at, words, purged, givenOn }): CaseEvent => ({
        at: at.toISOString(),
        kind: "reply",
        by: firstName(by),
        flag: null,
        words: purged ? null : words,
        purged,
        givenOn,
      }),
    ),
    ...groupMoves.map(
      ({ flagId, moved, by, reason, at }): CaseEvent => ({ at: at.toISOString(), kind: moved, by: firstName(by), flag: refOf(flagId), reason }),
    ),
  ];
  // Events of one transaction bear almost the same time: what was listed first happened first.
  return events.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)).toReversed();
}

function eventsOf({ flag, shown, seen }: ReadFlag, ref: CaseEvent["flag"]): CaseEvent[] {
  const base = { by: null, flag: ref };
  const versions = flag.versions.map(
    ({ seq, capturedAt }, index): CaseEvent => ({ ...base, at: capturedAt.toISOString(), kind: index === 0 ? "captured" : "version", seq }),
  );
  const gone: CaseEvent[] =
    flag.source === "gone" && flag.sourceCheckedAt ? [{ ...base, at: flag.sourceCheckedAt.toISOString(), kind: "source_gone" }] : [];
  return [...versions, ...gone, ...(seen ? readersOf(flag, shown, ref) : [])];
}

function readersOf(flag: FlagRead, shown: ReadFlag["shown"], ref: CaseEvent["flag"]): CaseEvent[] {
  return [
    ...flag.readings.map(({ by, reading, at }): CaseEvent => ({ at: at.toISOString(), kind: "reading", by: firstName(by), flag: ref, reading })),
    ...shown.decisions.flatMap((decision): CaseEvent[] => [
      {
        at: decision.at,
        kind: "decision",
        by: decision.by,
        flag: ref,
        act: decision.act,
        outcome: decision.outcome,
        undone: decision.undone,
        reason: decision.reason,
        question: decision.question,
        addressee: decision.addressee,
      },
      ...decision.notes.map(
        ({ act, by, at, words, from, purged }): CaseEvent => ({
          at,
          kind: act,
          by,
          flag: ref,
          ...(act === "answered" ? { words, from, purged } : {}),
        }),
      ),
    ]),
  ];
}
