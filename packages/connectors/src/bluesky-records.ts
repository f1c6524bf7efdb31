import type { FetchTrace, PostKind } from "@netra/domain";
import { COLLECTIONS, type Collection, type Lexicons } from "./bluesky-lexicons.ts";
import { mediaOf } from "./bluesky-media.ts";
import type { FetchedPost } from "./connector.ts";

/** One record of a list. `key` and `cid` are null when not even they can be read; `post` is null when the record fits no schema. */
export interface Item {
  readonly raw: Uint8Array;
  readonly key: string | null;
  readonly cid: string | null;
  readonly post: FetchedPost | null;
}

interface Envelope {
  readonly uri: string;
  readonly cid: string;
  readonly value: unknown;
}

const SINGLE = "com.atproto.repo.getRecord";

/** Reads one record from the bytes it came as. Never throws: what does not fit is handed on as it is. */
export function readItem(
  raw: Uint8Array,
  { lexicons, did, collection, fetched }: { lexicons: Lexicons; did: string; collection: Collection; fetched: FetchTrace },
): Item {
  const unread: Item = { raw, key: null, cid: null, post: null };
  try {
    const envelope = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(raw)) as Envelope;
    lexicons.checkAnswer(SINGLE, envelope);
    const own = `at://${did}/${collection}/`;
    // A server might hand out another's record under this account's name.
    if (typeof envelope.cid !== "string" || !envelope.uri.startsWith(own)) return unread;
    const named = { raw, key: envelope.uri.slice(own.length), cid: envelope.cid };
    try {
      lexicons.checkRecord(collection, envelope.value);
      return { ...named, post: { ...postOf(raw, envelope, collection), fetched } };
    } catch {
      return { ...named, post: null };
    }
  } catch {
    return unread;
  }
}

/** The parts of `app.bsky.feed.post` and `.repost` that are read, after the lexicon was checked. */
interface PostRecord {
  readonly text: string;
  readonly createdAt: string;
  readonly reply?: unknown;
  readonly embed?: { readonly $type?: string };
}
interface RepostRecord {
  readonly createdAt: string;
  readonly subject: { readonly uri: string };
}

function postOf(raw: Uint8Array, { uri, cid, value }: Envelope, collection: Collection): FetchedPost {
  const own = collection === COLLECTIONS[0] ? ofPost(uri, value as PostRecord) : ofRepost(value as RepostRecord);
  const claimed = new Date((value as PostRecord).createdAt);
  // The lexicon lets through what no calendar has, and years that no database has.
  const createdAt = claimed.getTime() >= 0 ? claimed : null;
  return {
    externalId: uri,
    versionKey: cid,
    ...own,
    createdAt,
    createdTrust: createdAt === null ? "unknown" : "author",
    // A record does not say when it was changed.
    editedAt: null,
    visibility: "public",
    raw,
    contentType: "application/json",
    media: mediaOf({ uri, embed: collection === COLLECTIONS[0] ? (value as PostRecord).embed : null }),
  };
}

const ofPost = (uri: string, record: PostRecord): Pick<FetchedPost, "kind" | "url" | "text"> => ({
  kind: kindOf(record),
  url: pageOf(uri),
  text: record.text,
});

/** A repost has no words and no page of its own: its address is that of what it passes on. */
const ofRepost = (record: RepostRecord): Pick<FetchedPost, "kind" | "url" | "text"> => ({
  kind: "share",
  url: pageOf(record.subject.uri),
  text: "",
});

/** What a post without words does is told by what hangs on it. A quote with words of its own is a post. */
function kindOf({ text, reply, embed }: PostRecord): PostKind {
  if (reply !== undefined) return "comment";
  if (text.trim() !== "") return "post";
  return KIND_BY_EMBED[embed?.$type ?? ""] ?? "post";
}

const KIND_BY_EMBED: Readonly<Record<string, PostKind>> = {
  "app.bsky.embed.record": "share",
  "app.bsky.embed.recordWithMedia": "share",
  "app.bsky.embed.images": "photo",
  "app.bsky.embed.gallery": "photo",
  "app.bsky.embed.video": "video",
};

/** Where people read a post; null for what is not one. */
function pageOf(uri: string): string | null {
  const [, did, key] = /^at:\/\/(did:[^/]+)\/app\.bsky\.feed\.post\/([^/]+)$/.exec(uri) ?? [];
  return did === undefined ? null : `https://bsky.app/profile/${did}/post/${key}`;
}
