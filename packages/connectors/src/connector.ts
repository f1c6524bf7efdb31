import type { FetchTrace, MediaKind, MediaReference, Platform, PostKind, TimeTrust, Visibility } from "@netra/domain";

/** One version of one post, as a platform showed it. */
export interface FetchedPost {
  /** The platform's id of the post; the same through all its edits. */
  readonly externalId: string;
  /** Names this state of the post: equal key, equal version. Unique together with platform and `externalId`. */
  readonly versionKey: string;
  readonly kind: PostKind;
  readonly url: string | null;
  /** As decoded from `raw`; may hold NUL and lone surrogates, which a database column cannot (see `decodeText` in evidence). */
  readonly text: string;
  readonly createdAt: Date | null;
  readonly createdTrust: TimeTrust;
  readonly editedAt: Date | null;
  readonly visibility: Visibility;
  /** The bytes as they came: hash these, before decoding. */
  readonly raw: Uint8Array;
  readonly contentType: string;
  /** Where `raw` came from and how; absent where nobody noted it. */
  readonly fetched?: FetchTrace;
  /** Pictures and videos of the author's own, and proofs: named, not fetched. They are fetched only once a flag stands on the version. */
  readonly media?: readonly MediaReference[];
}

/** What is stored in one transaction. Posts come before disappearances: an id in both was seen, then went. */
export interface FetchedPage {
  /** Oldest first. */
  readonly posts: readonly FetchedPost[];
  readonly goneExternalIds: readonly string[];
  /** JSON, stored as it is; the next `fetchPosts` of this account gets it back. */
  readonly cursor: unknown;
  /** The platform's stable id of the account, where the caller did not know it yet: stored with the page, so that a handle given to somebody else is noticed. */
  readonly accountExternalId?: string;
  /** Items that did not fit the schema: kept aside and counted, for a person to look at. `reason` quotes nothing of the item. */
  readonly drift: readonly { readonly raw: Uint8Array; readonly reason: string }[];
}

export interface FetchAsk {
  readonly account: { readonly platform: Platform; readonly handle: string; readonly externalId: string | null };
  /** Null on the first fetch. */
  readonly cursor: unknown;
  readonly now: Date;
  readonly signal: AbortSignal;
}

export interface FetchOneAsk extends Pick<FetchAsk, "account" | "now" | "signal"> {
  readonly externalId: string;
}

export interface FetchMediaAsk extends FetchOneAsk {
  /** The version that names the file. */
  readonly versionKey: string;
  readonly kind: MediaKind;
  /** As the post named it. */
  readonly reference: string;
  readonly maxBytes: number;
  /** Takes the bytes as they come; what it throws passes through as it is. Called once at most. */
  readonly into: (body: AsyncIterable<Uint8Array>) => Promise<void>;
}

/** A way to read the public posts of one registered account. */
export interface Connector {
  readonly name: string;
  /** Kept with each capture: which code read it. */
  readonly version: string;
  readonly platforms: readonly Platform[];
  /** Whether the platform's terms let us fetch, and the paper that says so. A closed gate is checked by the caller: then nothing is fetched. */
  readonly gate: { readonly open: boolean; readonly reference: string };
  /**
   * Yields what is new since the cursor, page by page; nothing new, no page, or one with only a cursor. A page that was stored need never be fetched again.
   * Throws ConnectorError; pages yielded before stay good. Throws the signal's reason when aborted.
   */
  fetchPosts(ask: FetchAsk): AsyncIterable<FetchedPage>;
  /**
   * Asks for one post as it stands now. Null: the platform says that there is no such post, while its account can be reached. Whatever else keeps it from being shown (the account is
   * private, suspended or away) is a ConnectorError; `bad-request` when the id is no post of this account. Absent where the platform lets nobody ask for one post.
   */
  fetchPost?(ask: FetchOneAsk): Promise<FetchedPost | null>;
  /**
   * Fetches a file that a post named. Null: the platform says that there is no such file. Throws ConnectorError, or OutboundError when no answer came; `bad-request` for a reference
   * that is none of this connector's. Absent where a platform's posts name no files.
   */
  fetchMedia?(ask: FetchMediaAsk): Promise<FetchTrace | null>;
}
