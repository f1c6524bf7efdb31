import type { Blobs } from "@netra/blobs";
import { codeOf } from "@netra/domain";
import type { ImageReader } from "@netra/media";
import type { Log } from "@netra/queue";
import type { Store } from "@netra/store";

/** What reading pictures needs. */
export interface PicturesDeps {
  readonly store: Store;
  readonly actor: Parameters<Store["as"]>[0];
  readonly blobs: Pick<Blobs, "open">;
  readonly reader: ImageReader;
  readonly log: Log;
}

/** Pictures in one go: about ten seconds, so that nothing else waits for long. */
const AT_ONCE = 5;
const LOST: ReadonlySet<string> = new Set(["image-unreadable", "blob-not-found", "blob-damaged"]);

/**
 * Reads the words in pictures that people sent and that hang on flagged posts, oldest first. A picture that cannot be read is said to be so, and not tried again.
 *
 * May run twice, late, or in two processes: the first reading stays.
 */
export function createReadPictures({ store, actor, blobs, reader, log }: PicturesDeps) {
  return async function readPictures(signal: AbortSignal): Promise<void> {
    const waiting = await store.as(actor, (tx) => tx.pictures.listUnread(AT_ONCE));
    let read = 0;
    for (const { from, id, region, blobKey } of waiting) {
      if (signal.aborted) break;
      const found = await readOne(blobKey);
      await store.as(actor, (tx) => tx.pictures.keep({ from, id, region, ...found }));
      if (found.state === "read") read += 1;
    }
    if (waiting.length < AT_ONCE) await reader.close();
    log.info("custody.pictures", { looked: waiting.length, read });
  };

  async function readOne(blobKey: string): Promise<{ state: "read" | "empty" | "unreadable"; text: string; confidence: number; engine: string }> {
    try {
      const { text, confidence, engine } = await reader.read(await bytesOf(blobKey));
      return { state: text === "" ? "empty" : "read", text, confidence, engine };
    } catch (error) {
      // A disk that fails is another matter than a picture that cannot be read: the task runs again. Lost bytes are fixity's to report.
      if (!LOST.has(codeOf(error))) throw error;
      return { state: "unreadable", text: "", confidence: 0, engine: "none" };
    }
  }

  async function bytesOf(blobKey: string): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for await (const part of await blobs.open(blobKey)) parts.push(part as Uint8Array);
    return Buffer.concat(parts);
  }
}
