import { MAX_PIXELS } from "./image-reader.ts";
import { imageSize } from "./image-size.ts";
import { sniffMedia } from "./media.ts";

/** What a platform's player shows. Nothing that a browser runs, no archive. */
const TYPES: Readonly<Record<"image" | "video", ReadonlySet<string>>> = {
  image: new Set(["image/png", "image/jpeg", "image/webp"]),
  video: new Set(["video/mp4", "video/webm", "video/quicktime"]),
};
const CAR = "application/vnd.ipld.car";
/** A CAR of version 1 begins with its header's length, then a map of `roots` and `version` (IPLD, CARv1). */
const CAR_BEGINS = /^.{1,2}\xa2erootsA?/s;

/** What a fetched file is by its own bytes, or a code for why it is not taken. */
export type FetchedMedia = { readonly mediaType: string } | { readonly refused: "type-not-allowed" | "too-many-pixels" | "image-unreadable" };

/**
 * Judges a file by its bytes, whatever its server said of it. A picture must be given whole, of a video the first `SNIFF_BYTES` are enough. A picture's size is read from its header and
 * nothing is decoded: a small file may hold a very large one. Never throws on bytes.
 */
export async function judgeFetched(kind: "image" | "video" | "proof", bytes: Uint8Array): Promise<FetchedMedia> {
  if (kind === "proof")
    return CAR_BEGINS.test(Buffer.from(bytes.subarray(0, 32)).toString("latin1")) ? { mediaType: CAR } : { refused: "type-not-allowed" };
  const mime = (await sniffMedia(bytes))?.mime;
  if (mime === undefined || !TYPES[kind].has(mime)) return { refused: "type-not-allowed" };
  if (kind === "video") return { mediaType: mime };
  const size = imageSize(bytes);
  if (size === null || size.width * size.height === 0) return { refused: "image-unreadable" };
  return size.width * size.height > MAX_PIXELS ? { refused: "too-many-pixels" } : { mediaType: mime };
}
