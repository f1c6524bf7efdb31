import type { FetchTrace } from "@netra/domain";
import { TOO_LARGE, xrpc } from "./bluesky-ask.ts";
import { type Identity, type Inquiry, whyAway } from "./bluesky-identity.ts";
import type { Collection } from "./bluesky-lexicons.ts";
import { type Item, readItem } from "./bluesky-records.ts";
import { ConnectorError } from "./connector-error.ts";
import { sliceItems } from "./slice-items.ts";

/** Part of a collection, with the server's word for where the next part begins; null at the end. */
export interface Listing {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** The records of one collection of one account. */
export interface Records {
  list(from: { readonly after: string | null; readonly oldestFirst: boolean }): Promise<Listing>;
  /** Null when the server says that there is no such record. */
  find(key: string): Promise<Item | null>;
}

/** A cursor is stored with the account: it may name a place in a list, not be a text or hold what a database refuses. */
const CURSOR = /^[\x20-\x7e]{1,512}$/;

/** Builds the way to one collection. `pageSize`: records a request, 1–100; fewer are asked for where they are too long to read at once. */
export function recordsOf(
  inquiry: Inquiry,
  of: { readonly identity: Identity; readonly collection: Collection; readonly pageSize: number },
): Records {
  const { ask, lexicons } = inquiry;
  const { identity, collection, pageSize } = of;
  const { did, pds } = identity;
  const item = (raw: Uint8Array, fetched: FetchTrace): Item => readItem(raw, { lexicons, did, collection, fetched });

  const list: Records["list"] = async ({ after, oldestFirst }) => {
    for (let limit = pageSize; ; limit = Math.max(1, Math.floor(limit / 8))) {
      const params = { repo: did, collection, limit: String(limit), reverse: String(oldestFirst), ...(after === null ? {} : { cursor: after }) };
      const answer = await ask(xrpc(pds, "com.atproto.repo.listRecords", params));
      if (answer.refusal === TOO_LARGE && limit > 1) continue;
      if (answer.refusal === TOO_LARGE) throw new ConnectorError("schema-drift");
      if (answer.refusal !== null) throw await whyAway(inquiry, identity);
      const slices = sliceItems(answer.bytes, "records");
      if (slices === null) throw new ConnectorError("schema-drift");
      const { cursor } = answer.json as { cursor?: unknown };
      if (cursor !== undefined && (typeof cursor !== "string" || !CURSOR.test(cursor))) throw new ConnectorError("schema-drift");
      return { items: slices.map((raw) => item(raw, answer.fetched)), next: cursor ?? null };
    }
  };

  const find: Records["find"] = async (key) => {
    const answer = await ask(xrpc(pds, "com.atproto.repo.getRecord", { repo: did, collection, rkey: key }));
    if (answer.refusal === "RecordNotFound") return null;
    if (answer.refusal === TOO_LARGE) throw new ConnectorError("schema-drift");
    if (answer.refusal !== null) throw await whyAway(inquiry, identity);
    return item(answer.bytes, answer.fetched);
  };

  return { list, find };
}
