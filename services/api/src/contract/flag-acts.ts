import { APART_WHY, PASSED_ON_MOST, PASSED_ON_NOTE_MAX } from "@netra/domain";
import { type Static, Type } from "typebox";
import { Id, Nullable, OneOf, Time } from "./shapes.ts";
import { Checklist, FlagState, Outcome, OutOfScope, Reading, Role, UnmaskReason } from "./terms.ts";

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
export type AlikeFlag = Static<typeof AlikeFlag>;
/** GET /api/flags/:id/alike → others of the cluster, oldest first, once the own reading is saved. `more`: beyond the first 200. */
export const AlikeList = Type.Object({ flags: Type.Array(AlikeFlag), more: Type.Boolean() });
export type AlikeList = Static<typeof AlikeList>;
/** POST /api/flags/:id/together → Decided: closes this flag as the asker closed another of its cluster (`as`, that decision), with a claim, a reading and a decision of its own. */
export const Together = Type.Object(
  { as: Type.String({ format: "uuid" }), idempotencyKey: Type.String({ minLength: 8, maxLength: 64 }) },
  { additionalProperties: false },
);
export type Together = Static<typeof Together>;
/** POST /api/flags/:id/claim */
export const Lease = Type.Object({ fence: Type.Integer(), until: Time });
export type Lease = Static<typeof Lease>;
/** POST /api/flags/:id/release, /renew */
/** POST /api/flags/colleagues → who may be given all of these flags, which the asker holds. */
export const AskColleagues = Type.Object(
  { ids: Type.Array(Type.String({ format: "uuid" }), { minItems: 1, maxItems: PASSED_ON_MOST }) },
  { additionalProperties: false },
);
export const Colleagues = Type.Object({ colleagues: Type.Array(Type.Object({ id: Id, name: Type.String(), role: Role })) });
export type Colleagues = Static<typeof Colleagues>;
/** POST /api/flags/:id/pass-on → the claim is the colleague's, under a new fence; once taken up it lasts as any other. */
export const PassOn = Type.Object(
  { fence: Type.Integer(), to: Type.String({ format: "uuid" }), note: Type.Optional(Type.String({ maxLength: PASSED_ON_NOTE_MAX })) },
  { additionalProperties: false },
);
export type PassOn = Static<typeof PassOn>;
export const PassedOn = Type.Object({ holder: Type.String(), fence: Type.Integer(), until: Time });
export type PassedOn = Static<typeof PassedOn>;
export const Fenced = Type.Object({ fence: Type.Integer() }, { additionalProperties: false });
/** POST /api/flags/:id/reading → FlagDetail */
export const SaveReading = Type.Object({ fence: Type.Integer(), reading: Reading, targetId: Nullable(Id) }, { additionalProperties: false });
export type SaveReading = Static<typeof SaveReading>;
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
export type Decide = Static<typeof Decide>;
export const Decided = Type.Object({ decisionId: Id, state: FlagState, outcome: Nullable(Outcome), undoUntil: Time });
export type Decided = Static<typeof Decided>;
/** POST /api/flags/:id/undo → FlagDetail (claimed again by the same person) */
export const Undo = Type.Object({ decisionId: Id }, { additionalProperties: false });
/** POST /api/flags/:id/reopen → FlagDetail; supervisors, closed flags. */
export const Reopen = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 4000 }) }, { additionalProperties: false });
/** POST /api/flags/:id/identity → IdentityView; an audit row is written. */
export const OpenIdentity = Type.Object({ reason: UnmaskReason }, { additionalProperties: false });
export type OpenIdentity = Static<typeof OpenIdentity>;
// POST /api/flags/:id/recuse (no body) → 204; the flag is released and not offered to this person again.
