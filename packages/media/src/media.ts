import { fileTypeFromBuffer } from "file-type";

/** The largest upload or attachment. */
export const MAX_MEDIA_BYTES = 200 * 1024 * 1024;

/** How much of a file's beginning `sniffMedia` needs; more does no harm. */
export const SNIFF_BYTES = 4100;

/** What a witness's telephone makes, and PDF. Nothing a browser runs (SVG, HTML), no archive, nothing unknown. */
const ACCEPTED: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/webp",
  "image/heic",
  "image/heif", // the same pictures, under the neutral brand
  "video/mp4",
  "video/quicktime",
  "video/webm",
  "audio/x-m4a",
  "audio/mp4",
  "audio/mpeg",
  "audio/ogg",
  "application/pdf",
]);

export interface MediaType {
  /** Without parameters: `audio/ogg`, not `audio/ogg; codecs=opus`. */
  readonly mime: string;
  /** Without the dot. */
  readonly ext: string;
}

/**
 * Tells what a file is from its first `SNIFF_BYTES` bytes (or all of it), or null when they show nothing known: text, HTML and most SVG show nothing.
 * It names any type it knows, accepted or not. Never throws on bytes.
 */
export async function sniffMedia(head: Uint8Array): Promise<MediaType | null> {
  const found = await fileTypeFromBuffer(head);
  return found === undefined ? null : { mime: essenceOf(found.mime), ext: found.ext };
}

/** Whether a file of this type, as `sniffMedia` tells it, may be attached. Parameters and case are ignored. */
export const isAcceptedMedia = (mime: string): boolean => ACCEPTED.has(essenceOf(mime));

const essenceOf = (mime: string): string => (mime.split(";")[0] ?? "").trim().toLowerCase();
