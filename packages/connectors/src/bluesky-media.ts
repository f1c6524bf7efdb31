import { type FetchTrace, invalid, MAX_MEDIA, type MediaKind, type MediaReference } from "@netra/domain";
import type { GuardedFetch } from "@netra/outbound";
import { GONE, readAnswer, xrpc } from "./bluesky-ask.ts";
import { digestOfCid } from "./bluesky-cid.ts";
import { type Inquiry, identify, whyAway } from "./bluesky-identity.ts";
import { holdsRecord } from "./bluesky-proof.ts";
import type { FetchMediaAsk } from "./connector.ts";
import { ConnectorError } from "./connector-error.ts";
import { beginTrace, clockFrom } from "./trace.ts";

/** A blob as records name it; the second form is from before 2023 and still valid. */
type Blob = { readonly ref?: { readonly $link?: unknown }; readonly cid?: unknown };

interface Embed {
  readonly $type?: string;
  readonly images?: readonly { readonly image?: Blob }[];
  readonly items?: readonly { readonly image?: Blob }[];
  readonly video?: Blob;
  readonly media?: Embed;
}

/**
 * The pictures and videos of the author's own that hang on a post, then the proof of the record. Not the picture of a page that is linked to: it is somebody else's, and says nothing of
 * the author. `embed` must fit the lexicon.
 */
export function mediaOf({ uri, embed }: { readonly uri: string; readonly embed: unknown }): MediaReference[] {
  const named = blobsOf((embed ?? {}) as Embed).flatMap(({ kind, blob }) => {
    const cid = blob?.ref?.$link ?? blob?.cid;
    return typeof cid === "string" && cid.length <= 200 ? [{ kind, reference: cid, sha256: digestOfCid(cid) }] : [];
  });
  return [...named.slice(0, MAX_MEDIA - 1), { kind: "proof", reference: uri, sha256: null }];
}

function blobsOf({ $type, images = [], items = [], video, media }: Embed): { kind: MediaKind; blob: Blob | undefined }[] {
  switch ($type) {
    case "app.bsky.embed.images":
      return images.map(({ image }) => ({ kind: "image", blob: image }));
    case "app.bsky.embed.gallery":
      return items.map(({ image }) => ({ kind: "image", blob: image }));
    case "app.bsky.embed.video":
      return [{ kind: "video", blob: video }];
    case "app.bsky.embed.recordWithMedia":
      return media === undefined ? [] : blobsOf(media);
    default:
      return [];
  }
}

/** The longest proof that is read: the path to one record through the tree of a large account is some kilobytes. */
const PROOF_BYTES = 1024 * 1024;
const NOT_THERE: ReadonlySet<string> = new Set([GONE, "BlobNotFound", "RecordNotFound"]);

/**
 * Fetches one file, or the proof of the record, from the server that keeps the account. Null when the server has the account and says that there is no such thing. The bytes of a file are the
 * caller's to compare with their CID; a proof is compared here, and one of another state of the record is refused as `hash-mismatch`.
 */
export async function fetchBlueskyMedia(
  inquiry: Inquiry,
  { fetch, given }: { fetch: GuardedFetch; given: FetchMediaAsk },
): Promise<FetchTrace | null> {
  const { account, externalId, kind, reference, signal } = given;
  const [, did, collection, rkey] = /^at:\/\/(did:[^/]+)\/([^/]+)\/([^/]+)$/.exec(externalId) ?? [];
  if (did === undefined || collection === undefined || rkey === undefined) throw new ConnectorError("bad-request");
  // Without a hash in its name nobody could tell whether these are the bytes that the post named.
  if (kind === "proof" ? reference !== externalId : digestOfCid(reference) === null) throw new ConnectorError("bad-request");
  const identity = await identify(inquiry, { handle: account.handle, did: account.externalId });
  if (identity.did !== did) throw new ConnectorError("bad-request");
  const url =
    kind === "proof"
      ? xrpc(identity.pds, "com.atproto.sync.getRecord", { did, collection, rkey })
      : xrpc(identity.pds, "com.atproto.sync.getBlob", { did, cid: reference });
  const trace = beginTrace(url, clockFrom(given.now));
  const limits = kind === "proof" ? { maxBytes: Math.min(PROOF_BYTES, given.maxBytes) } : { maxBytes: given.maxBytes, into: given.into };
  const response = await fetch(url, { signal, ...limits });
  if (response.status === 200) {
    const fetched = trace(response);
    if (kind !== "proof") return fetched;
    if (!holdsRecord(response.body, given.versionKey)) throw invalid("hash-mismatch", "The proof is not of this state of the record.");
    await given.into(once(response.body));
    return fetched;
  }
  if (response.status === 404) return null;
  const { refusal } = readAnswer(response, given.now);
  if (refusal !== null && NOT_THERE.has(refusal)) return null;
  throw await whyAway(inquiry, identity);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
