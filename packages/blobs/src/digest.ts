import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { DomainError, invalid } from "@netra/domain";
import type { BlobKey, StoredBlob } from "./blobs.ts";

/** What a key looks like. */
export const KEY = /^[0-9a-f]{64}$/;

/** Gives a key back, or throws invalid `blob-key`: it becomes part of a path or of a URL. */
export function requireKey(key: BlobKey): BlobKey {
  if (KEY.test(key)) return key;
  throw invalid("blob-key", "A blob key is 64 lower-case hex digits: use the key that put returned.");
}

/** Key and size of bytes as they come. */
export async function digestOf(source: AsyncIterable<Uint8Array>): Promise<StoredBlob> {
  const hash = createHash("sha256");
  let size = 0;
  for await (const chunk of source) {
    size += chunk.byteLength;
    hash.update(chunk);
  }
  return { key: hash.digest("hex"), size };
}

/** Key and size of a file. */
export const digestOfFile = (path: string): Promise<StoredBlob> => digestOf(createReadStream(path));

/** Writes, hashes and syncs a new file. Over `maxBytes` it stops reading and throws invalid `blob-too-large`; the file is the caller's to remove. */
export async function writeNew(
  path: string,
  { source, maxBytes }: { readonly source: Uint8Array | AsyncIterable<Uint8Array>; readonly maxBytes: number },
): Promise<StoredBlob> {
  const file = await open(path, "wx", 0o600);
  try {
    async function* written() {
      let size = 0;
      for await (const chunk of source instanceof Uint8Array ? [source] : source) {
        size += chunk.byteLength;
        requireSize(size, maxBytes);
        await file.writeFile(chunk);
        yield chunk;
      }
    }
    const blob = await digestOf(written());
    await file.sync();
    return blob;
  } finally {
    await file.close();
  }
}

/** Throws invalid `blob-too-large`. */
export function requireSize(size: number, maxBytes: number): void {
  if (size > maxBytes) throw invalid("blob-too-large", `The file is larger than ${maxBytes} bytes: send a smaller one.`);
}

/** Nothing is kept under this key. */
export const blobNotFound = (key: BlobKey, cause?: unknown): DomainError =>
  new DomainError("not-found", "blob-not-found", `Blob ${key} is not in the store: restore it from the backup.`, { detail: { key }, cause });

/** Something else is kept under this key than it names. */
export const blobDamaged = (key: BlobKey): DomainError =>
  new DomainError("gone", "blob-damaged", `The bytes of blob ${key} were changed and are not shown: put it back from a copy that is whole.`, {
    detail: { key },
  });
