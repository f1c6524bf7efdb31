import { invalid } from "@netra/domain";
import { MAX_PIXELS } from "./image-reader.ts";

/** A region of a picture as it is seen, as fractions of its width and height, counted from the upper left. */
export interface PictureRegion {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface MaskedPicture {
  readonly bytes: Buffer;
  readonly mediaType: string;
}

/** Kinds of pictures that can be masked; each stays what it is. */
const WRITERS = { "image/png": "png", "image/jpeg": "jpeg", "image/webp": "webp" } as const;
const PAINT_WITHIN_SECONDS = 20;
/** Enough for a telephone's largest screenshot; the pixels are limited too. */
export const MAX_MASKED_BYTES = 50 * 1024 * 1024;
const QUALITY = 90;

const refuse = (what: string): Error =>
  invalid("mask-not-possible", `This picture cannot be masked: ${what}. Keep it without a mask, or return it and ask for a screenshot.`);

/**
 * Paints opaque boxes over regions of a picture and gives a new picture: turned as it is seen, without any metadata, only its first frame. What lay under a box is gone
 * from the bytes. A box covers every pixel that it touches, at least one. The type stays.
 *
 * Throws invalid `mask-not-possible` for what is no PNG, JPEG or WebP, is broken, or has more than MAX_PIXELS.
 *
 * Cost: decodes and encodes the whole picture, about a second for ten million pixels, four bytes a pixel.
 */
export async function maskPicture(picture: Uint8Array, mediaType: string, regions: readonly PictureRegion[]): Promise<MaskedPicture> {
  const writer = WRITERS[mediaType as keyof typeof WRITERS];
  if (writer === undefined) throw refuse("only PNG, JPEG and WebP can be");
  // A native library: a process that masks nothing does not load it.
  const { default: sharp } = await import("sharp");
  const limits = { limitInputPixels: MAX_PIXELS, failOn: "error", pages: 1 } as const;
  try {
    const { width, height } = (await sharp(picture, limits).metadata()).autoOrient;
    if (width * height > MAX_PIXELS) throw new Error("too many pixels");
    const boxes = regions.map((region) => {
      const box = pixelsOf(region, { width, height });
      const create = { width: box.width, height: box.height, channels: 3, background: { r: 0, g: 0, b: 0 } } as const;
      return { input: { create }, left: box.left, top: box.top };
    });
    const painted = sharp(picture, limits).autoOrient().composite(boxes).timeout({ seconds: PAINT_WITHIN_SECONDS });
    const bytes = await (writer === "png" ? painted.png() : painted[writer]({ quality: QUALITY })).toBuffer();
    return { bytes, mediaType };
  } catch (error) {
    if (error instanceof Error && "kind" in error) throw error;
    throw refuse("it is broken, too large, or not what it says it is");
  }
}

/** The pixels that a region touches, within the picture. */
function pixelsOf(
  { x, y, width, height }: PictureRegion,
  size: { readonly width: number; readonly height: number },
): { readonly left: number; readonly top: number; readonly width: number; readonly height: number } {
  const span = (from: number, length: number, pixels: number): [number, number] => {
    const first = Math.min(pixels - 1, Math.max(0, Math.floor(from * pixels)));
    const end = Math.max(first + 1, Math.min(pixels, Math.ceil((from + length) * pixels)));
    return [first, end - first];
  };
  const [left, boxWidth] = span(x, width, size.width);
  const [top, boxHeight] = span(y, height, size.height);
  return { left, top, width: boxWidth, height: boxHeight };
}
