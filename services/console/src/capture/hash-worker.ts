import { createSha256 } from "./sha256.ts";

/** One file to hash. The answer carries its number, and null when the file cannot be read any more. */
export interface ToHash {
  readonly number: number;
  readonly blob: Blob;
}
export interface Hashed {
  readonly number: number;
  readonly sha256: string | null;
}

const SLICE_BYTES = 4_000_000;

addEventListener("message", async ({ data: { number, blob } }: MessageEvent<ToHash>) => {
  let sha256: string | null = null;
  try {
    const hash = createSha256();
    for (let at = 0; at < blob.size; at += SLICE_BYTES) hash.update(new Uint8Array(await blob.slice(at, at + SLICE_BYTES).arrayBuffer()));
    sha256 = hash.end();
  } catch {
    // A file that another app took back: the receipt then shows no fingerprint.
  }
  postMessage({ number, sha256 } satisfies Hashed);
});
