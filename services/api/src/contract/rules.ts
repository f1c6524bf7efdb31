import { type Static, Type } from "typebox";
import { SignalView } from "./flag-detail.ts";
import { Id, Nullable, OneOf, Time } from "./shapes.ts";
import { Role } from "./terms.ts";

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
export type TermCategories = Static<typeof TermCategories>;
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
export type ProposalView = Static<typeof ProposalView>;
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
export type TermChangeView = Static<typeof TermChangeView>;
export const TermView = Type.Object({
  lexicon: Type.String(),
  term: Type.String(),
  weight: Points,
  note: Type.String(),
  source: Type.String(),
  stem: Type.Optional(Type.Boolean()),
  vouches: Type.Optional(Type.Union([Type.Boolean(), Type.Literal("half")])),
});
export type TermView = Static<typeof TermView>;
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
export type RulesView = Static<typeof RulesView>;
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
export type TermQuality = Static<typeof TermQuality>;
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
export type ComparisonView = Static<typeof ComparisonView>;
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
export type DraftView = Static<typeof DraftView>;
/** POST /api/rules/drafts → DraftView: begins one, or goes on with the one there is. PUT /api/rules/drafts/:id → DraftView, all changes at once; 409 `draft-changed`. */
export const SaveDraft = Type.Object(
  { revision: Type.Integer({ minimum: 1 }), changes: Type.Array(TermChangeView, { maxItems: 200 }) },
  { additionalProperties: false },
);
export type SaveDraft = Static<typeof SaveDraft>;
/** POST /api/rules/lookup → terms of the pack in force that hold these words, ≤ 30. */
export const LookupTerms = Type.Object({ words: Type.String({ minLength: 2, maxLength: 120 }) }, { additionalProperties: false });
export const FoundTerms = Type.Object({ terms: Type.Array(TermView) });
export type FoundTerms = Static<typeof FoundTerms>;
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
export type TryResult = Static<typeof TryResult>;
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
export type SampleList = Static<typeof SampleList>;
const SampleSaid = Type.Object({ stance: OneOf(["support", "oppose", "neutral"]), flagged: Type.Boolean(), scoreTenths: Type.Integer() });
/** POST /api/rules/samples/:id/read → the text with names, handles, addresses and long numbers covered; null when its words are no longer kept. An audit row is written. */
export const SampleView = Type.Object({
  text: Nullable(Type.String()),
  before: Nullable(SampleSaid),
  after: Nullable(SampleSaid),
  marks: Type.Array(Type.Object({ start: Type.Integer(), end: Type.Integer(), by: OneOf(["before", "after"]) })),
});
export type SampleView = Static<typeof SampleView>;
/** POST /api/rules/drafts/:id/(offer|approve) → DraftView; the note goes to the audit trail, so no names. */
export const PackNote = Type.Object({ note: Type.String({ maxLength: 500 }) }, { additionalProperties: false });
/** POST /api/rules/drafts/:id/refuse → DraftView, POST /api/rules/back → RulesView, POST /api/rules/proposals/:id/decline → 204 */
export const PackReason = Type.Object({ reason: Type.String({ minLength: 3, maxLength: 500 }) }, { additionalProperties: false });
