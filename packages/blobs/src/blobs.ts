import type { Readable } from "node:stream";

/** The SHA-256 of the content, 64 lower-case hex digits. */
export type BlobKey = string;

export interface StoredBlob {
  readonly key: BlobKey;
  /** Bytes. */
  readonly size: number;
}

/** `damaged`: there, but its bytes are not those its key names. */
export type BlobCondition = "intact" | "damaged" | "missing";

/**
 * Content-addressed bytes. `open` and `size` throw not-found `blob-not-found`; every method throws invalid `blob-key` for a key of another form, and `unavailable`
 * when the disk fails (`blob-store`) or the bucket does not answer (`blobs-away`), refuses us (`blobs-refused`) or is not there (`blobs-no-bucket`).
 */
export interface Blobs {
  /** Stores bytes or a stream of them and returns when they are safe. Idempotent. Over `maxBytes` it stops reading, keeps nothing and throws `invalid`. */
  put(source: Uint8Array | AsyncIterable<Uint8Array>, limits?: { readonly maxBytes?: number }): Promise<StoredBlob>;
  /** Takes over a finished file, which is then no longer at `path`. Cheap on the same disk: it is read once and moved. */
  putFile(path: string): Promise<StoredBlob>;
  /** The bytes as a stream, compared with their key before the first of them: gone `blob-damaged` when they are others. The caller reads it to its end or destroys it. */
  open(key: BlobKey): Promise<Readable>;
  has(key: BlobKey): Promise<boolean>;
  size(key: BlobKey): Promise<number>;
  /** Reads the whole blob and compares it with its key. */
  verify(key: BlobKey): Promise<BlobCondition>;
  /** Every key there is, in order. One that is put or removed meanwhile may be there or not. */
  list(): AsyncIterable<BlobKey>;
  /**
   * Takes a blob away for good, unless it was put after `unusedSince`: then somebody is about to name it, and it stays. Whether a row names it is the caller's to know.
   * A crash in between leaves the blob in its place or aside, where `clearUnfinished` finds it and puts it back.
   */
  remove(key: BlobKey, limits: { readonly unusedSince: Date }): Promise<"removed" | "kept" | "missing">;
  /** Clears what a crash left behind: unfinished bytes last written before a time go, a blob that was half removed comes back. */
  clearUnfinished(before: Date): Promise<void>;
}
