import { EXPORT_KINDS, EXPORT_STATES, PASSPORT_REASONS } from "@netra/domain";
import { type Static, Type } from "typebox";
import { Id, Nullable, OneOf, Time } from "./shapes.ts";
import { FlagState, Origin, PlatformName } from "./terms.ts";

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
export type AskExport = Static<typeof AskExport>;
export const ExportEstimate = Type.Object({
  /** Rows as it stands now; of a set its flags and cases. */
  rows: Type.Integer(),
  needsApproval: Type.Boolean(),
  /** Why it would be refused now: a problem's code. */
  refused: Nullable(Type.String()),
});
export type ExportEstimate = Static<typeof ExportEstimate>;
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
export type ExportView = Static<typeof ExportView>;
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
  /** Whether the sign-in is fresh enough to ask for one and to fetch one; see `confirm-first`. It is for so many minutes. */
  confirmed: Type.Boolean(),
  confirmMinutes: Type.Integer(),
  /** Two-step verification is wanted for all of it here, and the asker has none; see `second-factor-first`. */
  secondFactorFirst: Type.Boolean(),
});
export type ExportList = Static<typeof ExportList>;
// POST /api/exports/:id/approve | refuse | cancel → ExportView
// GET /api/exports/:id/file → the file's bytes, attachment, ETag = sha256; takes Range and If-Range, so that a download that broke off goes on. Needs a fresh sign-in.
