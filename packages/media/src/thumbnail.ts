import { invalid } from "@netra/domain";
import { MAX_PIXELS } from "./image-reader.ts";

/** The most bytes of a small copy, whatever it shows: a slow line loads it in a second or two. */
export const MAX_THUMBNAIL_BYTES = 30_000;
export const THUMBNAIL_TYPE = "image/webp";
/** Kinds of pictures that a small copy is made of. */
export const SHRINKABLE: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/webp"]);

/** Longest side in pixels, and quality: what a screenshot needs comes first, what noise needs last. */
const STEPS = [
  { side: 640, quality: 60 },
  { side: 480, quality: 45 },
  { side: 320, quality: 35 },
  { side: 200, quality: 25 },
  { side: 96, quality: 10 },
] as const;
const MAKE_WITHIN_SECONDS = 20;

/**
 * A small copy of a picture: turned as it is seen, without any metadata, only its first frame, never more than `MAX_THUMBNAIL_BYTES` (WebP). A picture is never made larger.
 *
 * Throws invalid `thumbnail-not-possible` for what is no PNG, JPEG or WebP, is broken, or has more than MAX_PIXELS.
 *
 * Cost: decodes the picture at most five times, mostly once; about half a second for twelve million pixels, four bytes a pixel.
 */
export async function makeThumbnail(picture: Uint8Array, mediaType: string): Promise<Buffer> {
  if (!SHRINKABLE.has(mediaType)) throw refuse("it is no PNG, JPEG or WebP");
  // A native library: a process that shrinks nothing does not load it.
  const { default: sharp } = await import("sharp");
  try {
    const limits = { limitInputPixels: MAX_PIXELS, failOn: "error", pages: 1 } as const;
    // Decoded once at the largest size; the others are made of that.
    const largest = await sharp(picture, limits)
      .autoOrient()
      .resize({ width: STEPS[0].side, height: STEPS[0].side, fit: "inside", withoutEnlargement: true })
      .timeout({ seconds: MAKE_WITHIN_SECONDS })
      .png({ compressionLevel: 1 })
      .toBuffer();
    for (const { side, quality } of STEPS) {
      const made = await sharp(largest)
        .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true })
        .webp({ quality })
        .timeout({ seconds: MAKE_WITHIN_SECONDS })
        .toBuffer();
      if (made.length <= MAX_THUMBNAIL_BYTES) return made;
    }
  } catch {
    throw refuse("it is broken, too large, or not what it says it is");
  }
  throw refuse("no small copy of it is small enough");
}

const refuse = (what: string): Error => invalid("thumbnail-not-possible", `No small copy can be made of this picture: ${what}. Load it whole.`);
