import { type Static, Type } from "typebox";
import { Transcript } from "./captures.ts";
import { Id, Nullable, OneOf, Time } from "./shapes.ts";
import { Origin, PlatformName, PostKind, Visibility } from "./terms.ts";

export const LookAct = OneOf(["evidence", "lead", "returned", "rejected"]);
export type LookAct = Static<typeof LookAct>;
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
export type MaskRect = Static<typeof MaskRect>;
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
export type IntakeRow = Static<typeof IntakeRow>;
export const IntakeQuery = Type.Object(
  { state: Type.Optional(OneOf(["waiting", "done"])), after: Type.Optional(Type.String({ maxLength: 200 })) },
  { additionalProperties: false },
);
export type IntakeQuery = Static<typeof IntakeQuery>;
/** GET /api/intake?state=waiting|done&after= → oldest first while waiting, newest first when done, ≤ 50. */
export const IntakePage = Type.Object({ captures: Type.Array(IntakeRow), waiting: Type.Integer(), next: Nullable(Type.String()) });
export type IntakePage = Static<typeof IntakePage>;
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
export type IntakeDetail = Static<typeof IntakeDetail>;
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
export type Look = Static<typeof Look>;
/** POST /api/intake/:id/reporter → Reporter; supervisors, with a reason; an audit row is written. */
export const OpenReporter = Type.Object({ reason: Type.String({ minLength: 3, maxLength: 1000 }) }, { additionalProperties: false });
