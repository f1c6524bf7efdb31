import { CORRECTION_REASON_MAX, REPORT_NOTE_MAX } from "@netra/domain";
import { type Static, Type } from "typebox";
import { Id, Nullable, OneOf, Time } from "./shapes.ts";

export const ReportView = Type.Object({
  id: Id,
  /** ISO week, 2026-W47 (Asia/Jakarta); null for a span of days. */
  week: Nullable(Type.String()),
  region: Type.String(),
  regionName: Type.String(),
  from: Time,
  /** The first instant after it. */
  to: Time,
  /** As of when it knows of what happened. */
  asOf: Time,
  /** As of when it says how things stood: its closing, or `asOf`. */
  stoodAt: Time,
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
      /** Hours without a single fetch, of those that were over and are known; null where they are few. */
      unseen: Nullable(Type.Object({ hours: Type.Integer(), without: Type.Integer() })),
    }),
  ),
});
export type ReportView = Static<typeof ReportView>;
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
export type ReportDetail = Static<typeof ReportDetail>;
/** GET /api/reports: ≤ 200, newest days first; `today` in Jakarta. */
export const ReportList = Type.Object({ reports: Type.Array(ReportView), currentWeek: Type.String(), today: Type.String() });
export type ReportList = Static<typeof ReportList>;
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
export type RequestReport = Static<typeof RequestReport>;
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
export type FinalizeReport = Static<typeof FinalizeReport>;
// GET /api/reports/:id → ReportDetail; GET /api/reports/:id/files/:name → stored bytes, attachment, ETag = sha256
