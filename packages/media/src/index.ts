export { drawPicture } from "./draw-picture.ts";
export * from "./fetched-media.ts";
export { createImageReader, type ImageReader, type ImageText, MAX_PIXELS, READABLE_IMAGES } from "./image-reader.ts";
export { MAX_MASKED_BYTES, type MaskedPicture, maskPicture, type PictureRegion } from "./mask-picture.ts";
export * from "./media.ts";
export { MAX_THUMBNAIL_BYTES, makeThumbnail, SHRINKABLE, THUMBNAIL_TYPE } from "./thumbnail.ts";
