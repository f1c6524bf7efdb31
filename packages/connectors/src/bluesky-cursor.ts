import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import { COLLECTIONS, type Collection } from "./bluesky-lexicons.ts";
import { ConnectorError } from "./connector-error.ts";

const Pairs = Type.Array(Type.Tuple([Type.String(), Type.String()]));
const Place = Type.Object(
  {
    /** The server's word for where reading goes on, oldest first; null at the beginning. */
    after: Type.Union([Type.String(), Type.Null()]),
    /** Key and CID of the newest records, to find edits and deletions by. Sorted by key. */
    recent: Pairs,
    /** Key of each record that was missed once, and when. */
    missing: Pairs,
  },
  { additionalProperties: false },
);

const Cursor = Type.Object(
  {
    pds: Type.String(),
    /** When handle and id were last seen to name each other. */
    identityAt: Type.String(),
    /** The revision of which everything is stored; null until a reading has come to its end. */
    rev: Type.Union([Type.String(), Type.Null()]),
    rereadAt: Type.String(),
    fullAt: Type.String(),
    places: Type.Object({ [COLLECTIONS[0]]: Place, [COLLECTIONS[1]]: Place } satisfies Record<Collection, typeof Place>, {
      additionalProperties: false,
    }),
  },
  { additionalProperties: false },
);
const cursorSchema = Compile(Cursor);

/** How far one account has been read. Immutable: each page carries the state after it. */
export type BlueskyCursor = Static<typeof Cursor>;
export type Place = Static<typeof Place>;

/** How many of the newest records of a collection are watched for edits and deletions: two requests a re-reading, about 16 kB a cursor. */
export const WATCHED = 200;

/** Null on the first fetch. Throws ConnectorError `bad-request` for a cursor that this code did not write. */
export function parseCursor(cursor: unknown): BlueskyCursor | null {
  if (cursor === null || cursor === undefined) return null;
  if (!cursorSchema.Check(cursor)) throw new ConnectorError("bad-request");
  return cursor;
}

/** The state of an account nothing is known of. */
export function freshCursor(pds: string, now: Date): BlueskyCursor {
  const at = now.toISOString();
  const place: Place = { after: null, recent: [], missing: [] };
  return { pds, identityAt: at, rev: null, rereadAt: at, fullAt: at, places: { "app.bsky.feed.post": place, "app.bsky.feed.repost": place } };
}

/** The place with these records known, the newest `WATCHED` by key kept. */
export function remember(place: Place, seen: readonly (readonly [key: string, cid: string])[]): Place {
  const known = new Map([...place.recent, ...seen.map(([key, cid]): [string, string] => [key, cid])]);
  const recent = [...known].sort(([a], [b]) => (a < b ? -1 : 1)).slice(-WATCHED);
  return { ...place, recent, missing: place.missing.filter(([key]) => !seen.some(([other]) => other === key)) };
}

/** The place with these records missed for the first time. */
export const suspect = (place: Place, keys: readonly string[], now: Date): Place => ({
  ...place,
  recent: place.recent.filter(([key]) => !keys.includes(key)),
  missing: [...place.missing, ...keys.map((key): [string, string] => [key, now.toISOString()])],
});

/** The place without these records: they are gone. */
export const forget = (place: Place, keys: readonly string[]): Place => ({ ...place, missing: place.missing.filter(([key]) => !keys.includes(key)) });
