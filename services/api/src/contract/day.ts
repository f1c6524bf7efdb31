import { ANSWER_FROM, ANSWER_MAX, CASE_STATES } from "@netra/domain";
import { type Static, Type } from "typebox";
import { FlagRow, LaneCounts } from "./flags.ts";
import { Id, Nullable, OneOf, Time } from "./shapes.ts";

/** A flag as the triage list shows it before a reading. `own`: held by the asker, or waiting because they asked. */
export const DayFlag = Type.Object({
  ...Type.Pick(FlagRow, ["id", "number", "text", "kind", "platform", "visibility", "region", "state", "holder", "mine", "deadline"]).properties,
  own: Type.Boolean(),
});
export type DayFlag = Static<typeof DayFlag>;
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
export type DayWaiting = Static<typeof DayWaiting>;
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
export type Day = Static<typeof Day>;
/** POST /api/flags/:id/answer → 204: what was answered, word for word, once a key. */
export const NoteAnswer = Type.Object(
  {
    idempotencyKey: Type.String({ minLength: 8, maxLength: 64 }),
    words: Type.String({ minLength: 1, maxLength: ANSWER_MAX }),
    from: OneOf(ANSWER_FROM),
  },
  { additionalProperties: false },
);
export type NoteAnswer = Static<typeof NoteAnswer>;
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
export type HandoverView = Static<typeof HandoverView>;
/** GET /api/handovers → notes of the last seven days in the asker's regions, newest first. */
export const HandoverList = Type.Object({ notes: Type.Array(HandoverView) });
export type HandoverList = Static<typeof HandoverList>;
/** POST /api/handovers → HandoverList. POST /api/handovers/:id/read (no body) → 204. */
export const LeaveHandover = Type.Object(
  {
    region: Type.String({ maxLength: 20 }),
    note: Type.String({ maxLength: 1000 }),
    idempotencyKey: Type.String({ minLength: 8, maxLength: 64 }),
  },
  { additionalProperties: false },
);
export type LeaveHandover = Static<typeof LeaveHandover>;
