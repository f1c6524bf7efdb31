export { createImageReader, type ImageReader, type ImageText, MAX_PIXELS, READABLE_IMAGES } from "./image-reader.ts";
export * from "./media.ts";
