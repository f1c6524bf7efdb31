import { type Static, Type } from "typebox";
import { Id, Nullable, OneOf, Time } from "./shapes.ts";
import { Origin, PlatformName, PostKind, Visibility } from "./terms.ts";

/** POST /api/captures/guess {url} → what a link alone tells; sent as a body so that no link stands in a URL. */
export const GuessUrl = Type.Object({ url: Type.String({ maxLength: 4000 }) }, { additionalProperties: false });
export const UrlGuess = Type.Object({
  platform: Nullable(PlatformName),
  handle: Nullable(Type.String()),
  kind: Nullable(PostKind),
  /** A capture of the same address that the asker may know about (own office). */
  duplicate: Nullable(Type.Object({ receiptNo: Type.String(), receivedAt: Time })),
});
export type UrlGuess = Static<typeof UrlGuess>;
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
export type Transcript = Static<typeof Transcript>;
export const Reporter = Type.Object(
  { name: Type.String({ maxLength: 200 }), contact: Type.String({ maxLength: 300 }), note: Type.String({ maxLength: 2000 }) },
  { additionalProperties: false },
);
export type Reporter = Static<typeof Reporter>;
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
export type SendCapture = Static<typeof SendCapture>;
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
export type CaptureView = Static<typeof CaptureView>;
/** GET /api/captures → own captures of the last 30 days, newest first, ≤ 100. */
export const CaptureList = Type.Object({ captures: Type.Array(CaptureView) });
export type CaptureList = Static<typeof CaptureList>;
