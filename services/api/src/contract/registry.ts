import { LINK_ATTRIBUTES, REGISTER_KINDS } from "@netra/domain";
import { type Static, Type } from "typebox";
import { Id, Nullable, OneOf, Time } from "./shapes.ts";
import { PlatformName, UnmaskReason } from "./terms.ts";

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
export type RegistryPerson = Static<typeof RegistryPerson>;
/** GET /api/registry/people?cursor= : newest first, 50 a page. */
export const RegistryQuery = Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 200 })) }, { additionalProperties: false });
export const RegistryPeople = Type.Object({ people: Type.Array(RegistryPerson), next: Nullable(Type.String()) });
export type RegistryPeople = Static<typeof RegistryPeople>;
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
export type RegistryAccount = Static<typeof RegistryAccount>;
/** POST /api/registry/people/:id/identity {reason} → RegistryIdentity; an audit row is written. Handles newest first. */
export const RegistryIdentity = Type.Object({
  name: Type.String(),
  nipEnd: Nullable(Type.String()),
  accounts: Type.Array(Type.Object({ id: Id, handles: Type.Array(Type.String()) })),
  openedAt: Time,
  reason: UnmaskReason,
});
export type RegistryIdentity = Static<typeof RegistryIdentity>;
/** POST /api/registry/accounts/:id/revocation/preview {notACivilServant} → Cascade: the whole work, taken back. */
export const PreviewRevocation = Type.Object({ notACivilServant: Type.Boolean() }, { additionalProperties: false });
/** What follows, or would follow, from revoking a link. `purged` is null while captures are kept. */
export const RevocationCascade = Type.Object({
  flags: Type.Integer(),
  corrections: Type.Integer(),
  purged: Nullable(Type.Object({ captures: Type.Integer(), versions: Type.Integer(), files: Type.Integer() })),
});
export type RevocationCascade = Static<typeof RevocationCascade>;
/** POST /api/registry/accounts/:id/revocation → Cascade. `seen` is what the preview said: 409 `cascade-changed` when it would be something else now. */
export const RevokeAccount = Type.Object(
  { notACivilServant: Type.Boolean(), reason: Type.String({ minLength: 3, maxLength: 1000 }), seen: RevocationCascade },
  { additionalProperties: false },
);
export type RevokeAccount = Static<typeof RevokeAccount>;
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
export type CorrectionList = Static<typeof CorrectionList>;
/** POST /api/registry/corrections/:id/settled → 204 */
export const SettleCorrection = Type.Object({ note: Type.String({ minLength: 3, maxLength: 1000 }) }, { additionalProperties: false });
/** POST /api/registry/import : the file's own bytes as the body. Without `confirms` nothing is saved; with the preview's digest it is, or 409 `preview-changed`. */
export const ImportQuery = Type.Object(
  { kind: OneOf(REGISTER_KINDS), confirms: Type.Optional(Type.String({ pattern: "^[0-9a-f]{64}$" })) },
  { additionalProperties: false },
);
export type ImportQuery = Static<typeof ImportQuery>;
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
export type RegisterImport = Static<typeof RegisterImport>;
