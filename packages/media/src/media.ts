import { fileTypeFromBuffer } from "file-type";

/**
 * The largest upload or attachment, in bytes: twenty minutes of a phone's video as phones record it (1080p at 30 pictures a second is some 60 MB a minute
 * in HEVC; source: the figures that iOS shows beside that choice), with a fifth to spare. Over 400 kbit/s it takes eight hours, and may: parts resume for a day.
 */
export const MAX_MEDIA_BYTES = 1_500_000_000;

/** The largest picture or document, in bytes. They are read whole by whoever reads the words in them; sound and video never are. */
export const MAX_STILL_BYTES = 100_000_000;

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

/** How large a file of this type may be, in bytes. */
export const maxBytesOf = (mime: string): number => (/^(video|audio)\//.test(essenceOf(mime)) ? MAX_MEDIA_BYTES : MAX_STILL_BYTES);

const essenceOf = (mime: string): string => (mime.split(";")[0] ?? "").trim().toLowerCase();
