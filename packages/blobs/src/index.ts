export * from "./blobs.ts";
export * from "./file-blobs.ts";
export { type BucketLook, lookAtBucket } from "./look-at-bucket.ts";
export { createS3Blobs } from "./s3-blobs.ts";
export type { S3Patience, S3Settings } from "./s3-settings.ts";
