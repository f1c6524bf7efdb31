import { type Inquiry, identify, latestRevision } from "./bluesky-identity.ts";
import { COLLECTIONS } from "./bluesky-lexicons.ts";
import { recordsOf } from "./bluesky-list.ts";
import type { FetchedPost, FetchOneAsk } from "./connector.ts";
import { ConnectorError } from "./connector-error.ts";

/**
 * Asks an account's own server for one record, by its address. Null only when the server has the account and says that there is no such record. Costs up to five requests: a record is
 * asked for after the account, so that one that went with its account is no deletion.
 */
export async function fetchOne(inquiry: Inquiry, { account, externalId }: Pick<FetchOneAsk, "account" | "externalId">): Promise<FetchedPost | null> {
  const [, did, nsid, key] = /^at:\/\/(did:[^/]+)\/([^/]+)\/([^/]+)$/.exec(externalId) ?? [];
  const collection = COLLECTIONS.find((name) => name === nsid);
  if (did === undefined || key === undefined || collection === undefined) throw new ConnectorError("bad-request");
  const identity = await identify(inquiry, { handle: account.handle, did: account.externalId });
  if (identity.did !== did) throw new ConnectorError("bad-request");
  await latestRevision(inquiry, identity);
  const item = await recordsOf(inquiry, { identity, collection, pageSize: 1 }).find(key);
  if (item === null) return null;
  if (item.post === null || item.post.externalId !== externalId) throw new ConnectorError("schema-drift");
  return item.post;
}
