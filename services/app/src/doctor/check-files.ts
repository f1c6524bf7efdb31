import type { BucketLook } from "@netra/blobs";
import { count } from "./check-settings.ts";
import { type Checks, fail, note, ok, warn } from "./finding.ts";

export interface FilesFacts {
  /** Null when files are kept in the data directory. */
  readonly bucket: { readonly url: string; readonly name: string; readonly look: BucketLook } | null;
  /** Files that lie in the data directory; null when this user may not look. */
  readonly inDirectory: number | null;
}

const CLOCK_SECONDS = 60;

/** What to do, by how the bucket refused. */
const REMEDIES: Readonly<Record<string, string>> = {
  "blobs-no-bucket": "Make the bucket, or correct NETRA_S3_BUCKET.",
  "blobs-refused":
    "Correct NETRA_S3_KEY_ID and NETRA_S3_SECRET, let that key list, read, write and delete in the bucket, and look at this machine's clock.",
  "blobs-elsewhere": "Correct NETRA_S3_URL and NETRA_S3_REGION; redirects are not followed.",
};

export const FILES_CHECKS: Checks<FilesFacts> = {
  place: ({ bucket }) => {
    if (bucket === null) return null;
    const { host } = new URL(bucket.url);
    if (bucket.look.reached) return ok(`files are in the bucket ${bucket.name} at ${host}`);
    return fail(
      `the bucket ${bucket.name} at ${host} cannot be used (${bucket.look.code}): nothing can be uploaded or shown`,
      REMEDIES[bucket.look.code] ??
        "Start the service, look at the network between, or correct NETRA_S3_URL; http needs a private address and NETRA_S3_PLAIN_HTTP=yes.",
    );
  },
  versions: ({ bucket }) => {
    if (!bucket?.look.reached) return null;
    const remedy =
      "netra backup holds only the list of its keys: switch on the bucket's versions, or let its service keep a copy elsewhere, and try bringing one back.";
    if (bucket.look.versions === "on") return ok("the bucket keeps versions: what is removed or written over can be brought back");
    return bucket.look.versions === "off"
      ? warn("the bucket keeps no versions: what is removed from it by mistake is gone", remedy)
      : note("the service does not say whether the bucket keeps versions", remedy);
  },
  clock: ({ bucket }) => {
    if (!bucket?.look.reached || Math.abs(bucket.look.skewSeconds) < CLOCK_SECONDS) return null;
    const seconds = Math.round(bucket.look.skewSeconds);
    return warn(
      `this machine's clock is ${Math.abs(seconds)} s ${seconds > 0 ? "ahead of" : "behind"} the bucket's`,
      "Set both clocks by NTP: from 15 minutes on every call is refused.",
    );
  },
  encryption: ({ bucket }) =>
    bucket?.url.startsWith("http:") && !/^http:\/\/(localhost|127\.|\[::1\])/.test(bucket.url)
      ? warn("files cross the network readable: NETRA_S3_URL is http", "Switch TLS on at the service and write https in NETRA_S3_URL.")
      : null,
  "left-behind": ({ bucket, inDirectory }) =>
    bucket === null || inDirectory === null || inDirectory === 0
      ? null
      : warn(
          `${count(inDirectory, "file")} in NETRA_DATA_DIR/blobs, where nobody looks since NETRA_S3_URL is set`,
          "Run npx netra files copy --to bucket; when it says that all are there already, move that directory away.",
        ),
};
