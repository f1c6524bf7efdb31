import { codeOf, invalid, notFound } from "@netra/domain";
import { MAX_PIXELS, makeThumbnail, THUMBNAIL_TYPE } from "@netra/media";
import type { KeptFile } from "@netra/store";
import type { ApiDeps } from "../deps.ts";
import { actorOf, type SignedIn } from "../guard.ts";
import { findFlagFile } from "./reveal.ts";

/** More than any picture of `MAX_PIXELS` that a telephone makes: what is larger is not read into memory. */
const MOST_BYTES = MAX_PIXELS * 2;
/** Decoding takes four bytes a pixel: one picture at a time, whoever asks. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * A copy of at most 30 kB of a picture as readers see it: masked where it is masked, never the original. Made when it is first asked for, and then kept beside the files.
 *
 * Throws invalid `thumbnail-not-possible` for what is no picture, or a broken or hostile one.
 */
export async function findSmallFile(
  deps: ApiDeps,
  on: { readonly person: SignedIn; readonly flagId: string; readonly fileId: string },
): Promise<KeptFile> {
  const { store, blobs } = deps;
  const file = await findFlagFile(deps, { ...on, original: false });
  const actor = actorOf(on.person);
  const { place, kept } = await store.as(actor, async (tx) => {
    const region = await tx.triage.findRegion(on.flagId);
    if (region === undefined) throw notFound("flag");
    return { place: { region, sourceKey: file.blobKey }, kept: await tx.thumbnails.find(region, file.blobKey) };
  });
  if (kept && (await isThere(deps, kept.blobKey))) return { ...kept, mediaType: THUMBNAIL_TYPE };
  if (file.bytes > MOST_BYTES) throw invalid("thumbnail-not-possible", "No small copy can be made of a file this large. Load it whole.");
  const mine = turn.then(async () => {
    const parts: Uint8Array[] = [];
    for await (const part of await blobs.open(file.blobKey)) parts.push(part as Uint8Array);
    return makeThumbnail(Buffer.concat(parts), file.mediaType);
  });
  turn = mine.catch(() => undefined);
  const { key, size } = await blobs.put(await mine);
  await store.as(actor, (tx) => tx.thumbnails.keep({ ...place, blobKey: key, bytes: size }));
  return { blobKey: key, bytes: size, mediaType: THUMBNAIL_TYPE };
}

/** Nothing depends on a copy: one whose bytes are gone or damaged is made again. */
async function isThere({ blobs }: Pick<ApiDeps, "blobs">, key: string): Promise<boolean> {
  try {
    (await blobs.open(key)).destroy();
    return true;
  } catch (error) {
    if (codeOf(error) === "blob-not-found" || codeOf(error) === "blob-damaged") return false;
    throw error;
  }
}
