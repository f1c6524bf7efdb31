import { type Static, Type } from "typebox";
import { Id, Nullable, OneOf, Time } from "./shapes.ts";
import { Role } from "./terms.ts";

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
export type EnterInterest = Static<typeof EnterInterest>;
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
export type InterestView = Static<typeof InterestView>;
/** GET /api/recusals → the asker's own, those that stand first. POST /api/recusals/:id/end → 204. */
export const InterestList = Type.Object({ interests: Type.Array(InterestView) });
export type InterestList = Static<typeof InterestList>;
/** GET /api/recusals/agencies → those of the asker's regions, by name, ≤ 500. */
export const AgencyList = Type.Object({ agencies: Type.Array(Type.Object({ id: Id, name: Type.String(), region: Type.String() })) });
export type AgencyList = Static<typeof AgencyList>;
/** GET /api/settings → the asker's own. `reportMail`: notices of drafts of reports; `mail`: whether this house sends mail at all. */
export const OwnSettings = Type.Object({
  address: Nullable(Type.String()),
  digest: Type.Boolean(),
  reportMail: Type.Boolean(),
  mail: Type.Boolean(),
});
export type OwnSettings = Static<typeof OwnSettings>;
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
export type TeamMember = Static<typeof TeamMember>;
/** GET /api/team → people who work in the asker's regions, by name, and the recusal list of the regions. */
export const Team = Type.Object({ members: Type.Array(TeamMember), interests: Type.Array(InterestView), mail: Type.Boolean() });
export type Team = Static<typeof Team>;
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
export type AgreementFigures = Static<typeof AgreementFigures>;
/** GET /api/team/agreement → how two readers agree, over full weeks that ended, by the database's clock. Cells that are too small have no figures; nothing is told of a person. */
export const Agreement = Type.Object({
  asOf: Time,
  /** First and last day, YYYY-MM-DD. */
  from: Type.String(),
  to: Type.String(),
  cells: Type.Array(Type.Object({ region: Type.String(), regionName: Type.String(), contestId: Nullable(Id), figures: Nullable(AgreementFigures) })),
});
export type Agreement = Static<typeof Agreement>;
