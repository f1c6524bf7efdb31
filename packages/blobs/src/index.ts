export * from "./blobs.ts";
export * from "./file-blobs.ts";
