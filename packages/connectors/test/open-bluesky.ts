import { createGuardedFetch } from "@netra/outbound";
import { expect } from "vitest";
import { createBlueskyConnector } from "../src/bluesky.ts";
import type { Connector, FetchedPage, FetchedPost, FetchMediaAsk } from "../src/connector.ts";
import type { ConnectorError } from "../src/connector-error.ts";
import { type FakeAccount, startFakePds } from "./fake-pds.ts";

export const POST = "app.bsky.feed.post";
export const REPOST = "app.bsky.feed.repost";
export const LIST = "com.atproto.repo.listRecords";
export const LATEST = "com.atproto.sync.getLatestCommit";
export const RESOLVE = "com.atproto.identity.resolveHandle";
export const SEKAR = "did:plc:abcdefghijklmnopqrstuvwx";
export const NOW = new Date("2029-09-25T08:00:00Z");
export const later = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000);

/** A post of somebody else, as records refer to it. */
export const OTHERS = {
  uri: `at://did:plc:zzzzzzzzzzzzzzzzzzzzzzzz/${POST}/3kabc`,
  cid: "bafyreie4hhui4br4jovoso4k66mjfkjfuntfy4dla4pr5o6c27owlszoo4",
};
export const words = (text: string, more: object = {}) => ({ $type: POST, text, createdAt: "2029-09-24T01:02:03.000Z", ...more });
export const repost = (uri = OTHERS.uri) => ({ $type: REPOST, subject: { ...OTHERS, uri }, createdAt: "2029-09-24T01:02:03.000Z" });
export const like = () => ({ $type: "app.bsky.feed.like", subject: OTHERS, createdAt: "2029-09-24T01:02:03.000Z" });
export const uri = (key: string, collection = POST): string => `at://${SEKAR}/${collection}/${key}`;

export interface Fetched {
  readonly pages: readonly FetchedPage[];
  readonly cursor: unknown;
}
export const posts = ({ pages }: Fetched): FetchedPost[] => pages.flatMap((page) => page.posts);
export const texts = (fetched: Fetched): string[] => posts(fetched).map(({ text }) => text);
export const gone = ({ pages }: Fetched): string[] => pages.flatMap((page) => page.goneExternalIds);
export const drift = ({ pages }: Fetched) => pages.flatMap((page) => page.drift);

export interface Ask {
  readonly did?: string | null;
  readonly handle?: string;
  readonly cursor?: unknown;
  readonly now?: Date;
  readonly pageSize?: number;
  readonly signal?: AbortSignal;
  readonly allow?: readonly string[];
}

/** A fake server with one account on it, and the connector before it. */
export async function openBluesky() {
  const pds = await startFakePds();
  const sekar: FakeAccount = pds.addAccount("sekar.test", SEKAR);
  const connectorOf = ({ pageSize = 100, allow = [] }: Ask = {}): Connector => {
    const fetch = createGuardedFetch({ userAgent: "Netra test", allow: [pds.origin, ...allow] });
    return createBlueskyConnector({ fetch, resolverUrl: pds.origin, directoryUrl: pds.origin, decision: "Nota 1", pageSize });
  };
  /** One page after the other. The cursor goes through JSON, as it does through the store. */
  const stream = (ask: Ask = {}): AsyncIterable<FetchedPage> => {
    const { did: externalId = null, handle = "sekar.test", cursor = null, now = NOW, signal = new AbortController().signal } = ask;
    const account = { platform: "bluesky", handle, externalId } as const;
    return connectorOf(ask).fetchPosts({ account, cursor: JSON.parse(JSON.stringify(cursor)), now, signal });
  };
  const fetchAll = async (ask: Ask = {}): Promise<Fetched> => {
    const pages: FetchedPage[] = [];
    for await (const page of stream(ask)) pages.push(page);
    return { pages, cursor: pages.at(-1)?.cursor ?? ask.cursor ?? null };
  };
  return {
    pds,
    sekar,
    stream,
    fetchAll,
    /** One post by its address. */
    fetchOne: (externalId: string, { did = SEKAR, handle = "sekar.test", now = NOW, signal = new AbortController().signal, ...more }: Ask = {}) => {
      const account = { platform: "bluesky", handle, externalId: did } as const;
      return connectorOf(more).fetchPost?.({ account, externalId, now, signal }) ?? expect.unreachable("the connector asks for no single post");
    },
    /** One file that a post names, and what came of it. */
    fetchMedia: async (given: Pick<FetchMediaAsk, "kind" | "reference" | "externalId" | "versionKey">, more: Ask = {}) => {
      const parts: Uint8Array[] = [];
      const into = async (body: AsyncIterable<Uint8Array>): Promise<void> => {
        for await (const part of body) parts.push(part);
      };
      const account = { platform: "bluesky", handle: "sekar.test", externalId: SEKAR } as const;
      const ask = { account, now: NOW, signal: new AbortController().signal, maxBytes: 1_000_000, into, ...given };
      const fetched = await (connectorOf(more).fetchMedia?.(ask) ?? expect.unreachable("the connector fetches no files"));
      return { fetched, bytes: Buffer.concat(parts) };
    },
    /** A later fetch, of the account whose id is on record. */
    again: (before: Fetched, hours = 0.25, ask: Ask = {}): Promise<Fetched> =>
      fetchAll({ did: SEKAR, cursor: before.cursor, now: later(hours), ...ask }),
    write: (record: { readonly $type: string }, how?: Parameters<typeof pds.put>[2]): string => pds.put(sekar, record, how),
    remove: (collection: string, key: string): void => pds.remove(sekar, collection, key),
    hide: (collection: string, key: string): void => pds.hide(sekar, collection, key),
    /** The requests since the last look. */
    asked: () => pds.asked.splice(0),
  };
}

/** What a fetch failed with. */
export const fault = (fetching: Promise<unknown>): Promise<ConnectorError> =>
  fetching.then(
    () => expect.unreachable("the fetch did not fail"),
    (error: unknown) => error as ConnectorError,
  );
