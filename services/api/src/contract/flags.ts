import { type Static, Type } from "typebox";
import { Id, Nullable, OneOf, Time } from "./shapes.ts";
import { FlagState, Lane, Origin, PlatformName, PostKind, Role, SourceState, Visibility } from "./terms.ts";

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
export type FlagQuery = Static<typeof FlagQuery>;
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
export type FlagRow = Static<typeof FlagRow>;
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
export type LaneCounts = Static<typeof LaneCounts>;
export const FlagPage = Type.Object({ flags: Type.Array(FlagRow), counts: LaneCounts, next: Nullable(Type.String()) });
export type FlagPage = Static<typeof FlagPage>;
/** What may have changed about a row since it was loaded. */
export const FlagStanding = Type.Pick(FlagRow, ["id", "state", "holder", "mine", "edited", "source"]);
export type FlagStanding = Static<typeof FlagStanding>;
/** POST /api/flags/look → the standings of those that the asker may see. In the body, since a list shows many. */
export const AskStandings = Type.Object(
  { ids: Type.Array(Type.String({ format: "uuid" }), { minItems: 1, maxItems: 100 }) },
  { additionalProperties: false },
);
export const FlagStandings = Type.Object({ flags: Type.Array(FlagStanding) });
export type FlagStandings = Static<typeof FlagStandings>;
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
export type SearchFlags = Static<typeof SearchFlags>;
/** A row as the list has it. `marks` are places of found words in `text`, UTF-16; none where the words stand further on. */
export const FoundFlag = Type.Object({
  ...FlagRow.properties,
  marks: Type.Array(Type.Object({ start: Type.Integer(), end: Type.Integer() })),
});
export type FoundFlag = Static<typeof FoundFlag>;
export const SearchResult = Type.Object({
  by: OneOf(["number", "address", "handle", "words"]),
  flags: Type.Array(FoundFlag),
  /** True up to 1,000; beyond it `more`. */
  total: Type.Integer(),
  more: Type.Boolean(),
  next: Nullable(Type.String()),
});
export type SearchResult = Static<typeof SearchResult>;
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
export type ViewFilters = Static<typeof ViewFilters>;
const ViewName = Type.String({ minLength: 1, maxLength: 40 });
/** POST /api/views → SavedView; everybody of the asker's role in the asker's region sees it. No names of people. */
export const KeepView = Type.Object({ name: ViewName, filters: ViewFilters }, { additionalProperties: false });
export type KeepView = Static<typeof KeepView>;
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
export type SavedView = Static<typeof SavedView>;
/** GET /api/views */
export const SavedViews = Type.Object({ views: Type.Array(SavedView) });
export type SavedViews = Static<typeof SavedViews>;
/**
 * GET /api/flags/live: `text/event-stream`; `event` is the event's name, the rest its JSON. `changed` counts what this stream was told of; what changed is asked for by the
 * list's own calls. After `ready` everything is told; `beat` comes every 25 s.
 */
export type LiveEvent =
  | { readonly event: "ready" | "beat" }
  | { readonly event: "changed"; readonly n: number }
  | { readonly event: "end"; readonly why: "signed-out" | "elsewhere" | "database-away" | "stopping" };
