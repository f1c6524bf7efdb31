import {
  ACCOUNT_STANDINGS,
  ANSWER_EFFECTS,
  ANSWER_FROM,
  ANSWER_MAX,
  APART_WHY,
  CASE_STATES,
  CHECKLIST,
  CLOCK_STARTS,
  CORRECTION_REASON_MAX,
  COUNTED,
  DAY_KINDS,
  EXPORT_KINDS,
  EXPORT_STATES,
  FILE_GUARDS,
  FLAG_STATES,
  GUIDANCE_KINDS,
  HOLIDAY_KINDS,
  LINK_ATTRIBUTES,
  ORIGINS,
  OUT_OF_SCOPE,
  OUTCOMES,
  PASSED_ON_MOST,
  PASSED_ON_NOTE_MAX,
  PASSPORT_REASONS,
  PLATFORMS,
  PLENARY_NUMBER_MAX,
  POST_KINDS,
  READINGS,
  REGISTER_KINDS,
  REPORT_NOTE_MAX,
  ROLES,
  SERVICE_STANDINGS,
  STEP_REASON_MAX,
  VISIBILITIES,
} from "@netra/domain";
import { type Static, type TSchema, Type } from "typebox";

/**
 * The wire between the API and its clients: every request and answer body, once. Times are ISO 8601 with offset, ids opaque, enums as in
 * `@netra/domain`. The console imports the types; the routes use the schemas, so that an answer can hold nothing that is not written here.
 */
const Id = Type.String({ minLength: 1, maxLength: 64 });
const Time = Type.String({ format: "date-time" });
const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const OneOf = <const T extends string[]>(values: readonly [...T]) => Type.Enum(values);

export const Role = OneOf(ROLES);
export const PlatformName = OneOf(PLATFORMS);
export const PostKind = OneOf(POST_KINDS);
export const Visibility = OneOf(VISIBILITIES);
export const Origin = OneOf(ORIGINS);
export const FlagState = OneOf(FLAG_STATES);
export const Outcome = OneOf(OUTCOMES);
export const OutOfScope = OneOf(OUT_OF_SCOPE);
export const Reading = OneOf(READINGS);
export const SourceState = OneOf(["live", "edited", "suspect_gone", "gone"]);
export const Lane = OneOf(["open", "mine", "needs_info", "second", "disputed", "source_gone", "photo", "escalated", "closed"]);
export const UnmaskReason = OneOf(["account_link", "position_or_leave", "question_to_agency", "related_case"]);
export const ChecklistAnswer = OneOf(["yes", "no", "unknown"]);
export const Checklist = Type.Object(
  {
    own_act: Type.Optional(ChecklistAnswer),
    link: Type.Optional(ChecklistAnswer),
    employment: Type.Optional(ChecklistAnswer),
    campaign: Type.Optional(ChecklistAnswer),
    official: Type.Optional(ChecklistAnswer),
    spouse: Type.Optional(ChecklistAnswer),
    memory: Type.Optional(ChecklistAnswer),
    quote: Type.Optional(ChecklistAnswer),
  },
  { additionalProperties: false },
);

/** RFC 9457. `code` is stable; `detail` is a sentence with the remedy; `problems` names places. */
export const ProblemDetails = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.String(),
  requestId: Type.String(),
  problems: Type.Optional(Type.Array(Type.Object({ at: Type.String(), what: Type.String(), remedy: Type.String() }))),
  context: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});

// ── session ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
export const Session = Type.Object({
  userId: Id,
  name: Type.String(),
  role: Role,
  /** Kemendagri codes; `ID` = whole country. */
  regions: Type.Array(Type.Object({ code: Type.String(), name: Type.String() })),
  permissions: Type.Array(Type.String()),
  locale: OneOf(["id", "en"]),
  /** True when the person came by a one-time link and has no password yet: everything else answers 403 `password-first`. Never true in the demo. */
  mustSetPassword: Type.Boolean(),
  demo: Type.Boolean(),
  serverTime: Time,
  /** Zone of the office, e.g. Asia/Jakarta. */
  zone: Type.String(),
});
/** POST /api/session */
export const SignIn = Type.Object(
  { username: Type.String({ maxLength: 100 }), password: Type.String({ maxLength: 1024 }) },
  { additionalProperties: false },
);
/** POST /api/session/link : a one-time token from a sign-in link (`/sign-in#token`). */
export const SignInByLink = Type.Object({ token: Type.String({ maxLength: 200 }) }, { additionalProperties: false });
/** PUT /api/session/password : at least 15 characters. */
export const SetPassword = Type.Object({ password: Type.String({ minLength: 1, maxLength: 1024 }) }, { additionalProperties: false });
/** POST /api/session/confirm: proves again who is there. In the demo, where nobody has a password, any will do. */
export const ConfirmSession = Type.Object({ password: Type.String({ maxLength: 1024 }) }, { additionalProperties: false });
/** PUT /api/session/locale */
export const SetLocale = Type.Object({ locale: OneOf(["id", "en"]) }, { additionalProperties: false });

// ── contests ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
export const CandidateView = Type.Object({ id: Id, number: Nullable(Type.Integer()), name: Type.String(), emptyBox: Type.Boolean() });
export const ContestView = Type.Object({
  id: Id,
  /** Made from kind and region, e.g. "Pilbup Belitung Timur 2029". */
  title: Type.String(),
  region: Nullable(Type.String()),
  open: Type.Boolean(),
  demo: Type.Boolean(),
  /** `before_determination`, `determined`, `campaign`, `quiet`, `vote`, `after`. */
  stage: Type.String(),
  stageDay: Nullable(Type.Integer()),
  stageDays: Nullable(Type.Integer()),
  /** Ballot order. */
  candidates: Type.Array(CandidateView),
  version: Type.Integer(),
  hash: Type.String(),
});
/** GET /api/contests */
export const ContestList = Type.Object({ contests: Type.Array(ContestView) });

// ── triage ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
/** GET /api/flags?lane=&contest=&region=&platform=&cursor=&limit= (all optional but `lane`, default open). Keyset-paged, limit ≤ 100. */
export const FlagQuery = Type.Object(
  {
    lane: Type.Optional(Lane),
    contest: Type.Optional(Id),
    region: Type.Optional(Type.String({ maxLength: 20 })),
    platform: Type.Optional(PlatformName),
    kind: Type.Optional(PostKind),
    origin: Type.Optional(Origin),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  },
  { additionalProperties: false },
);
/** One row: no score, stance, target, name, handle or agency, on purpose. */
export const FlagRow = Type.Object({
  id: Id,
  /** e.g. B-04127 */
  number: Type.String(),
  /** First 300 characters of the version that raised the flag. Text is only ever text. */
  text: Type.String(),
  kind: PostKind,
  platform: PlatformName,
  visibility: Visibility,
  origin: Origin,
  postedAt: Time,
  /** False when the platform gave no trustworthy time: show "time not known". */
  timeKnown: Type.Boolean(),
  region: Type.String(),
  contestId: Id,
  state: FlagState,
  /** First name of the person who holds it, when claimed. */
  holder: Nullable(Type.String()),
  mine: Type.Boolean(),
  deadline: Time,
  edited: Type.Boolean(),
  source: SourceState,
  /** As many as the flag itself shows: sent by people, or kept from the platform. */
  files: Type.Integer(),
  /** How many other flags say the same in nearly the same words, within the asker's regions; 200 stands for that many and more. Never how they were decided. */
  alike: Type.Integer(),
  /** Names those that say the same among themselves; null for one that stands alone. */
  cluster: Nullable(Id),
  /** It waits for a first reading and says what an earlier flag says that the asker may see: until two days before its deadline it stands after everything new. Never how that one was decided. */
  repeats: Type.Boolean(),
  /** The words of what it answers or passes on are kept. */
  parent: Type.Boolean(),
  /** Once the asker sees beyond the post: people beside its own in the group case that it stands in, in whatever region; null in none, and before. */
  groupOthers: Nullable(Type.Integer()),
  /** It waits for a first reading, and the asker's own is saved. */
  readByMe: Type.Boolean(),
});
export const LaneCounts = Type.Object({
  open: Type.Integer(),
  mine: Type.Integer(),
  needs_info: Type.Integer(),
  second: Type.Integer(),
  disputed: Type.Integer(),
  source_gone: Type.Integer(),
  photo: Type.Integer(),
  escalated: Type.Integer(),
  closed: Type.Integer(),
});
export const FlagPage = Type.Object({ flags: Type.Array(FlagRow), counts: LaneCounts, next: Nullable(Type.String()) });
/** What may have changed about a row since it was loaded. */
export const FlagStanding = Type.Pick(FlagRow, ["id", "state", "holder", "mine", "edited", "source"]);
/** POST /api/flags/look → the standings of those that the asker may see. In the body, since a list shows many. */
export const AskStandings = Type.Object(
  { ids: Type.Array(Type.String({ format: "uuid" }), { minItems: 1, maxItems: 100 }) },
  { additionalProperties: false },
);
export const FlagStandings = Type.Object({ flags: Type.Array(FlagStanding) });
/**
 * POST /api/flags/search → SearchResult, 50 a page, newest first, of every lane. In the body, since no URL may hold words, a handle or a post's address. A number (`B-00012`), an
 * address and a handle (`@name`, or with a dot or a line in it) are looked for as they are; everything else is words, in the text that was flagged, within the filter.
 */
export const SearchFlags = Type.Object(
  {
    words: Type.String({ minLength: 2, maxLength: 2_000 }),
    contest: Type.Optional(Id),
    region: Type.Optional(Type.String({ maxLength: 20 })),
    platform: Type.Optional(PlatformName),
    kind: Type.Optional(PostKind),
    origin: Type.Optional(Origin),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
);
/** A row as the list has it. `marks` are places of found words in `text`, UTF-16; none where the words stand further on. */
export const FoundFlag = Type.Object({
  ...FlagRow.properties,
  marks: Type.Array(Type.Object({ start: Type.Integer(), end: Type.Integer() })),
});
export const SearchResult = Type.Object({
  by: OneOf(["number", "address", "handle", "words"]),
  flags: Type.Array(FoundFlag),
  /** True up to 1,000; beyond it `more`. */
  total: Type.Integer(),
  more: Type.Boolean(),
  next: Nullable(Type.String()),
});
/** Filters as a list has them. */
export const ViewFilters = Type.Object(
  {
    lane: Lane,
    contest: Nullable(Id),
    region: Nullable(Type.String({ pattern: "^(ID|\\d{2}(\\.\\d{2,4})*)$" })),
    platform: Nullable(PlatformName),
    kind: Nullable(PostKind),
    origin: Nullable(Origin),
  },
  { additionalProperties: false },
);
const ViewName = Type.String({ minLength: 1, maxLength: 40 });
/** POST /api/views → SavedView; everybody of the asker's role in the asker's region sees it. No names of people. */
export const KeepView = Type.Object({ name: ViewName, filters: ViewFilters }, { additionalProperties: false });
/** PUT /api/views/:id → 204. DELETE /api/views/:id → 204. By who made it, or a supervisor. */
export const NameView = Type.Object({ name: ViewName }, { additionalProperties: false });
export const SavedView = Type.Object({
  id: Id,
  name: Type.String(),
  region: Type.String(),
  role: Role,
  filters: ViewFilters,
  mayChange: Type.Boolean(),
});
/** GET /api/views */
export const SavedViews = Type.Object({ views: Type.Array(SavedView) });
/**
 * GET /api/flags/live: `text/event-stream`; `event` is the event's name, the rest its JSON. `changed` counts what this stream was told of; what changed is asked for by the
 * list's own calls. After `ready` everything is told; `beat` comes every 25 s.
 */
export type LiveEvent =
  | { readonly event: "ready" | "beat" }
  | { readonly event: "changed"; readonly n: number }
  | { readonly event: "end"; readonly why: "signed-out" | "elsewhere" | "database-away" | "stopping" };

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
export const ReadingView = Type.Object({ reading: Reading, targetId: Nullable(Id), savedAt: Time });
const BothLanguages = Type.Object({ id: Type.String(), en: Type.String() });
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
export const VerifierKeyView = Type.Object({ key: Type.String() });

/** A post that this one answers, passes on or quotes, as far as it was kept. Its author is a role, never a handle; its address stays in the store. */
export const ParentView = Type.Object({
  relation: OneOf(["answers", "shares", "quotes"]),
  /** `contestant`: an account that the contest file names; `self`: the same account; `unknown`: nothing kept says whose it is. */
  author: OneOf(["contestant", "self", "other", "unknown"]),
  /** Handles and addresses in it are covered. Null where only a reference is kept: then nobody wrote down what it says. */
  text: Nullable(Type.String()),
});
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
/** Another flag that says the same. Whose it is stays closed; how it was decided is told when the asker has decided their own. */
export const AlikeFlag = Type.Object({
  /** Null while it is in other hands, so that nobody looks up how it went before deciding. */
  flag: Nullable(Type.Object({ id: Id, number: Type.String() })),
  text: Type.String(),
  /** The same letter is the same account; A is the account of the flag that was asked for. */
  account: Type.String(),
  postedAt: Time,
  timeKnown: Type.Boolean(),
  /** On the day of the act. */
  roleClass: Nullable(Type.String()),
  /** `elsewhere`: with another reader, in another lane or over, which is not told apart. */
  state: OneOf(["open", "mine", "elsewhere"]),
  /** Whether the asker may decide it with theirs, or why not. */
  may: Type.Object({ ok: Type.Boolean(), code: Nullable(Type.String()) }),
  /** Why it is left for a reading of its own unless somebody ticks it. */
  apart: Type.Array(OneOf(APART_WHY)),
  decided: Nullable(Type.Object({ state: FlagState, outcome: Nullable(Outcome) })),
});
/** GET /api/flags/:id/alike → others of the cluster, oldest first, once the own reading is saved. `more`: beyond the first 200. */
export const AlikeList = Type.Object({ flags: Type.Array(AlikeFlag), more: Type.Boolean() });
/** POST /api/flags/:id/together → Decided: closes this flag as the asker closed another of its cluster (`as`, that decision), with a claim, a reading and a decision of its own. */
export const Together = Type.Object(
  { as: Type.String({ format: "uuid" }), idempotencyKey: Type.String({ minLength: 8, maxLength: 64 }) },
  { additionalProperties: false },
);
/** POST /api/flags/:id/claim */
export const Lease = Type.Object({ fence: Type.Integer(), until: Time });
/** POST /api/flags/:id/release, /renew */
/** POST /api/flags/colleagues → who may be given all of these flags, which the asker holds. */
export const AskColleagues = Type.Object(
  { ids: Type.Array(Type.String({ format: "uuid" }), { minItems: 1, maxItems: PASSED_ON_MOST }) },
  { additionalProperties: false },
);
export const Colleagues = Type.Object({ colleagues: Type.Array(Type.Object({ id: Id, name: Type.String(), role: Role })) });
/** POST /api/flags/:id/pass-on → the claim is the colleague's, under a new fence; once taken up it lasts as any other. */
export const PassOn = Type.Object(
  { fence: Type.Integer(), to: Type.String({ format: "uuid" }), note: Type.Optional(Type.String({ maxLength: PASSED_ON_NOTE_MAX })) },
  { additionalProperties: false },
);
export const PassedOn = Type.Object({ holder: Type.String(), fence: Type.Integer(), until: Time });

export const Fenced = Type.Object({ fence: Type.Integer() }, { additionalProperties: false });
/** POST /api/flags/:id/reading → FlagDetail */
export const SaveReading = Type.Object({ fence: Type.Integer(), reading: Reading, targetId: Nullable(Id) }, { additionalProperties: false });
/** POST /api/flags/:id/decision → Decided. `idempotencyKey` (client-made UUID) makes a retry harmless. */
export const Decide = Type.Object(
  {
    fence: Type.Integer(),
    idempotencyKey: Type.String({ minLength: 8, maxLength: 64 }),
    act: OneOf(["close", "needs_info", "escalate"]),
    reason: Type.String({ maxLength: 4000 }),
    outcome: Type.Optional(Outcome),
    outOfScope: Type.Optional(OutOfScope),
    duplicateOf: Type.Optional(Type.String({ maxLength: 64 })),
    question: Type.Optional(Type.String({ maxLength: 2000 })),
    addressee: Type.Optional(Type.String({ maxLength: 200 })),
    due: Type.Optional(Type.String({ maxLength: 10 })),
    checklist: Type.Optional(Checklist),
    /** Hash of the guidance that the checklist was answered under. Another than the one in force is refused: the questions must be seen as they are. */
    guidance: Type.Optional(Type.String({ maxLength: 100 })),
  },
  { additionalProperties: false },
);
export const Decided = Type.Object({ decisionId: Id, state: FlagState, outcome: Nullable(Outcome), undoUntil: Time });
/** POST /api/flags/:id/undo → FlagDetail (claimed again by the same person) */
export const Undo = Type.Object({ decisionId: Id }, { additionalProperties: false });
/** POST /api/flags/:id/reopen → FlagDetail; supervisors, closed flags. */
export const Reopen = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 4000 }) }, { additionalProperties: false });
/** POST /api/flags/:id/identity → IdentityView; an audit row is written. */
export const OpenIdentity = Type.Object({ reason: UnmaskReason }, { additionalProperties: false });
// POST /api/flags/:id/recuse (no body) → 204; the flag is released and not offered to this person again.

// ── my day ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
/** A flag as the triage list shows it before a reading. `own`: held by the asker, or waiting because they asked. */
export const DayFlag = Type.Object({
  ...Type.Pick(FlagRow, ["id", "number", "text", "kind", "platform", "visibility", "region", "state", "holder", "mine", "deadline"]).properties,
  own: Type.Boolean(),
});
/** A flag that waits because the asker asked; notes are of this request only. */
export const DayWaiting = Type.Object({
  ...DayFlag.properties,
  question: Type.String(),
  addressee: Type.String(),
  /** YYYY-MM-DD */
  due: Type.String(),
  overdue: Type.Boolean(),
  askedAt: Time,
  reminders: Type.Integer(),
  reminded: Nullable(Type.Object({ by: Type.String(), at: Time })),
  answered: Nullable(Type.Object({ by: Type.String(), at: Time })),
});
/** GET /api/day → what waits for the asker, at most fifty rows a part; `counts` are true. `notices`: flags overdue, answered, lapsing or passed on and not taken up, each once. */
export const Day = Type.Object({
  claims: Type.Array(
    Type.Object({
      ...DayFlag.properties,
      until: Time,
      /** Who passed it on to the asker. */
      handed: Nullable(Type.Object({ by: Type.String(), at: Time })),
    }),
  ),
  waiting: Type.Array(DayWaiting),
  lapsing: Type.Array(DayFlag),
  /** Deadlines up to then are lapsing. */
  lapsingUntil: Time,
  /** Years on the way there whose public holidays are not known. */
  unknownYears: Type.Array(Type.Integer()),
  counts: Type.Object({
    claims: Type.Integer(),
    waiting: Type.Integer(),
    overdue: Type.Integer(),
    answered: Type.Integer(),
    lapsing: Type.Integer(),
    /** Passed on to the asker and not taken up yet. */
    handed: Type.Integer(),
    notices: Type.Integer(),
  }),
  lanes: LaneCounts,
  intake: Type.Object({ waiting: Type.Integer(), oldestAt: Nullable(Time) }),
  /** What waits for a supervisor; null for everybody else. Counts are true, `cases` the fifty whose limit ends first. */
  supervisor: Nullable(
    Type.Object({
      disputed: Type.Integer(),
      /** Second readings that nobody may take: nobody of the region is left who did not send, read or pass it on. */
      unreadable: Type.Integer(),
      /** Papers that stood on a link that was wrong. */
      corrections: Type.Integer(),
      /** Rule packs that were offered. */
      packs: Type.Integer(),
      /** One when the pack in force came with the program and nobody confirmed it. */
      unconfirmed: Type.Integer(),
      casesLapsing: Type.Integer(),
      cases: Type.Array(
        Type.Object({ id: Id, number: Type.String(), region: Type.String(), state: OneOf(CASE_STATES), clock: Type.String(), endsAt: Time }),
      ),
    }),
  ),
});
/** POST /api/flags/:id/answer → 204: what was answered, word for word, once a key. */
export const NoteAnswer = Type.Object(
  {
    idempotencyKey: Type.String({ minLength: 8, maxLength: 64 }),
    words: Type.String({ minLength: 1, maxLength: ANSWER_MAX }),
    from: OneOf(ANSWER_FROM),
  },
  { additionalProperties: false },
);
/** POST /api/flags/:id/reminder → 204: noted in the flag's history, once a key. */
export const NoteOnFlag = Type.Object({ idempotencyKey: Type.String({ minLength: 8, maxLength: 64 }) }, { additionalProperties: false });
export const HandoverView = Type.Object({
  id: Id,
  region: Type.String(),
  /** The region's name, or its code where none is known. */
  regionName: Type.String(),
  /** No names of people belong in it. */
  note: Type.String(),
  by: Type.String(),
  mine: Type.Boolean(),
  at: Time,
  /** Whether the asker ticked it; and everybody who did. */
  read: Type.Boolean(),
  readers: Type.Array(Type.Object({ by: Type.String(), at: Time })),
});
/** GET /api/handovers → notes of the last seven days in the asker's regions, newest first. */
export const HandoverList = Type.Object({ notes: Type.Array(HandoverView) });
/** POST /api/handovers → HandoverList. POST /api/handovers/:id/read (no body) → 204. */
export const LeaveHandover = Type.Object(
  {
    region: Type.String({ maxLength: 20 }),
    note: Type.String({ maxLength: 1000 }),
    idempotencyKey: Type.String({ minLength: 8, maxLength: 64 }),
  },
  { additionalProperties: false },
);

// ── cases ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
export const CaseState = OneOf(CASE_STATES);
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
export const CaseQuery = Type.Object(
  { which: Type.Optional(OneOf(["standing", "over"])), cursor: Type.Optional(Type.String({ pattern: "^\\d{1,18}$" })) },
  { additionalProperties: false },
);
/** GET /api/cases, newest first. */
export const CasePage = Type.Object({
  cases: Type.Array(CaseRow),
  counts: Type.Object({ standing: Type.Integer(), over: Type.Integer() }),
  next: Nullable(Type.String()),
});
const InBoth = Type.Object({ id: Type.String(), en: Type.String() });
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
  referredTo: Type.Optional(Nullable(Type.Array(Type.Object({ id: Type.String(), name: InBoth })))),
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
/** Whether others that rest on the same are looked for too, which is slow. */
export const GroupQuery = Type.Object({ suggest: Type.Optional(Type.Boolean()) }, { additionalProperties: false });
/** GET /api/flags/:id/group, once the own reading is saved. `suggestions`, where they were asked for: flags of others that rest on the same, of those that the asker sees beyond the reading. */
export const FlagGroup = Type.Object({
  group: Nullable(CaseGroupView),
  suggestions: Type.Array(Type.Object({ flag: CaseFlagRef, basis: OneOf(["file", "address", "words"]) })),
  /** Flags that rest on the same and that the asker has not read: counted alone. */
  unread: Type.Integer(),
});
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
    Type.Object({ id: Type.String(), name: InBoth, from: Type.String(), to: Nullable(Type.String()), source: Type.String(), note: Type.Boolean() }),
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
        asked: Type.Array(Type.Object({ id: OneOf(CHECKLIST), ask: InBoth })),
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
/** POST /api/cases/:id/replies → CaseDetail: what the person says, word for word. */
export const KeepReply = Type.Object(
  {
    idempotencyKey: Type.String({ minLength: 8, maxLength: 64 }),
    words: Type.String({ minLength: 1, maxLength: ANSWER_MAX }),
    givenOn: Type.String({ maxLength: 10 }),
  },
  { additionalProperties: false },
);
/** POST /api/flags/:id/group → FlagGroup: a group with this flag as its first. */
export const MakeGroup = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 120 }), reason: Type.String({ minLength: 1, maxLength: 1000 }) },
  { additionalProperties: false },
);
/** POST /api/flags/:id/group/members → FlagGroup: another flag, by its number, comes into this one's group. */
export const JoinGroup = Type.Object({ number: Type.String({ pattern: "^[Bb]-?0*\\d{1,15}$" }) }, { additionalProperties: false });
/** POST /api/flags/:id/group/leave → FlagGroup */
export const LeaveGroup = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 1000 }) }, { additionalProperties: false });

// ── captures ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
/** POST /api/captures/guess {url} → what a link alone tells; sent as a body so that no link stands in a URL. */
export const GuessUrl = Type.Object({ url: Type.String({ maxLength: 4000 }) }, { additionalProperties: false });
export const UrlGuess = Type.Object({
  platform: Nullable(PlatformName),
  handle: Nullable(Type.String()),
  kind: Nullable(PostKind),
  /** A capture of the same address that the asker may know about (own office). */
  duplicate: Nullable(Type.Object({ receiptNo: Type.String(), receivedAt: Time })),
});
/** Words with their time in a video or sound, in order. */
export const Transcript = Type.Object(
  {
    upload: Type.String({ maxLength: 64 }),
    lines: Type.Array(
      Type.Object(
        { atSeconds: Type.Integer({ minimum: 0, maximum: 86_400 }), text: Type.String({ minLength: 1, maxLength: 2000 }) },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 500 },
    ),
  },
  { additionalProperties: false },
);
export const Reporter = Type.Object(
  { name: Type.String({ maxLength: 200 }), contact: Type.String({ maxLength: 300 }), note: Type.String({ maxLength: 2000 }) },
  { additionalProperties: false },
);
/**
 * POST /api/captures. `clientId` is made on the phone (UUID): sending the same draft twice gives the same receipt.
 * Files are uploaded before, by the tus 1.0 protocol at /api/uploads (metadata: filename, filetype); their ids come here.
 */
export const SendCapture = Type.Object(
  {
    clientId: Type.String({ minLength: 8, maxLength: 64 }),
    url: Nullable(Type.String({ maxLength: 4000 })),
    platform: PlatformName,
    handle: Type.String({ minLength: 1, maxLength: 200 }),
    kind: PostKind,
    text: Type.String({ maxLength: 100_000 }),
    visibility: Visibility,
    /** Where and how it was visible, in the sender's words. */
    seenHow: Type.String({ maxLength: 2000 }),
    officeAccount: Type.Boolean(),
    /** Who uploaded a photo or video: the account's owner, or another person (then it is kept as a lead, never as that person's post). */
    uploader: OneOf(["owner", "other"]),
    seenAt: Time,
    origin: Origin,
    uploads: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 20 }),
    /** What a comment answers: the post above it, as far as it was seen. */
    parentUrl: Type.Optional(Nullable(Type.String({ maxLength: 4000 }))),
    parentText: Type.Optional(Type.String({ maxLength: 100_000 })),
    /** What is said in a video or a sound, typed with its time, by upload. */
    transcripts: Type.Optional(Type.Array(Transcript, { maxItems: 20 })),
    /** Who told the office. Sealed on arrival: never shown with the capture. Only with origin tip or complaint. */
    reporter: Type.Optional(Nullable(Reporter)),
    /** The own capture that was handed back and that this one replaces. */
    corrects: Type.Optional(Nullable(Id)),
  },
  { additionalProperties: false },
);
export const CaptureState = OneOf(["received", "returned", "rejected", "linked", "lead", "flagged"]);
export const CaptureView = Type.Object({
  id: Id,
  /** e.g. T-211126-0047: day, month, year, number of the day. */
  receiptNo: Type.String(),
  receivedAt: Time,
  kind: PostKind,
  platform: PlatformName,
  origin: Origin,
  files: Type.Integer(),
  /** received (awaits the second look) → returned | rejected | lead (kept, tied to nobody) | linked (evidence) → flagged (waits for a reader). */
  state: CaptureState,
  /** What the second person asked for or said; null while nobody looked. */
  note: Nullable(Type.String()),
});
/** GET /api/captures → own captures of the last 30 days, newest first, ≤ 100. */
export const CaptureList = Type.Object({ captures: Type.Array(CaptureView) });

// ── intake: the second look ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
export const LookAct = OneOf(["evidence", "lead", "returned", "rejected"]);
/** A region of a picture, as fractions of its width and height. */
export const MaskRect = Type.Object(
  {
    x: Type.Number({ minimum: 0, maximum: 1 }),
    y: Type.Number({ minimum: 0, maximum: 1 }),
    width: Type.Number({ minimum: 0, maximum: 1 }),
    height: Type.Number({ minimum: 0, maximum: 1 }),
  },
  { additionalProperties: false },
);
export const IntakeRow = Type.Object({
  id: Id,
  receiptNo: Type.String(),
  receivedAt: Time,
  seenAt: Time,
  kind: PostKind,
  platform: PlatformName,
  origin: Origin,
  visibility: Visibility,
  region: Type.String(),
  files: Type.Integer(),
  state: OneOf(["waiting", "evidence", "lead", "returned", "rejected"]),
  /** First name of who sent it. */
  by: Type.String(),
  /** The handle is a registered account of the asker's regions: as evidence it is filed there, else it can only be a lead. */
  registered: Type.Boolean(),
  /** How many other captures may show the same. */
  duplicates: Type.Integer(),
  /** Whether the asker may take the second look; the code says why not (`own-capture`, …). */
  mayLook: Type.Object({ ok: Type.Boolean(), code: Nullable(Type.String()) }),
});
export const IntakeQuery = Type.Object(
  { state: Type.Optional(OneOf(["waiting", "done"])), after: Type.Optional(Type.String({ maxLength: 200 })) },
  { additionalProperties: false },
);
/** GET /api/intake?state=waiting|done&after= → oldest first while waiting, newest first when done, ≤ 50. */
export const IntakePage = Type.Object({ captures: Type.Array(IntakeRow), waiting: Type.Integer(), next: Nullable(Type.String()) });
/**
 * GET /api/intake/:id. Holds no name and no NIP; the reporter stays sealed. GET /api/intake/:id/files/:fileId → the original bytes; an audit row is written.
 * Once looked at, both are for who sent it and who looked; for anybody else 403 `looked-already`.
 */
export const IntakeDetail = Type.Object({
  ...IntakeRow.properties,
  url: Nullable(Type.String()),
  handle: Type.String(),
  text: Type.String(),
  seenHow: Type.String(),
  officeAccount: Type.Boolean(),
  uploader: OneOf(["owner", "other"]),
  parentUrl: Nullable(Type.String()),
  parentText: Type.String(),
  transcripts: Type.Array(Transcript),
  fileList: Type.Array(
    Type.Object({
      id: Id,
      mediaType: Type.String(),
      bytes: Type.Integer(),
      sha256: Type.String(),
      /** What a machine read in the picture: a draft of the words, to be checked against it. */
      pictureText: Nullable(Type.Object({ text: Type.String(), confidence: Type.Integer({ minimum: 0, maximum: 100 }) })),
      masks: Type.Array(MaskRect),
    }),
  ),
  possibleDuplicates: Type.Array(
    Type.Object({ id: Id, receiptNo: Type.String(), receivedAt: Time, same: Type.Array(OneOf(["address", "file", "words"])) }),
  ),
  looks: Type.Array(Type.Object({ act: LookAct, note: Type.String(), by: Type.String(), at: Time })),
  reporterSealed: Type.Boolean(),
  addressCheck: Type.Object({
    /** Whether the asker may have the platform asked; the code says why not: `no-address`, `platform-closed`, `not-a-post`, or as in `mayLook`. */
    mayAsk: Type.Object({ ok: Type.Boolean(), code: Nullable(Type.String()) }),
    /** What the platform said when somebody asked last; null while nobody did. `missing` is no deletion, `unknown` no answer. */
    last: Nullable(Type.Object({ result: OneOf(["exists", "missing", "closed", "unknown"]), by: Type.String(), at: Time })),
  }),
});
/** POST /api/intake/:id/address-check → IntakeDetail. One request to the platform, which learns that somebody looked; an audit row is written. 409 `checked-just-now` within a minute. */
/** POST /api/intake/:id/look → IntakeDetail. Another person than the sender; a note is needed for everything but evidence. */
export const Look = Type.Object(
  {
    act: LookAct,
    note: Type.String({ maxLength: 2000 }),
    /** Words in the pictures or spoken in the files, checked by this person: read together with the post, and kept apart from its author's words. */
    mediaText: Type.String({ maxLength: 20_000 }),
    /** Regions of pictures that readers do not see; the original is kept. */
    masks: Type.Array(Type.Object({ fileId: Id, rects: Type.Array(MaskRect, { maxItems: 50 }) }, { additionalProperties: false }), { maxItems: 20 }),
  },
  { additionalProperties: false },
);
/** POST /api/intake/:id/reporter → Reporter; supervisors, with a reason; an audit row is written. */
export const OpenReporter = Type.Object({ reason: Type.String({ minLength: 3, maxLength: 1000 }) }, { additionalProperties: false });

// ── loans: readers lent to another region for a while ────────────────────────────────────────────────────────────────────────────────────
/** POST /api/loans → LoanView; supervisors of both regions, for an analyst. */
export const MakeLoan = Type.Object(
  {
    username: Type.String({ minLength: 1, maxLength: 100 }),
    region: Type.String({ minLength: 1, maxLength: 20 }),
    /** The last day, YYYY-MM-DD in Jakarta, at most 90 days ahead. */
    until: Type.String({ maxLength: 10 }),
    reason: Type.String({ minLength: 3, maxLength: 1000 }),
  },
  { additionalProperties: false },
);
export const LoanView = Type.Object({
  id: Id,
  username: Type.String(),
  /** First names. */
  name: Type.String(),
  by: Type.String(),
  region: Type.String(),
  reason: Type.String(),
  at: Time,
  until: Time,
  endedAt: Nullable(Time),
  running: Type.Boolean(),
});
/** GET /api/loans → newest first, ≤ 100. POST /api/loans/:id/end → 204. */
export const LoanList = Type.Object({ loans: Type.Array(LoanView) });

// ── team: what a reader has an interest in, the morning mail, and how readers agree ──────────────────────────────────────────────────────
/**
 * POST /api/recusals → InterestView. `which` is a handle or a whole NIP, the id of a flag (its civil servant is meant, and named to nobody), of an agency, or of a contest. For
 * another reader (`userId`) by a supervisor. In the body, since no URL may hold a handle or a NIP.
 */
export const EnterInterest = Type.Object(
  {
    userId: Type.Optional(Type.String({ format: "uuid" })),
    about: OneOf(["person", "flag", "agency", "contest"]),
    which: Type.String({ minLength: 1, maxLength: 200 }),
    /** First and last day, YYYY-MM-DD in Jakarta; from today, and until it is ended, where they are left out. */
    from: Type.Optional(Type.String({ maxLength: 10 })),
    to: Type.Optional(Type.String({ maxLength: 10 })),
  },
  { additionalProperties: false },
);
export const InterestView = Type.Object({
  id: Id,
  userId: Id,
  /** First names. */
  reader: Type.String(),
  by: Type.String(),
  mine: Type.Boolean(),
  about: OneOf(["person", "agency", "contest"]),
  /** Initials; null where the entry came from a flag. */
  person: Nullable(Type.String()),
  agency: Nullable(Type.String()),
  contestId: Nullable(Id),
  /** Of the flag that it was entered from. */
  flagNumber: Nullable(Type.String()),
  from: Type.String(),
  to: Nullable(Type.String()),
  at: Time,
  standing: OneOf(["running", "coming", "over"]),
  endedAt: Nullable(Time),
  endedBy: Nullable(Type.String()),
  mayEnd: Type.Boolean(),
});
/** GET /api/recusals → the asker's own, those that stand first. POST /api/recusals/:id/end → 204. */
export const InterestList = Type.Object({ interests: Type.Array(InterestView) });
/** GET /api/recusals/agencies → those of the asker's regions, by name, ≤ 500. */
export const AgencyList = Type.Object({ agencies: Type.Array(Type.Object({ id: Id, name: Type.String(), region: Type.String() })) });
/** GET /api/settings → the asker's own. `reportMail`: notices of drafts of reports; `mail`: whether this house sends mail at all. */
export const OwnSettings = Type.Object({
  address: Nullable(Type.String()),
  digest: Type.Boolean(),
  reportMail: Type.Boolean(),
  mail: Type.Boolean(),
});
/** PUT /api/settings/digest, PUT /api/settings/report-mail → OwnSettings; 409 `no-address` while nobody has set one. */
export const SetDigest = Type.Object({ on: Type.Boolean() }, { additionalProperties: false });
export const TeamMember = Type.Object({
  id: Id,
  username: Type.String(),
  name: Type.String(),
  role: Role,
  regions: Type.Array(Type.Object({ code: Type.String(), name: Type.String() })),
  /** Where the morning mail goes; null for who may not set it. */
  address: Nullable(Type.String()),
  digest: Type.Boolean(),
});
/** GET /api/team → people who work in the asker's regions, by name, and the recusal list of the regions. */
export const Team = Type.Object({ members: Type.Array(TeamMember), interests: Type.Array(InterestView), mail: Type.Boolean() });
/** PUT /api/team/:id/address → 204. */
export const SetAddress = Type.Object({ address: Nullable(Type.String({ maxLength: 254 })) }, { additionalProperties: false });
export const AgreementQuery = Type.Object({ weeks: Type.Optional(OneOf(["4", "12"])) }, { additionalProperties: false });
const Share = Type.Object({ n: Type.Integer(), of: Type.Integer(), low: Type.Number(), high: Type.Number() });
export const AgreementFigures = Type.Object({
  pairs: Type.Integer(),
  same: Share,
  ac1: Nullable(Type.Number()),
  disputed: Share,
  settled: Nullable(Type.Object({ close: Type.Integer(), escalate: Type.Integer(), needs_info: Type.Integer() })),
});
/** GET /api/team/agreement → how two readers agree, over full weeks that ended, by the database's clock. Cells that are too small have no figures; nothing is told of a person. */
export const Agreement = Type.Object({
  asOf: Time,
  /** First and last day, YYYY-MM-DD. */
  from: Type.String(),
  to: Type.String(),
  cells: Type.Array(Type.Object({ region: Type.String(), regionName: Type.String(), contestId: Nullable(Id), figures: Nullable(AgreementFigures) })),
});

// ── registry ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
export const LinkKind = OneOf(["declared", "agency_verified", "inferred"]);
/** Names as initials, handles by their first letters, of a NIP its end: whole ones only by POST /api/registry/people/:id/identity. */
export const RegistryAccountRow = Type.Object({
  id: Id,
  platform: PlatformName,
  handle: Type.String(),
  link: LinkKind,
  revoked: Type.Boolean(),
  flags: Type.Integer(),
});
export const RegistryPerson = Type.Object({
  id: Id,
  initials: Type.String(),
  nipEnd: Nullable(Type.String()),
  region: Type.String(),
  employment: Nullable(OneOf(["pns", "pppk", "pppk_part_time", "non_asn"])),
  roleClass: Nullable(Type.String()),
  agency: Nullable(Type.String()),
  notCivilServant: Type.Boolean(),
  accounts: Type.Array(RegistryAccountRow),
});
/** GET /api/registry/people?cursor= : newest first, 50 a page. */
export const RegistryQuery = Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 200 })) }, { additionalProperties: false });
export const RegistryPeople = Type.Object({ people: Type.Array(RegistryPerson), next: Nullable(Type.String()) });
/** POST /api/registry/search → RegistryPeople, ≤ 50: a handle as it is or was, a whole NIP, or an id. In the body, since no URL may hold one. */
export const RegistrySearch = Type.Object({ words: Type.String({ minLength: 2, maxLength: 200 }) }, { additionalProperties: false });
/** GET /api/registry/accounts/:id */
export const RegistryAccount = Type.Object({
  ...RegistryAccountRow.properties,
  region: Type.String(),
  person: Type.Object({ id: Id, initials: Type.String(), nipEnd: Nullable(Type.String()) }),
  /** The letter or declaration, or the receipt of a tip. */
  linkSource: Type.String(),
  linkedAt: Time,
  revokedAt: Nullable(Time),
  /** When an inferred link ends by itself. */
  expiresAt: Nullable(Time),
  contestId: Nullable(Id),
  state: OneOf(["active", "private", "suspended", "deactivated", "deleted"]),
  openFlags: Type.Integer(),
  /** Newest first. */
  handles: Type.Array(
    Type.Object({
      handle: Type.String(),
      from: Time,
      to: Nullable(Time),
      knownBy: OneOf(["register", "person", "platform"]),
      evidence: Nullable(Type.String()),
    }),
  ),
  /** `by`: first name; null for an import. */
  evidence: Type.Array(Type.Object({ kind: OneOf(LINK_ATTRIBUTES), source: Type.String(), at: Time, by: Nullable(Type.String()) })),
});
/** POST /api/registry/people/:id/identity {reason} → RegistryIdentity; an audit row is written. Handles newest first. */
export const RegistryIdentity = Type.Object({
  name: Type.String(),
  nipEnd: Nullable(Type.String()),
  accounts: Type.Array(Type.Object({ id: Id, handles: Type.Array(Type.String()) })),
  openedAt: Time,
  reason: UnmaskReason,
});
/** POST /api/registry/accounts/:id/revocation/preview {notACivilServant} → Cascade: the whole work, taken back. */
export const PreviewRevocation = Type.Object({ notACivilServant: Type.Boolean() }, { additionalProperties: false });
/** What follows, or would follow, from revoking a link. `purged` is null while captures are kept. */
export const RevocationCascade = Type.Object({
  flags: Type.Integer(),
  corrections: Type.Integer(),
  purged: Nullable(Type.Object({ captures: Type.Integer(), versions: Type.Integer(), files: Type.Integer() })),
});
/** POST /api/registry/accounts/:id/revocation → Cascade. `seen` is what the preview said: 409 `cascade-changed` when it would be something else now. */
export const RevokeAccount = Type.Object(
  { notACivilServant: Type.Boolean(), reason: Type.String({ minLength: 3, maxLength: 1000 }), seen: RevocationCascade },
  { additionalProperties: false },
);
export const CorrectionView = Type.Object({
  id: Id,
  kind: OneOf(["report", "case", "packet", "passport"]),
  /** A report's or a case's id; of an export the id of its audit event. */
  objectId: Type.String(),
  region: Type.String(),
  cause: OneOf(["link_revoked", "not_civil_servant"]),
  reason: Type.String(),
  foundAt: Time,
});
/** GET /api/registry/corrections: what waits, oldest first, ≤ 1,000. */
export const CorrectionList = Type.Object({ corrections: Type.Array(CorrectionView) });
/** POST /api/registry/corrections/:id/settled → 204 */
export const SettleCorrection = Type.Object({ note: Type.String({ minLength: 3, maxLength: 1000 }) }, { additionalProperties: false });
/** POST /api/registry/import : the file's own bytes as the body. Without `confirms` nothing is saved; with the preview's digest it is, or 409 `preview-changed`. */
export const ImportQuery = Type.Object(
  { kind: OneOf(REGISTER_KINDS), confirms: Type.Optional(Type.String({ pattern: "^[0-9a-f]{64}$" })) },
  { additionalProperties: false },
);
export const RegisterImport = Type.Object({
  added: Type.Integer(),
  changed: Type.Integer(),
  unchanged: Type.Integer(),
  /** The first 500 rows that are new or changed, in the file's order. */
  rows: Type.Array(
    Type.Object({
      line: Type.Integer(),
      outcome: OneOf(["new", "changed"]),
      nipEnd: Nullable(Type.String()),
      changes: Type.Array(Type.Object({ field: Type.String(), from: Nullable(Type.String()), to: Nullable(Type.String()) })),
    }),
  ),
  problems: Type.Array(Type.Object({ at: Type.String(), what: Type.String(), remedy: Type.String() })),
  /** Rows to look at again. */
  unissued: Type.Array(Type.Integer()),
  byNameAlone: Type.Array(Type.Integer()),
  revokedBefore: Type.Array(Type.Integer()),
  digest: Type.String(),
  saved: Type.Boolean(),
});

// ── reports ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
export const ReportView = Type.Object({
  id: Id,
  /** ISO week, 2026-W47 (Asia/Jakarta); null for a span of days. */
  week: Nullable(Type.String()),
  region: Type.String(),
  regionName: Type.String(),
  from: Time,
  /** The first instant after it. */
  to: Time,
  asOf: Time,
  /** A made report is a draft until a supervisor makes it final. */
  state: OneOf(["waiting", "draft", "finalizing", "final", "failed"]),
  /** How far the making is: the step, how many are done, of how many; null while nobody began, and when nothing is made. */
  progress: Nullable(Type.Object({ step: OneOf(["facts", "document", "compare", "forms"]), done: Type.Integer(), total: Type.Integer() })),
  requestedBy: Nullable(Type.String()),
  scheduled: Type.Boolean(),
  version: Type.Integer(),
  /** The final version that this one corrects; null for one that corrects none. */
  corrects: Nullable(Type.Integer()),
  /** A newer final version than this one; null without. */
  correctedBy: Nullable(Type.Integer()),
  finalAt: Nullable(Time),
  finalBy: Nullable(Type.String()),
  /** Whether a draft may become final: its week or days were over, and it corrects the newest final version, or there is none. */
  mayBeFinal: Nullable(OneOf(["yes", "not_over", "superseded"])),
  /** Its noughts say that nothing was looked at, not that there was nothing: no account was registered, or none of them was watched. Null where some were, and until there is a draft. */
  unwatched: Nullable(OneOf(["no_accounts", "not_watched"])),
  /** As of when its shareable edition counts, which is another time than `asOf`; null where it has none. */
  shareableAsOf: Nullable(Time),
  /** The last attempt to make it final was given up; it is a draft as before. */
  finalFailed: Type.Boolean(),
  files: Type.Array(Type.Object({ name: Type.String(), mediaType: Type.String(), bytes: Type.Integer(), sha256: Type.String() })),
  /** The one-minute summary; null until there is a draft. */
  summary: Nullable(
    Type.Object({
      posts: Type.Integer(),
      accounts: Type.Integer(),
      opened: Type.Integer(),
      /** Closed and escalated together. */
      decided: Type.Integer(),
      closed: Type.Integer(),
      escalated: Type.Integer(),
      backlog: Type.Integer(),
    }),
  ),
});
/** A row's cell, as in docs/report: null for no figure. */
const ReportFigure = Type.Union([Type.Number(), Type.String(), Type.Array(Type.Number()), Type.Object({ hidden: Type.Literal(true) }), Type.Null()]);
/** GET /api/reports/:id */
export const ReportDetail = Type.Object({
  ...ReportView.properties,
  /** A supervisor's words; `noteRevision` is sent back with whatever changes or rests on them. */
  note: Nullable(Type.String()),
  noteRevision: Type.Integer(),
  noteBy: Nullable(Type.String()),
  noteAt: Nullable(Time),
  /** Why it corrects, and which figures it tells differently; `changes` null: the older version cannot be compared, this one is not made yet, or the asker may not take its files. */
  correction: Nullable(
    Type.Object({
      why: Type.String(),
      /** As of when the version that it corrects counts: what came between the two times changes figures too. */
      asOf: Nullable(Time),
      changes: Nullable(
        Type.Array(
          Type.Object({
            table: Type.String(),
            key: Type.Array(Nullable(Type.String())),
            column: Type.String(),
            from: ReportFigure,
            to: ReportFigure,
          }),
        ),
      ),
      more: Type.Integer(),
    }),
  ),
});
/** GET /api/reports: ≤ 200, newest days first; `today` in Jakarta. */
export const ReportList = Type.Object({ reports: Type.Array(ReportView), currentWeek: Type.String(), today: Type.String() });
/**
 * POST /api/reports → ReportView (state waiting). A week, or two days of at most 400, both of them included. Where a final version stands it needs a reason: 409 `correction-needs-reason`;
 * where none does it takes none: 422 `nothing-to-correct`; 409 `report-finalizing` while one is being made final.
 */
export const RequestReport = Type.Object(
  {
    week: Type.Optional(Type.String({ maxLength: 8 })),
    from: Type.Optional(Type.String({ maxLength: 10 })),
    to: Type.Optional(Type.String({ maxLength: 10 })),
    region: Type.String({ maxLength: 20 }),
    reason: Type.Optional(Type.String({ maxLength: CORRECTION_REASON_MAX })),
  },
  { additionalProperties: false },
);
/** PUT /api/reports/:id/note → ReportDetail. Empty words take it away. 409 `report-not-a-draft`, `note-changed`; 422 `words-…`. */
export const WriteReportNote = Type.Object(
  { note: Type.String({ maxLength: REPORT_NOTE_MAX }), noteRevision: Type.Integer({ minimum: 0 }) },
  { additionalProperties: false },
);
/**
 * POST /api/reports/:id/final → ReportDetail (state finalizing). 409 `report-not-a-draft`, `note-changed`, `report-not-over`, `report-superseded`, `report-finalizing`; `report-unwatched` for
 * one whose `unwatched` says why nothing was seen, until `acknowledgeUnwatched` says that this is known.
 */
export const FinalizeReport = Type.Object(
  { noteRevision: Type.Integer({ minimum: 0 }), acknowledgeUnwatched: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);
// GET /api/reports/:id → ReportDetail; GET /api/reports/:id/files/:name → stored bytes, attachment, ETag = sha256

// ── exports: lists and sets as files, made in the background ────────────────────────────────────────────────────────────────
const ExportDay = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" });
const ExportRegion = Type.String({ maxLength: 20 });
const ListFormat = OneOf(["csv", "xlsx"]);
const FilterNumbers = Type.Array(Type.Integer({ minimum: 1, maximum: 999_999_999 }), { maxItems: 200, uniqueItems: true });
/** Codes, numbers and days alone: a filter is kept, and nobody's words are kept with it. Days are of Asia/Jakarta, both included. */
const FlagListFilter = Type.Object(
  {
    region: ExportRegion,
    contest: Type.Optional(Type.String({ pattern: "^[a-z0-9-]{1,64}$" })),
    platform: Type.Optional(PlatformName),
    origin: Type.Optional(Origin),
    state: Type.Optional(FlagState),
    from: Type.Optional(ExportDay),
    to: Type.Optional(ExportDay),
  },
  { additionalProperties: false },
);
const AuditFilter = Type.Object(
  {
    region: ExportRegion,
    /** `flag.claimed`, or `flag` for every act on flags. */
    act: Type.Optional(Type.String({ pattern: "^[a-z0-9-]{1,32}(\\.[a-z0-9-]{1,32})?$" })),
    from: Type.Optional(ExportDay),
    to: Type.Optional(ExportDay),
  },
  { additionalProperties: false },
);
const SetFilter = Type.Object(
  { region: ExportRegion, reason: OneOf(PASSPORT_REASONS), flags: FilterNumbers, cases: FilterNumbers },
  { additionalProperties: false },
);
/** POST /api/exports and POST /api/exports/estimate. Asking needs a fresh sign-in: 403 `confirm-first`. */
export const AskExport = Type.Union([
  Type.Object({ kind: Type.Literal("flags"), format: ListFormat, filter: FlagListFilter }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal("audit"), format: ListFormat, filter: AuditFilter }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal("evidence"), format: Type.Literal("zip"), filter: SetFilter }, { additionalProperties: false }),
]);
export const ExportEstimate = Type.Object({
  /** Rows as it stands now; of a set its flags and cases. */
  rows: Type.Integer(),
  needsApproval: Type.Boolean(),
  /** Why it would be refused now: a problem's code. */
  refused: Nullable(Type.String()),
});
export const ExportView = Type.Object({
  id: Id,
  kind: OneOf(EXPORT_KINDS),
  format: OneOf(["csv", "xlsx", "zip"]),
  region: Type.String(),
  regionName: Type.String(),
  /** What it is narrowed to, by name of the field. A set tells how many flags and cases. */
  filter: Type.Record(Type.String(), Type.Union([Type.String(), Type.Integer()])),
  state: OneOf(EXPORT_STATES),
  mine: Type.Boolean(),
  /** First name. */
  askedBy: Type.String(),
  askedAt: Time,
  expected: Type.Integer(),
  needsApproval: Type.Boolean(),
  /** Who said yes or no, by first name. */
  decidedBy: Nullable(Type.String()),
  /** Whether this person may say yes or no now. */
  mayDecide: Type.Boolean(),
  done: Type.Integer(),
  /** Null until it was counted. */
  total: Nullable(Type.Integer()),
  /** When its rows were chosen. */
  asOf: Nullable(Time),
  expiresAt: Nullable(Time),
  /** Of the finished file. */
  file: Nullable(Type.Object({ rows: Type.Integer(), bytes: Type.Integer(), sha256: Type.String() })),
  failedCode: Nullable(Type.String()),
});
/** GET /api/exports: own ones, and those that wait for a second person's word or had it. */
export const ExportList = Type.Object({
  exports: Type.Array(ExportView),
  /** What this person may ask for. */
  offers: Type.Array(
    Type.Object({
      kind: OneOf(EXPORT_KINDS),
      formats: Type.Array(OneOf(["csv", "xlsx", "zip"])),
      exportsLeft: Type.Integer(),
      rowsLeft: Type.Integer(),
      aloneUpTo: Type.Integer(),
    }),
  ),
  /** When a quota that is used up is free again. */
  freeAt: Time,
  keptDays: Type.Integer(),
  /** Whether the sign-in is fresh enough to ask for one and to fetch one; see `confirm-first`. */
  confirmed: Type.Boolean(),
});
// POST /api/exports/:id/approve | refuse | cancel → ExportView
// GET /api/exports/:id/file → the file's bytes, attachment, ETag = sha256; takes Range and If-Range, so that a download that broke off goes on. Needs a fresh sign-in.
// ── overview: the running week by the report's own figures, and what stands behind each ─────────────────────────────────────────────────────
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
/** This week, and the week before as of its closing. */
const ThisAndLast = Type.Object({ now: OverviewNumber, before: OverviewNumber });
/** How a candidate stands on the ballot; nobody for the empty box. */
const OnBallot = { number: Nullable(Type.Integer()), people: Type.Array(Type.String()), emptyBox: Type.Boolean() };
const OverviewShare = {
  /** From 0 to 1, with Wilson's 95% limits; null without any decision. */
  share: Nullable(Type.Number()),
  interval: Nullable(Type.Array(Type.Number(), { minItems: 2, maxItems: 2 })),
  /** False under twenty decisions: "not enough yet". */
  enough: Type.Boolean(),
};
/**
 * GET /api/overview?region= → the running week so far, as of the last full five minutes, from the document that a report of the same week and time is written from; closed weeks from their stored
 * reports. ETag; `If-None-Match` → 304. Of candidates and rules it tells what was decided, never what merely was flagged.
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
  /** Hours from a flag to the first act on it, by the middle one of those whose first act lies in the week; null where nothing was decided. */
  median: Type.Object({ now: Nullable(Type.Number()), before: Nullable(Type.Number()), measured: ThisAndLast }),
  /** What the desk decided on a working day of the last four closed weeks that are known; null while under two weeks or under twenty decisions are. */
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
  /** The twelve weeks before this one, oldest first. Null: no report of the whole week is stored, which is not nought. */
  weeks: Type.Array(
    Type.Object({
      week: Type.String(),
      from: Time,
      to: Time,
      report: Nullable(
        Type.Object({ id: Id, version: Type.Integer(), asOf: Time, watched: Type.Integer(), opened: OverviewNumber, decided: OverviewNumber }),
      ),
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
          decided: OverviewNumber,
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
        name: Nullable(InBoth),
        decided: OverviewNumber,
        escalated: OverviewNumber,
        ...OverviewShare,
      }),
    ),
  ),
  /** What is known only from a time on: figures of before are too low. */
  knownSince: Type.Array(Type.Object({ what: Type.String(), since: Time })),
});
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
export const CountedPage = Type.Object({
  flags: Type.Array(FlagRow),
  /** About whom they are, where the figure is a candidate's. */
  candidate: Nullable(Type.Object(OnBallot)),
  /** The contest and the rule that the figure is of; null for others. */
  contest: Nullable(Type.String()),
  rule: Nullable(InBoth),
  countsBy: CountedBy,
  /** As the figure says. */
  counted: Type.Integer(),
  /** Rows of the whole list: fewer where the asker is kept from some, or some are being read again. */
  shown: Type.Integer(),
  next: Nullable(Type.String()),
});
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
export const CoveragePage = Type.Object({
  accounts: Type.Array(Type.Object({ id: Id, region: Type.String(), standing: OneOf([...ACCOUNT_STANDINGS]) })),
  shown: Type.Integer(),
  next: Nullable(Type.String()),
});

// ── rules: words that readers propose, one draft, and what it would change ────────────────────────────────────────────────
const Points = Type.Number({ minimum: 0, maximum: 10 });
const PackName = Type.Object({ id: Type.String(), version: Type.Integer() });
/** GET /api/rules/categories: what a proposed word may do, as the pack in force has it. */
export const TermCategories = Type.Object({
  pack: PackName,
  categories: Type.Array(
    Type.Object({
      id: Type.String(),
      side: OneOf(["support", "oppose", "against"]),
      title: Type.Object({ id: Type.String(), en: Type.String() }),
      /** Counts only beside a candidate's name or number. */
      needsCandidate: Type.Boolean(),
    }),
  ),
});
/** Language alone: no flag, no name of a proposer. */
export const ProposalView = Type.Object({
  id: Id,
  term: Type.String(),
  category: Type.String(),
  condition: Type.String(),
  note: Type.String(),
  state: OneOf(["waiting", "accepted", "declined"]),
  role: Role,
  at: Time,
  reason: Type.String(),
});
/** One change of a draft; the classifier's schema checks it. `lexicon` is a file of the pack. */
export const TermChangeView = Type.Object(
  {
    op: OneOf(["add", "change", "remove"]),
    lexicon: Type.String({ maxLength: 90 }),
    term: Type.String({ minLength: 1, maxLength: 120 }),
    weight: Type.Optional(Points),
    note: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    source: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
    stem: Type.Optional(Type.Boolean()),
    vouches: Type.Optional(Type.Union([Type.Boolean(), Type.Literal("half")])),
    proposalId: Type.Optional(Type.String({ format: "uuid" })),
  },
  { additionalProperties: false },
);
export const TermView = Type.Object({
  lexicon: Type.String(),
  term: Type.String(),
  weight: Points,
  note: Type.String(),
  source: Type.String(),
  stem: Type.Optional(Type.Boolean()),
  vouches: Type.Optional(Type.Union([Type.Boolean(), Type.Literal("half")])),
});
/** GET /api/rules */
export const RulesView = Type.Object({
  /** Newest first. `by` and `confirmedBy` are user names; null for the system. */
  packs: Type.Array(
    Type.Object({
      hash: Type.String(),
      ...PackName.properties,
      /** `refused` by a supervisor: it is not offered again. */
      state: OneOf(["draft", "refused", "shadow", "live", "retired"]),
      publishedAt: Time,
      by: Nullable(Type.String()),
      confirmedAt: Nullable(Time),
      confirmedBy: Nullable(Type.String()),
    }),
  ),
  /** The version that one step back would put in force. */
  previous: Nullable(PackName),
  proposals: Type.Array(ProposalView),
  draft: Nullable(Type.Object({ id: Id, state: OneOf(["open", "offered"]), changes: Type.Integer() })),
  lexicons: Type.Array(
    Type.Object({
      path: Type.String(),
      category: Type.String(),
      side: OneOf(["support", "oppose", "against", "context"]),
      title: Type.Object({ id: Type.String(), en: Type.String() }),
      terms: Type.Integer(),
    }),
  ),
});
/** GET /api/rules/terms: the whole installation's counts. `precision` is null without a verdict; `enough` from 20 on. */
export const TermQuality = Type.Object({
  rows: Type.Array(
    Type.Object({
      kind: OneOf(["term", "rule"]),
      lexicon: Type.String(),
      name: Type.String(),
      fits: Type.Integer(),
      unfit: Type.Integer(),
      notPartisan: Type.Integer(),
      escalated: Type.Integer(),
      precision: Nullable(Type.Object({ n: Type.Integer(), share: Type.Number(), low: Type.Number(), high: Type.Number(), enough: Type.Boolean() })),
    }),
  ),
});
export const ComparisonView = Type.Object({
  id: Id,
  state: OneOf(["waiting", "running", "done", "failed"]),
  /** True while the draft and the pack in force are what was compared. */
  current: Type.Boolean(),
  done: Type.Integer(),
  total: Type.Integer(),
  askedAt: Time,
  finishedAt: Nullable(Time),
  figures: Nullable(
    Type.Object({
      rows: Type.Integer(),
      decided: Type.Integer(),
      /** Escalated, and no longer found. */
      missed: Type.Integer(),
      /** Closed as not partisan, and no longer flagged. */
      spared: Type.Integer(),
      /** Flagged now, and decided by nobody. */
      fresh: Type.Integer(),
      gained: Type.Integer(),
      lost: Type.Integer(),
      changed: Type.Integer(),
      perDay: Type.Object({ days: Type.Integer(), before: Type.Number(), after: Type.Number() }),
      /** In ballot order, contest by contest; `name` null for texts that name nobody. */
      candidates: Type.Array(
        Type.Object({
          contestId: Id,
          number: Nullable(Type.Integer()),
          name: Nullable(Type.String()),
          flaggedBefore: Type.Integer(),
          flaggedAfter: Type.Integer(),
          gained: Type.Integer(),
          lost: Type.Integer(),
        }),
      ),
    }),
  ),
  /** Missed texts that nobody has opened. */
  unread: Type.Integer(),
});
/** GET /api/rules/drafts/:id */
export const DraftView = Type.Object({
  id: Id,
  base: PackName,
  /** The number it was offered under last. */
  version: Nullable(Type.Integer()),
  state: OneOf(["open", "offered", "live", "dropped"]),
  /** How far it is: a draft, compared as it stands, before a supervisor, in force. */
  step: OneOf(["draft", "shadow", "approval", "live", "dropped"]),
  revision: Type.Integer(),
  /** Another version is in force than the one that was changed. */
  stale: Type.Boolean(),
  changes: Type.Array(
    Type.Object({
      ...TermChangeView.properties,
      /** The weight it has in the pack beneath. */
      was: Nullable(Points),
      proposal: Nullable(Type.Object({ role: Role, at: Time })),
    }),
  ),
  problems: Type.Array(
    Type.Object({ severity: OneOf(["error", "warning"]), path: Type.String(), line: Nullable(Type.Integer()), message: Type.String() }),
  ),
  changedAt: Time,
  note: Type.String(),
  refusal: Nullable(Type.Object({ at: Time, reason: Type.String() })),
  comparison: Nullable(ComparisonView),
});
/** POST /api/rules/drafts → DraftView: begins one, or goes on with the one there is. PUT /api/rules/drafts/:id → DraftView, all changes at once; 409 `draft-changed`. */
export const SaveDraft = Type.Object(
  { revision: Type.Integer({ minimum: 1 }), changes: Type.Array(TermChangeView, { maxItems: 200 }) },
  { additionalProperties: false },
);
/** POST /api/rules/lookup → terms of the pack in force that hold these words, ≤ 30. */
export const LookupTerms = Type.Object({ words: Type.String({ minLength: 2, maxLength: 120 }) }, { additionalProperties: false });
export const FoundTerms = Type.Object({ terms: Type.Array(TermView) });
/** POST /api/rules/drafts/:id/try → TryResult. The text stands in no log and is not kept. */
export const TryText = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: 5000 }), contestId: Type.Optional(Id) },
  { additionalProperties: false },
);
const TryReading = Type.Object({
  stance: OneOf(["support", "oppose", "neutral"]),
  scoreTenths: Type.Integer(),
  thresholdTenths: Type.Integer(),
  flagged: Type.Boolean(),
  signals: Type.Array(SignalView),
});
export const TryResult = Type.Object({ contestId: Id, before: TryReading, after: TryReading });
/** GET /api/rules/drafts/:id/samples?kind= */
export const SampleQuery = Type.Object({ kind: OneOf(["missed", "spared", "fresh"]) }, { additionalProperties: false });
export const SampleList = Type.Object({
  samples: Type.Array(
    Type.Object({
      id: Id,
      kind: OneOf(["missed", "spared", "fresh"]),
      contestId: Id,
      decidedAt: Nullable(Time),
      tenthsBefore: Type.Integer(),
      tenthsAfter: Type.Integer(),
      read: Type.Boolean(),
    }),
  ),
  /** Of this kind, left out because the recusal list keeps them from the asker. */
  recused: Type.Integer(),
});
const SampleSaid = Type.Object({ stance: OneOf(["support", "oppose", "neutral"]), flagged: Type.Boolean(), scoreTenths: Type.Integer() });
/** POST /api/rules/samples/:id/read → the text with names, handles, addresses and long numbers covered; null when its words are no longer kept. An audit row is written. */
export const SampleView = Type.Object({
  text: Nullable(Type.String()),
  before: Nullable(SampleSaid),
  after: Nullable(SampleSaid),
  marks: Type.Array(Type.Object({ start: Type.Integer(), end: Type.Integer(), by: OneOf(["before", "after"]) })),
});
/** POST /api/rules/drafts/:id/(offer|approve) → DraftView; the note goes to the audit trail, so no names. */
export const PackNote = Type.Object({ note: Type.String({ maxLength: 500 }) }, { additionalProperties: false });
/** POST /api/rules/drafts/:id/refuse → DraftView, POST /api/rules/back → RulesView, POST /api/rules/proposals/:id/decline → 204 */
export const PackReason = Type.Object({ reason: Type.String({ minLength: 3, maxLength: 500 }) }, { additionalProperties: false });

// ── status ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
/**
 * GET /api/health and /api/health/ready, open to all: 200 when `ok`, 503 otherwise. `checks` only when something is not as it should be; a queue that is away
 * makes nothing unready, since it is only a hint.
 */
export const Health = Type.Object({
  status: OneOf(["ok", "starting", "degraded", "stopping"]),
  checks: Type.Optional(Type.Object({ database: OneOf(["ok", "away", "other_schema"]), queue: OneOf(["ok", "away"]) })),
});
/** GET /api/health/live, open to all: 200 as long as the process turns; asks nobody. */
export const Live = Type.Object({ status: OneOf(["ok"]) });
/** GET /api/status: numbers only, no names. */
export const Status = Type.Object({
  pack: Nullable(Type.Object({ id: Type.String(), version: Type.Integer(), hash: Type.String(), confirmed: Type.Boolean(), publishedAt: Time })),
  contests: Type.Integer(),
  accounts: Type.Integer(),
  /** Registered accounts that nothing is fetched for, and why: what we could not see. */
  notWatched: Type.Array(Type.Object({ why: Type.String(), accounts: Type.Integer() })),
  /** Platforms that the office opened for questions whether a post is still there; mostly none. */
  addressChecks: Type.Array(PlatformName),
  posts: Type.Object({ seen: Type.Integer(), pending: Type.Integer(), quarantined: Type.Integer(), drift: Type.Integer() }),
  queue: Type.Array(Type.Object({ name: Type.String(), waiting: Type.Integer(), active: Type.Integer(), failed: Type.Integer() })),
  lastFetchAt: Nullable(Time),
  /** How well what is kept is guarded. `round` is the walk that compares kept bytes with their hashes; `finishedAt` is null while one runs. */
  evidence: Type.Object({
    round: Nullable(Type.Object({ startedAt: Time, finishedAt: Nullable(Time), checked: Type.Integer(), total: Type.Integer() })),
    faults: Type.Integer(),
    checkpointAt: Nullable(Time),
    sealedAt: Nullable(Time),
    waiting: Type.Integer(),
  }),
  roles: Type.Array(Type.String()),
});
// POST /api/rules/packs/:hash/confirm (no body) → 204

export type Role = Static<typeof Role>;
export type Session = Static<typeof Session>;
export type SignIn = Static<typeof SignIn>;
export type ContestView = Static<typeof ContestView>;
export type CandidateView = Static<typeof CandidateView>;
export type ContestList = Static<typeof ContestList>;
export type Lane = Static<typeof Lane>;
export type FlagQuery = Static<typeof FlagQuery>;
export type FlagRow = Static<typeof FlagRow>;
export type FlagPage = Static<typeof FlagPage>;
export type FlagStanding = Static<typeof FlagStanding>;
export type FlagStandings = Static<typeof FlagStandings>;
export type SearchFlags = Static<typeof SearchFlags>;
export type FoundFlag = Static<typeof FoundFlag>;
export type SearchResult = Static<typeof SearchResult>;
export type ViewFilters = Static<typeof ViewFilters>;
export type KeepView = Static<typeof KeepView>;
export type SavedView = Static<typeof SavedView>;
export type SavedViews = Static<typeof SavedViews>;
export type LaneCounts = Static<typeof LaneCounts>;
export type VersionView = Static<typeof VersionView>;
export type SignalView = Static<typeof SignalView>;
export type MachineView = Static<typeof MachineView>;
export type JudgeSpans = Static<typeof JudgeSpans>;
export type ProposeTerm = Static<typeof ProposeTerm>;
export type ReadingView = Static<typeof ReadingView>;
export type DecisionView = Static<typeof DecisionView>;
export type IdentityView = Static<typeof IdentityView>;
export type AccountView = Static<typeof AccountView>;
export type GuidanceView = Static<typeof GuidanceView>;
export type ParentView = Static<typeof ParentView>;
export type FlagDetail = Static<typeof FlagDetail>;
export type AlikeFlag = Static<typeof AlikeFlag>;
export type AlikeList = Static<typeof AlikeList>;
export type Together = Static<typeof Together>;
export type MakePassport = Static<typeof MakePassport>;
export type VerifierKeyView = Static<typeof VerifierKeyView>;
export type Lease = Static<typeof Lease>;
export type Colleagues = Static<typeof Colleagues>;
export type PassOn = Static<typeof PassOn>;
export type PassedOn = Static<typeof PassedOn>;
export type SaveReading = Static<typeof SaveReading>;
export type Decide = Static<typeof Decide>;
export type Decided = Static<typeof Decided>;
export type OpenIdentity = Static<typeof OpenIdentity>;
export type DayFlag = Static<typeof DayFlag>;
export type DayWaiting = Static<typeof DayWaiting>;
export type Day = Static<typeof Day>;
export type NoteAnswer = Static<typeof NoteAnswer>;
export type CaseState = Static<typeof CaseState>;
export type CaseRow = Static<typeof CaseRow>;
export type CaseQuery = Static<typeof CaseQuery>;
export type CasePage = Static<typeof CasePage>;
export type CaseEvent = Static<typeof CaseEvent>;
export type CaseGroupView = Static<typeof CaseGroupView>;
export type FlagGroup = Static<typeof FlagGroup>;
export type CaseDetail = Static<typeof CaseDetail>;
export type TakeStep = Static<typeof TakeStep>;
export type KeepReply = Static<typeof KeepReply>;
export type MakeGroup = Static<typeof MakeGroup>;
export type JoinGroup = Static<typeof JoinGroup>;
export type LeaveGroup = Static<typeof LeaveGroup>;
export type HandoverView = Static<typeof HandoverView>;
export type HandoverList = Static<typeof HandoverList>;
export type LeaveHandover = Static<typeof LeaveHandover>;
export type UrlGuess = Static<typeof UrlGuess>;
export type SendCapture = Static<typeof SendCapture>;
export type CaptureView = Static<typeof CaptureView>;
export type CaptureList = Static<typeof CaptureList>;
export type Transcript = Static<typeof Transcript>;
export type Reporter = Static<typeof Reporter>;
export type LookAct = Static<typeof LookAct>;
export type MaskRect = Static<typeof MaskRect>;
export type IntakeQuery = Static<typeof IntakeQuery>;
export type IntakeRow = Static<typeof IntakeRow>;
export type IntakePage = Static<typeof IntakePage>;
export type IntakeDetail = Static<typeof IntakeDetail>;
export type Look = Static<typeof Look>;
export type MakeLoan = Static<typeof MakeLoan>;
export type LoanView = Static<typeof LoanView>;
export type LoanList = Static<typeof LoanList>;
export type EnterInterest = Static<typeof EnterInterest>;
export type InterestView = Static<typeof InterestView>;
export type InterestList = Static<typeof InterestList>;
export type AgencyList = Static<typeof AgencyList>;
export type OwnSettings = Static<typeof OwnSettings>;
export type Team = Static<typeof Team>;
export type TeamMember = Static<typeof TeamMember>;
export type AgreementFigures = Static<typeof AgreementFigures>;
export type Agreement = Static<typeof Agreement>;
export type RegistryPerson = Static<typeof RegistryPerson>;
export type RegistryPeople = Static<typeof RegistryPeople>;
export type RegistryAccount = Static<typeof RegistryAccount>;
export type RegistryIdentity = Static<typeof RegistryIdentity>;
export type RevocationCascade = Static<typeof RevocationCascade>;
export type RevokeAccount = Static<typeof RevokeAccount>;
export type CorrectionList = Static<typeof CorrectionList>;
export type ImportQuery = Static<typeof ImportQuery>;
export type RegisterImport = Static<typeof RegisterImport>;
export type ReportView = Static<typeof ReportView>;
export type ReportDetail = Static<typeof ReportDetail>;
export type ReportList = Static<typeof ReportList>;
export type FinalizeReport = Static<typeof FinalizeReport>;
export type RequestReport = Static<typeof RequestReport>;
export type AskExport = Static<typeof AskExport>;
export type ConfirmSession = Static<typeof ConfirmSession>;
export type ExportEstimate = Static<typeof ExportEstimate>;
export type ExportView = Static<typeof ExportView>;
export type ExportList = Static<typeof ExportList>;
export type OverviewNumber = Static<typeof OverviewNumber>;
export type Overview = Static<typeof Overview>;
export type OverviewRegions = Static<typeof OverviewRegions>;
export type CountedQuery = Static<typeof CountedQuery>;
export type CountedPage = Static<typeof CountedPage>;
export type CoverageQuery = Static<typeof CoverageQuery>;
export type CoveragePage = Static<typeof CoveragePage>;
export type TermCategories = Static<typeof TermCategories>;
export type ProposalView = Static<typeof ProposalView>;
export type TermChangeView = Static<typeof TermChangeView>;
export type TermView = Static<typeof TermView>;
export type RulesView = Static<typeof RulesView>;
export type TermQuality = Static<typeof TermQuality>;
export type ComparisonView = Static<typeof ComparisonView>;
export type DraftView = Static<typeof DraftView>;
export type SaveDraft = Static<typeof SaveDraft>;
export type FoundTerms = Static<typeof FoundTerms>;
export type TryResult = Static<typeof TryResult>;
export type SampleList = Static<typeof SampleList>;
export type SampleView = Static<typeof SampleView>;
export type Health = Static<typeof Health>;
export type Status = Static<typeof Status>;
export type ProblemDetails = Static<typeof ProblemDetails>;
export type Checklist = Static<typeof Checklist>;
