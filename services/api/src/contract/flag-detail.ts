import { ANSWER_EFFECTS, ANSWER_FROM, CHECKLIST, FILE_GUARDS, GUIDANCE_KINDS, PASSPORT_REASONS, SERVICE_STANDINGS } from "@netra/domain";
import { type Static, Type } from "typebox";
import { BothLanguages, Id, Nullable, OneOf, Time } from "./shapes.ts";
import {
  ChecklistAnswer,
  FlagState,
  Origin,
  Outcome,
  OutOfScope,
  PlatformName,
  PostKind,
  Reading,
  SourceState,
  UnmaskReason,
  Visibility,
} from "./terms.ts";

export const VersionView = Type.Object({
  id: Id,
  seq: Type.Integer(),
  flagged: Type.Boolean(),
  text: Type.String(),
  /** True when NUL or broken characters were made visible; the bytes are kept as fetched. */
  textAltered: Type.Boolean(),
  /** UTF-16 index in `text` where the author's words end and words in pictures or sound begin, checked by a person; null when there are none. */
  mediaFrom: Nullable(Type.Integer({ minimum: 0 })),
  capturedAt: Time,
  editedAt: Nullable(Time),
  sha256: Type.String(),
  bytes: Type.Integer(),
  /** True when this version's bytes are pinned as evidence of this flag. */
  pinned: Type.Boolean(),
});
export type VersionView = Static<typeof VersionView>;
export const SignalView = Type.Object({
  /** +1, +2 … and −1, −2 … by side, in order of the text. */
  n: Type.Integer(),
  side: OneOf(["for", "against"]),
  spans: Type.Array(Type.Object({ start: Type.Integer(), end: Type.Integer() })),
  words: Type.String(),
  why: Type.Object({ id: Type.String(), en: Type.String() }),
  ruleId: Type.String(),
  lexicons: Type.Array(Type.String()),
  sources: Type.Array(Type.String()),
  /** Tenths of a point, signed; null for a second reader. */
  tenths: Nullable(Type.Integer()),
  /** Its spans one by one, with the asker's own word on each; `counts` only for an auditor. */
  judged: Type.Array(
    Type.Object({
      start: Type.Integer(),
      end: Type.Integer(),
      words: Type.String(),
      own: Nullable(OneOf(["fits", "not"])),
      counts: Nullable(Type.Object({ fits: Type.Integer(), unfit: Type.Integer() })),
    }),
  ),
});
export type SignalView = Static<typeof SignalView>;
/** Layer 2: only after the own reading is saved. */
export const MachineView = Type.Object({
  /** Names this reading of the machine: a verdict says which one it is about. */
  classificationId: Id,
  /** Null for a second reader, who sees signals without weights and no machine reading. */
  reading: Nullable(
    Type.Object({
      stance: OneOf(["support", "oppose", "neutral"]),
      targets: Type.Array(Id),
      scoreTenths: Type.Integer(),
      thresholdTenths: Type.Integer(),
    }),
  ),
  signals: Type.Array(SignalView),
  notFound: Type.Array(Type.Object({ id: Type.String(), en: Type.String() })),
  /** By code, with their short names; null for one that has none. */
  possibleForms: Type.Array(Type.Object({ code: Type.String(), name: Nullable(Type.Object({ id: Type.String(), en: Type.String() })) })),
  pack: Type.Object({ id: Type.String(), version: Type.Integer(), hash: Type.String() }),
  contest: Type.Object({ version: Type.Integer(), hash: Type.String() }),
});
export type MachineView = Static<typeof MachineView>;
/** POST /api/flags/:id/verdicts → FlagDetail. Whether a signal fits, from somebody who saved a reading; null takes it back. Changes no score. 409 `reading-changed`. */
export const JudgeSpans = Type.Object(
  {
    classificationId: Id,
    ruleId: Type.String({ maxLength: 60 }),
    spans: Type.Array(Type.Object({ start: Type.Integer({ minimum: 0 }), end: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }), {
      minItems: 1,
      maxItems: 50,
    }),
    verdict: Nullable(OneOf(["fits", "not"])),
  },
  { additionalProperties: false },
);
export type JudgeSpans = Static<typeof JudgeSpans>;
/** POST /api/flags/:id/terms → 204. Goes to the engineer without flag, name or handle; refused with the reason where it holds one. */
export const ProposeTerm = Type.Object(
  {
    term: Type.String({ minLength: 1, maxLength: 400 }),
    category: Type.String({ maxLength: 60 }),
    condition: Type.String({ maxLength: 200 }),
    note: Type.String({ maxLength: 300 }),
  },
  { additionalProperties: false },
);
export type ProposeTerm = Static<typeof ProposeTerm>;
export const ReadingView = Type.Object({ reading: Reading, targetId: Nullable(Id), savedAt: Time });
export type ReadingView = Static<typeof ReadingView>;
export const DecisionView = Type.Object({
  id: Id,
  act: OneOf(["close", "needs_info", "escalate", "withdraw", "reopen"]),
  outcome: Nullable(Outcome),
  outOfScope: Nullable(OutOfScope),
  reason: Type.String(),
  question: Nullable(Type.String()),
  addressee: Nullable(Type.String()),
  due: Nullable(Type.String()),
  /** First name, or "Pembaca 1/2" while a second reading or a settlement is under way. */
  by: Type.String(),
  at: Time,
  undone: Type.Boolean(),
  /** What an escalation answered, in the order it was asked, in the words it was asked under; `ask` is null where those were not kept. Null for every other act. */
  checklist: Nullable(
    Type.Array(Type.Object({ id: OneOf(CHECKLIST), ask: Nullable(BothLanguages), answer: ChecklistAnswer, weakens: Type.Boolean() })),
  ),
  /** What was noted while the flag waited for information; `by` is null where readers are not named. */
  notes: Type.Array(
    Type.Object({
      act: OneOf(["reminded", "answered"]),
      by: Nullable(Type.String()),
      at: Time,
      /** The answer, word for word; null for a reminder, and for an answer from before words were kept. */
      words: Nullable(Type.String()),
      /** Who gave it, by role. */
      from: Nullable(OneOf(ANSWER_FROM)),
      /** Its words were purged with what was kept of the person. */
      purged: Type.Boolean(),
    }),
  ),
});
export type DecisionView = Static<typeof DecisionView>;
/** What a passport is made for; goes to the audit trail. */
export const MakePassport = Type.Object(
  {
    reason: OneOf(PASSPORT_REASONS),
    /** Name the person behind the account: needs `passport.name`. */
    withPeople: Type.Boolean(),
    /**
     * True: only hashes and proofs of pictures and files. False: all of them whole. Left out: all but the originals that are guarded; of a masked one the
     * masked picture.
     */
    withoutFiles: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type MakePassport = Static<typeof MakePassport>;
export const VerifierKeyView = Type.Object({ key: Type.String() });
export type VerifierKeyView = Static<typeof VerifierKeyView>;
/** A post that this one answers, passes on or quotes, as far as it was kept. Its author is a role, never a handle; its address stays in the store. */
export const ParentView = Type.Object({
  relation: OneOf(["answers", "shares", "quotes"]),
  /** `contestant`: an account that the contest file names; `self`: the same account; `unknown`: nothing kept says whose it is. */
  author: OneOf(["contestant", "self", "other", "unknown"]),
  /** Handles and addresses in it are covered. Null where only a reference is kept: then nobody wrote down what it says. */
  text: Nullable(Type.String()),
});
export type ParentView = Static<typeof ParentView>;
/**
 * What is known of the account, for judging the link and whether the post is usual for it. Counts of other posts only: no score, no outcome of any one of them, and nothing that
 * compares people.
 */
export const AccountView = Type.Object({
  state: OneOf(["active", "private", "suspended", "deactivated", "deleted"]),
  linkedAt: Time,
  /** What the link rests on, oldest first: kind, and the day it was recorded (YYYY-MM-DD). */
  evidence: Type.Array(Type.Object({ kind: Type.String(), on: Type.String() })),
  /** An account under many handles is easier to take for another's. */
  handleChanges: Type.Integer(),
  /** Other posts that were read against this contest: one flag among many says something else than one among two. */
  postsRead: Type.Integer(),
  flagged: Type.Integer(),
  notPartisan: Type.Integer(),
  /** Kept posts of the seven days before, of the day of the act, and of the seven days after: an unusual burst may be a borrowed account. */
  postsBefore: Type.Integer(),
  postsOn: Type.Integer(),
  postsAfter: Type.Integer(),
});
export type AccountView = Static<typeof AccountView>;
/** GET /api/guidance?on=YYYY-MM-DD */
export const GuidanceQuery = Type.Object({ on: Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }) }, { additionalProperties: false });
/** The questions of an escalation in their order, with the notes that stood on the day of the act or stand now. Dates are YYYY, YYYY-MM or YYYY-MM-DD. */
export const GuidanceView = Type.Object({
  /** Sent back with the answers, so that they are kept with the words they were given under. */
  hash: Type.String(),
  on: Type.String(),
  today: Type.String(),
  questions: Type.Array(
    Type.Object({
      id: OneOf(CHECKLIST),
      ask: BothLanguages,
      short: BothLanguages,
      answers: Type.Object({ yes: OneOf(ANSWER_EFFECTS), no: OneOf(ANSWER_EFFECTS), unknown: OneOf(ANSWER_EFFECTS) }),
      notes: Type.Array(
        Type.Object({
          id: Type.String(),
          kind: OneOf(GUIDANCE_KINDS),
          text: BothLanguages,
          /** It stood on the day of the act; it stands today. */
          thatDay: Type.Boolean(),
          today: Type.Boolean(),
          from: Nullable(Type.String()),
          to: Nullable(Type.String()),
          source: Nullable(Type.Object({ paper: Type.String(), number: Nullable(Type.String()), date: Nullable(Type.String()) })),
          unverified: Type.Boolean(),
          weak: Type.Boolean(),
        }),
      ),
    }),
  ),
});
export type GuidanceView = Static<typeof GuidanceView>;
export const IdentityView = Type.Object({
  name: Type.String(),
  handle: Type.String(),
  platform: PlatformName,
  agency: Type.String(),
  unit: Nullable(Type.String()),
  position: Nullable(Type.String()),
  /** Last four digits, never more. Null for non-ASN without a number. */
  nipEnd: Nullable(Type.String()),
  openedAt: Time,
  reason: UnmaskReason,
});
export type IdentityView = Static<typeof IdentityView>;
/** GET /api/flags/:id */
export const FlagDetail = Type.Object({
  id: Id,
  number: Type.String(),
  contestId: Id,
  state: FlagState,
  outcome: Nullable(Outcome),
  kind: PostKind,
  platform: PlatformName,
  visibility: Visibility,
  origin: Origin,
  region: Type.String(),
  /** Source address; shown on demand, contains the handle on most platforms, so it is null until the reading is saved. */
  url: Nullable(Type.String()),
  postedAt: Time,
  timeKnown: Type.Boolean(),
  deadline: Time,
  source: SourceState,
  sourceCheckedAt: Nullable(Time),
  /** Which reading is asked for: 1 first, 2 second (blind), 3 a supervisor's settlement. */
  readerNo: Type.Integer({ minimum: 1, maximum: 3 }),
  lease: Nullable(
    Type.Object({
      mine: Type.Boolean(),
      holder: Type.String(),
      until: Time,
      fence: Nullable(Type.Integer()),
      /** Who passed it on to the asker, who alone is told; its words open with the signals. */
      handed: Nullable(Type.Object({ by: Type.String(), at: Time, takenUp: Type.Boolean(), hasNote: Type.Boolean(), note: Nullable(Type.String()) })),
    }),
  ),
  versions: Type.Array(VersionView),
  /** Files that were sent beside captures or fetched from the platform: content loads on demand from /api/flags/:id/files/:fileId. */
  files: Type.Array(
    Type.Object({
      id: Id,
      /** Who gave it: whoever sent a capture, or the platform that showed the post. */
      from: OneOf(["sender", "platform"]),
      /** Why its original is in a passport only where it is asked for: it came with a tip or a complaint, or regions of it were masked. */
      guarded: Nullable(OneOf(FILE_GUARDS)),
      mediaType: Type.String(),
      bytes: Type.Integer(),
      sha256: Type.String(),
      /** Words that a machine read in a picture, kept apart from what the author wrote; null until the reading is saved, since a screenshot shows the author's name. */
      pictureText: Nullable(Type.Object({ text: Type.String(), confidence: Type.Integer({ minimum: 0, maximum: 100 }) })),
      /** `?small=true` gives a copy of at most 30 kB, of what readers see. */
      small: Type.Boolean(),
      /** Regions were masked: the address gives the masked picture; `?original=true` the original, once the reading is saved, with an audit row. */
      masked: Type.Boolean(),
    }),
  ),
  /** Files that the post has and that are not kept: they wait, were refused (`reason` is a code), or are gone from the platform. */
  mediaNotKept: Type.Array(
    Type.Object({ kind: OneOf(["image", "video", "proof"]), state: OneOf(["pending", "refused", "gone"]), reason: Nullable(Type.String()) }),
  ),
  /** Facts at the time of the act, no identity. */
  facts: Type.Object({
    roleClass: Nullable(Type.String()),
    employment: Nullable(OneOf(["pns", "pppk", "pppk_part_time", "non_asn"])),
    employedSince: Nullable(Type.String()),
    /** Where that day lies in the person's service, by the register. */
    service: OneOf(SERVICE_STANDINGS),
    /** Unpaid leave outside the state's service (CLTN) on that day. */
    onLeave: OneOf(["yes", "no", "unknown"]),
    /** Registered as the spouse of a candidate of this contest on that day; never of whom. */
    spouseOfCandidate: Type.Boolean(),
    /** The account bore another handle then; unknown when the history does not reach so far. */
    otherHandle: OneOf(["yes", "no", "unknown"]),
    link: OneOf(["declared", "agency_verified", "inferred"]),
    stage: Type.String(),
    region: Type.String(),
  }),
  /** What the post answers, passes on or quotes; empty where nothing of it was kept. */
  parents: Type.Array(ParentView),
  /** Null until `myReading` is saved (auditors see it at once). */
  account: Nullable(AccountView),
  myReading: Nullable(ReadingView),
  /** Null until `myReading` is saved (auditors see it at once). */
  machine: Nullable(MachineView),
  /** Empty until `myReading` is saved; for a settlement, both readers' readings and reasons appear here after the supervisor's own. */
  decisions: Type.Array(DecisionView),
  otherReadings: Type.Array(Type.Object({ by: Type.String(), reading: Reading, targetId: Nullable(Id) })),
  /** A decision of mine that may still be taken back. */
  undo: Nullable(Type.Object({ decisionId: Id, until: Time })),
  identity: Nullable(IdentityView),
  canClaim: Type.Object({ ok: Type.Boolean(), code: Nullable(Type.String()) }),
  /** As in a row. */
  alike: Type.Integer(),
});
export type FlagDetail = Static<typeof FlagDetail>;
