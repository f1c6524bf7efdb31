import {
  ANSWER_FROM,
  ANSWER_MAX,
  CASE_STATES,
  CHECKLIST,
  CLOCK_STARTS,
  DAY_KINDS,
  FILE_GUARDS,
  HOLIDAY_KINDS,
  PLENARY_NUMBER_MAX,
  STEP_REASON_MAX,
} from "@netra/domain";
import { type Static, Type } from "typebox";
import { FlagDetail } from "./flag-detail.ts";
import { BothLanguages, Id, Nullable, OneOf, Time } from "./shapes.ts";
import { Checklist, FlagState, Origin, Outcome, PlatformName, PostKind, Reading, SourceState, Visibility } from "./terms.ts";

export const CaseState = OneOf(CASE_STATES);
export type CaseState = Static<typeof CaseState>;
/** A case in a list. Names nobody. */
export const CaseRow = Type.Object({
  id: Id,
  number: Type.String(),
  region: Type.String(),
  /** The region's name, or its code where none is known. */
  regionName: Type.String(),
  contestId: Id,
  state: CaseState,
  openedAt: Time,
  flags: Type.Integer(),
});
export type CaseRow = Static<typeof CaseRow>;
export const CaseQuery = Type.Object(
  { which: Type.Optional(OneOf(["standing", "over"])), cursor: Type.Optional(Type.String({ pattern: "^\\d{1,18}$" })) },
  { additionalProperties: false },
);
export type CaseQuery = Static<typeof CaseQuery>;
/** GET /api/cases, newest first. */
export const CasePage = Type.Object({
  cases: Type.Array(CaseRow),
  counts: Type.Object({ standing: Type.Integer(), over: Type.Integer() }),
  next: Nullable(Type.String()),
});
export type CasePage = Static<typeof CasePage>;
const CaseFlagRef = Type.Object({ id: Id, number: Type.String() });
/**
 * One line of a case's timeline. What a flag's readers did is there for whoever sees all of that flag (`flags[].seen`); everything else for whoever sees the case. Words of people
 * are given as they were written.
 */
export const CaseEvent = Type.Object({
  at: Time,
  kind: OneOf([
    "captured",
    "version",
    "source_gone",
    "flagged",
    "reading",
    "decision",
    "reminded",
    "answered",
    "joined",
    "left",
    "identity",
    "passport",
    "step",
    "correction",
    "reply",
    "grouped",
    "left_group",
  ]),
  /** First name; null for the machine. */
  by: Nullable(Type.String()),
  flag: Nullable(CaseFlagRef),
  reading: Type.Optional(Reading),
  act: Type.Optional(OneOf(["close", "needs_info", "escalate", "withdraw", "reopen"])),
  outcome: Type.Optional(Nullable(Outcome)),
  undone: Type.Optional(Type.Boolean()),
  seq: Type.Optional(Type.Integer()),
  state: Type.Optional(CaseState),
  plenary: Type.Optional(Type.Object({ number: Type.String(), on: Type.String() })),
  /** Of a step to `referred`: the bodies; null where it was noted before that was kept. */
  referredTo: Type.Optional(Nullable(Type.Array(Type.Object({ id: Type.String(), name: BothLanguages })))),
  /** Why, or what was asked; a code where identity was opened or a passport made. */
  reason: Type.Optional(Nullable(Type.String())),
  question: Type.Optional(Nullable(Type.String())),
  addressee: Type.Optional(Nullable(Type.String())),
  /** An answer or a reply, word for word; null where no words were kept. */
  words: Type.Optional(Nullable(Type.String())),
  purged: Type.Optional(Type.Boolean()),
  from: Type.Optional(Nullable(OneOf(ANSWER_FROM))),
  givenOn: Type.Optional(Type.String()),
  /** What an opening of identity was of. */
  of: Type.Optional(OneOf(["case", "flag", "person"])),
});
export type CaseEvent = Static<typeof CaseEvent>;
/** A group as seen from one of its flags: letters and counts, never a name. */
export const CaseGroupView = Type.Object({
  id: Id,
  flag: CaseFlagRef,
  /** Null where the group belongs to a region that the asker does not see. */
  name: Nullable(Type.String()),
  reason: Nullable(Type.String()),
  by: Nullable(Type.String()),
  at: Nullable(Time),
  /** People beside the one of this flag, in whatever region. */
  others: Type.Integer(),
  /** Of them, those outside the asker's regions: counted, never shown. */
  outside: Type.Integer(),
  /** Of them, those within the asker's regions whom the asker has not read, or is kept from: counted, never shown. */
  unread: Type.Integer(),
  members: Type.Array(Type.Object({ letter: Type.String(), own: Type.Boolean(), flag: CaseFlagRef, caseId: Nullable(Id) })),
});
export type CaseGroupView = Static<typeof CaseGroupView>;
/** Whether others that rest on the same are looked for too, which is slow. */
export const GroupQuery = Type.Object({ suggest: Type.Optional(Type.Boolean()) }, { additionalProperties: false });
/** GET /api/flags/:id/group, once the own reading is saved. `suggestions`, where they were asked for: flags of others that rest on the same, of those that the asker sees beyond the reading. */
export const FlagGroup = Type.Object({
  group: Nullable(CaseGroupView),
  suggestions: Type.Array(Type.Object({ flag: CaseFlagRef, basis: OneOf(["file", "address", "words"]) })),
  /** Flags that rest on the same and that the asker has not read: counted alone. */
  unread: Type.Integer(),
});
export type FlagGroup = Static<typeof FlagGroup>;
/** GET /api/cases/:id */
export const CaseDetail = Type.Object({
  ...CaseRow.properties,
  /** Regions above it whose people see it too, by name. */
  alsoSeenBy: Type.Array(Type.String()),
  /** States it went through, corrected steps left out; the last is where it stands. `on`: the day of the plenary, or of the first escalation. */
  trail: Type.Array(Type.Object({ state: CaseState, on: Type.String() })),
  /** What may be noted next, and whether the newest step can be corrected. */
  next: Type.Array(CaseState),
  correctable: Type.Boolean(),
  /** To whom a plenary may refer, each on the days that it takes such cases; empty where nothing can be referred next. `note`: the note must say which body it is. */
  referrals: Type.Array(
    Type.Object({
      id: Type.String(),
      name: BothLanguages,
      from: Type.String(),
      to: Nullable(Type.String()),
      source: Type.String(),
      note: Type.Boolean(),
    }),
  ),
  flags: Type.Array(
    Type.Object({
      ...CaseFlagRef.properties,
      /** What its readers did is shown: the asker read it, or supervises or audits. */
      seen: Type.Boolean(),
      state: FlagState,
      kind: PostKind,
      platform: PlatformName,
      visibility: Visibility,
      origin: Origin,
      /** The version that raised it; null where it is not kept any more. */
      text: Nullable(Type.String()),
      source: SourceState,
      occurredAt: Time,
      timeKnown: Type.Boolean(),
      knownAt: Nullable(Time),
      capturedAt: Nullable(Time),
    }),
  ),
  /** Flags of the case that are not listed here: more than the most that is shown at once. */
  moreFlags: Type.Integer(),
  timeline: Type.Array(CaseEvent),
  /** What speaks for the person, or must be weighed: always there. */
  mitigating: Type.Object({
    checklists: Type.Array(
      Type.Object({
        flag: CaseFlagRef,
        readerNo: Type.Integer(),
        answers: Checklist,
        /** The questions in the words that were answered; where these were not kept (`kept` false), in those of today. */
        asked: Type.Array(Type.Object({ id: OneOf(CHECKLIST), ask: BothLanguages })),
        kept: Type.Boolean(),
      }),
    ),
    facts: Type.Array(
      Type.Object({
        flag: CaseFlagRef,
        ...Type.Pick(FlagDetail.properties.facts, ["roleClass", "employment", "service", "onLeave", "spouseOfCandidate", "otherHandle", "link"])
          .properties,
      }),
    ),
    against: Type.Array(Type.Object({ flag: CaseFlagRef, words: Type.String(), why: Type.Object({ id: Type.String(), en: Type.String() }) })),
    /** Flags of the same person in this contest that were closed. */
    closed: Type.Array(Type.Object({ outcome: Outcome, flags: Type.Integer() })),
    edited: Type.Integer(),
  }),
  replies: Type.Array(Type.Object({ id: Id, words: Type.String(), purged: Type.Boolean(), givenOn: Type.String(), by: Type.String(), at: Time })),
  clocks: Type.Array(
    Type.Object({
      id: Type.String(),
      days: Type.Integer(),
      kind: OneOf(DAY_KINDS),
      source: Type.String(),
      starts: OneOf(CLOCK_STARTS),
      ends: Type.Array(Type.Object({ from: OneOf(["machine", "person", "plenary"]), startedAt: Time, endsAt: Time })),
      /** Of a limit in working days: holidays that it does not count, and years that it touches whose holidays are not known. */
      skipped: Type.Array(Type.Object({ date: Type.String(), name: Type.String(), kind: OneOf(HOLIDAY_KINDS), source: Type.String() })),
      unknownYears: Type.Array(Type.Integer()),
    }),
  ),
  groups: Type.Array(CaseGroupView),
  /** Whether the asker may open who it is, giving a reason: they see all of one of its flags. */
  mayOpenIdentity: Type.Boolean(),
  files: Type.Array(Type.Object({ guarded: Nullable(OneOf(FILE_GUARDS)) })),
});
export type CaseDetail = Static<typeof CaseDetail>;
/** POST /api/cases/:id/steps → CaseDetail. Forward steps name the plenary's decision, a correction says why the newest step is wrong. */
export const TakeStep = Type.Object(
  {
    idempotencyKey: Type.String({ minLength: 8, maxLength: 64 }),
    kind: OneOf(["forward", "correction"]),
    to: Type.Optional(CaseState),
    plenaryNumber: Type.Optional(Type.String({ maxLength: PLENARY_NUMBER_MAX })),
    plenaryOn: Type.Optional(Type.String({ maxLength: 10 })),
    reason: Type.String({ maxLength: STEP_REASON_MAX }),
    /** Ids of `referrals`: of a step to `referred`, and of no other. */
    referredTo: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { maxItems: 10 })),
  },
  { additionalProperties: false },
);
export type TakeStep = Static<typeof TakeStep>;
/** POST /api/cases/:id/replies → CaseDetail: what the person says, word for word. */
export const KeepReply = Type.Object(
  {
    idempotencyKey: Type.String({ minLength: 8, maxLength: 64 }),
    words: Type.String({ minLength: 1, maxLength: ANSWER_MAX }),
    givenOn: Type.String({ maxLength: 10 }),
  },
  { additionalProperties: false },
);
export type KeepReply = Static<typeof KeepReply>;
/** POST /api/flags/:id/group → FlagGroup: a group with this flag as its first. */
export const MakeGroup = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 120 }), reason: Type.String({ minLength: 1, maxLength: 1000 }) },
  { additionalProperties: false },
);
export type MakeGroup = Static<typeof MakeGroup>;
/** POST /api/flags/:id/group/members → FlagGroup: another flag, by its number, comes into this one's group. */
export const JoinGroup = Type.Object({ number: Type.String({ pattern: "^[Bb]-?0*\\d{1,15}$" }) }, { additionalProperties: false });
export type JoinGroup = Static<typeof JoinGroup>;
/** POST /api/flags/:id/group/leave → FlagGroup */
export const LeaveGroup = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 1000 }) }, { additionalProperties: false });
export type LeaveGroup = Static<typeof LeaveGroup>;
