import { text } from "node:stream/consumers";
import { codeOf } from "@netra/domain";
import { createS3Client } from "./s3-client.ts";
import { listed } from "./s3-listing.ts";
import type { S3Patience, S3Settings } from "./s3-settings.ts";

/** A bucket as it answers. `versions`: whether what is removed or written over can be brought back; `unknown` when the service does not say. */
export type BucketLook =
  | {
      readonly reached: true;
      readonly versions: "on" | "off" | "unknown" /** Seconds, this machine's clock minus the service's. */;
      readonly skewSeconds: number;
    }
  | { readonly reached: false; readonly code: string };

/** Asks a bucket whether it lets us in, and whether it keeps versions. Writes nothing; takes as long as `patience` says. */
export async function lookAtBucket(settings: S3Settings, patience: S3Patience): Promise<BucketLook> {
  const client = createS3Client(settings, patience);
  try {
    const skewSeconds = await client({ method: "GET", key: "", query: { "max-keys": "1" } }, async ({ body, now }) => {
      listed(await text(body));
      return (Date.now() - now.getTime()) / 1_000;
    });
    if (skewSeconds === null) return { reached: false, code: "blobs-away" };
    const said = await client({ method: "GET", key: "", query: { versioning: "" } }, ({ body }) => text(body)).catch(() => null);
    const versions = !said?.includes("VersioningConfiguration") ? "unknown" : /<Status>\s*Enabled\s*<\/Status>/.test(said) ? "on" : "off";
    return { reached: true, versions, skewSeconds };
  } catch (error) {
    return { reached: false, code: codeOf(error) };
  }
}
