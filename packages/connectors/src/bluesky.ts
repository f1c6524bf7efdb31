import type { GuardedFetch } from "@netra/outbound";
import { createAsk } from "./bluesky-ask.ts";
import { type BlueskyCursor, freshCursor, type Place, parseCursor } from "./bluesky-cursor.ts";
import { type Identity, type Inquiry, identify, latestRevision } from "./bluesky-identity.ts";
import { COLLECTIONS, type Collection, loadLexicons } from "./bluesky-lexicons.ts";
import { recordsOf } from "./bluesky-list.ts";
import { fetchBlueskyMedia } from "./bluesky-media.ts";
import { fetchOne } from "./bluesky-one.ts";
import type { Item } from "./bluesky-records.ts";
import { type Budget, lookTwice, readAgain, readOn, type Step } from "./bluesky-steps.ts";
import type { Connector, FetchAsk, FetchedPage } from "./connector.ts";
import { ConnectorError } from "./connector-error.ts";

export interface BlueskyDeps {
  /** Goes to public servers only, and ends by itself: the account's owner chooses the server. */
  readonly fetch: GuardedFetch;
  /** The same for pictures and videos, which are longer and take longer; `fetch` unless given. */
  readonly mediaFetch?: GuardedFetch;
  /** Turns handles into ids, e.g. `https://public.api.bsky.app`; no slash at the end. */
  readonly resolverUrl: string;
  /** Says where an id's records are kept, e.g. `https://plc.directory`; no slash at the end. */
  readonly directoryUrl: string;
  /** Number and date of the paper that allows it; null keeps the gate closed. */
  readonly decision: string | null;
  /** Records a request, 1–100. */
  readonly pageSize?: number;
}

const HOUR_MS = 3_600_000;
/** A handle changes seldom, and each check asks two other servers. */
const IDENTITY_MS = 6 * HOUR_MS;
/** A record that the platform took down leaves the revision as it was. */
const AGAIN_MS = 24 * HOUR_MS;
/** Everything from the beginning: an edit, or a record under a key of long ago, may lie anywhere. */
const FULL_MS = 7 * 24 * HOUR_MS;
const LISTS_A_FETCH = 100;

/**
 * Reads posts, replies, quotes and reposts of one account from the server that keeps them (AT Protocol), anonymously; never likes or follows.
 *
 * The account is its DID: found by handle on the first fetch and given back as `accountExternalId`, then only checked. While the revision of its repository
 * stands, nothing is read. A version is a CID. Costs one request when nothing changed, else a list or two a collection.
 */
export function createBlueskyConnector(deps: BlueskyDeps): Connector {
  const { resolverUrl, directoryUrl, decision, pageSize = 100 } = deps;
  return {
    name: "bluesky",
    version: "1",
    platforms: ["bluesky"],
    gate: decision === null ? { open: false, reference: "no decision is set (NETRA_BLUESKY_DECISION)" } : { open: true, reference: decision },
    async *fetchPosts({ account, cursor, now, signal }: FetchAsk) {
      // Without an id on record a cursor would be somebody's, nobody knows whose.
      const stored = account.externalId === null ? null : parseCursor(cursor);
      const ask = createAsk({ fetch: deps.fetch, signal, now });
      const inquiry: Inquiry = { ask, lexicons: await loadLexicons(), resolverUrl, directoryUrl };
      const { identity, revision, identityAt } = await meet(inquiry, { account, stored, now });
      const learned = account.externalId === null ? { accountExternalId: identity.did } : {};
      const { did, pds } = identity;
      const start = stored?.pds === pds && stored.identityAt === identityAt ? stored : { ...(stored ?? freshCursor(pds, now)), pds, identityAt };

      let at: BlueskyCursor = start;
      let given: BlueskyCursor | null = stored;
      const isChanged = start.rev !== revision;
      const isFull = isChanged && isOlder(start.fullAt, FULL_MS, now);
      const isAgain = isChanged || isOlder(start.rereadAt, AGAIN_MS, now);
      const budget: Budget = { lists: LISTS_A_FETCH };
      if (isFull) at = { ...at, fullAt: now.toISOString(), places: fromTheBeginning(at.places) };

      for (const collection of COLLECTIONS) {
        const records = recordsOf(inquiry, { identity, collection, pageSize });
        const isKnown = at.places[collection].recent.length > 0;
        const place = (): Place => at.places[collection];
        const parts: (() => AsyncIterable<Step>)[] = [
          ...(isChanged ? [() => readOn(records, place(), budget)] : []),
          ...(isAgain && isKnown ? [() => readAgain(records, place(), { budget, now })] : []),
          () => lookTwice(records, place(), now),
        ];
        for (const part of parts) {
          for await (const step of part()) {
            at = { ...at, places: { ...at.places, [collection]: step.place } };
            given = at;
            yield { ...pageOf(step, { did, collection, cursor: at }), ...learned };
          }
        }
      }
      if (isAgain && budget.lists > 0) at = { ...at, rev: revision, rereadAt: now.toISOString() };
      if (at !== given) yield { posts: [], goneExternalIds: [], drift: [], cursor: at, ...learned };
    },
    async fetchPost({ account, externalId, now, signal }) {
      const ask = createAsk({ fetch: deps.fetch, signal, now });
      return fetchOne({ ask, lexicons: await loadLexicons(), resolverUrl, directoryUrl }, { account, externalId });
    },
    async fetchMedia(given) {
      const ask = createAsk({ fetch: deps.fetch, signal: given.signal, now: given.now });
      const inquiry = { ask, lexicons: await loadLexicons(), resolverUrl, directoryUrl };
      return fetchBlueskyMedia(inquiry, { fetch: deps.mediaFetch ?? deps.fetch, given });
    },
  };
}

/** Who it is and whether anything changed. A server that does not have the account any more may be one it moved away from: then its place is asked for afresh. */
async function meet(
  inquiry: Inquiry,
  { account, stored, now }: { readonly account: FetchAsk["account"]; readonly stored: BlueskyCursor | null; readonly now: Date },
): Promise<{ identity: Identity; revision: string; identityAt: string }> {
  const { handle, externalId: did } = account;
  if (did !== null && stored !== null && !isOlder(stored.identityAt, IDENTITY_MS, now)) {
    const identity = { did, pds: stored.pds };
    try {
      return { identity, revision: await latestRevision(inquiry, identity), identityAt: stored.identityAt };
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.action !== "mark-account") throw error;
    }
  }
  const identity = await identify(inquiry, { handle, did });
  return { identity, revision: await latestRevision(inquiry, identity), identityAt: now.toISOString() };
}

const isOlder = (at: string, ms: number, now: Date): boolean => now.getTime() - Date.parse(at) >= ms;

const fromTheBeginning = (places: BlueskyCursor["places"]): BlueskyCursor["places"] => ({
  "app.bsky.feed.post": { ...places["app.bsky.feed.post"], after: null },
  "app.bsky.feed.repost": { ...places["app.bsky.feed.repost"], after: null },
});

function pageOf(
  { items, gone }: Step,
  { did, collection, cursor }: { readonly did: string; readonly collection: Collection; readonly cursor: BlueskyCursor },
): FetchedPage {
  const isUnread = ({ post }: Item): boolean => post === null;
  return {
    posts: items.flatMap(({ post }) => post ?? []),
    goneExternalIds: gone.map((key) => `at://${did}/${collection}/${key}`),
    drift: items.filter(isUnread).map(({ raw }) => ({ raw, reason: `record does not fit ${collection}` })),
    cursor,
  };
}
