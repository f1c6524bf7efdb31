import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import { codeOf, DomainError } from "@netra/domain";
import type { BlobCondition, BlobKey, Blobs, StoredBlob } from "./blobs.ts";
import { blobDamaged, blobNotFound, digestOf, digestOfFile, KEY, requireKey, requireSize, writeNew } from "./digest.ts";
import { createS3Client, type S3Answer } from "./s3-client.ts";
import { listObjects } from "./s3-listing.ts";
import type { S3Patience, S3Settings } from "./s3-settings.ts";

/** What was put within this time is read back instead of sent again: a caller whose answer got lost. Well below every grace of the sweep. */
const JUST_PUT_MS = 600_000;
/** Whoever removes says so first, under this name, and has this long from then until the removal leaves. */
const LEAVING = "leaving/";
const REMOVE_WITHIN_MS = 30_000;
/** After so long no removal can still be on its way: it left in time, and a call takes no longer than its patience. */
const LEFT_FOR_GOOD_MS = 120_000;
const LOOK_AGAIN_MS = 250;
const NOBODY_LEAVES_WITHIN_MS = 150_000;

interface Head {
  readonly size: number;
  /** How long ago it was put, by the service's clock alone. */
  readonly ageMs: number;
}

/**
 * Keeps blobs in a bucket of an S3-compatible service, each under its key. Bytes pass through `spoolDir` on their way in, to know their hash before they are sent, and on their
 * way out, to compare them before they are given away; never whole through memory unless they came so.
 *
 * The service must keep S3's promises: a put is whole or not there, and who asks after an answer sees what it answered to. A remover and whoever puts the same bytes at that
 * moment agree by a note under `leaving/`: it is there before the remover looks at the age, and until the bytes are gone.
 */
export function createS3Blobs(deps: { readonly settings: S3Settings; readonly spoolDir: string; readonly patience?: S3Patience }): Blobs {
  const { spoolDir } = deps;
  const client = createS3Client(deps.settings, deps.patience);

  const spoolPath = async (): Promise<string> => {
    await mkdir(spoolDir, { recursive: true, mode: 0o700 });
    return join(spoolDir, randomUUID());
  };

  const head = (key: string): Promise<Head | null> => client({ method: "HEAD", key }, async (answer) => headOf(answer));

  const verify = async (key: BlobKey): Promise<BlobCondition> => {
    const found = await client({ method: "GET", key: requireKey(key) }, ({ body }) => digestOf(body));
    if (found === null) return "missing";
    return found.key === key ? "intact" : "damaged";
  };

  /** Waits until no remover can take this blob away that did not see how young it is now. */
  const untilNobodyLeaves = async (key: BlobKey): Promise<void> => {
    for (const until = performance.now() + NOBODY_LEAVES_WITHIN_MS; performance.now() < until; await pause(LOOK_AGAIN_MS)) {
      const notes: Head[] = [];
      for await (const page of listObjects(client, `${LEAVING}${key}/`))
        for (const note of page) notes.push((await head(note.key)) ?? { size: 0, ageMs: Number.POSITIVE_INFINITY });
      if (notes.every(({ ageMs }) => ageMs > LEFT_FOR_GOOD_MS)) return;
    }
    throw new DomainError("unavailable", "blobs-away", "The bucket of files is slow to remove what is put again: try again in a minute.");
  };

  /** Sends bytes unless they were put just now, and returns when they are there and stay. */
  const settle = async ({ key, size }: StoredBlob, from: string | Uint8Array): Promise<StoredBlob> => {
    for (let round = 0; round < 3; round += 1) {
      const there = await head(key);
      const justPut = there?.size === size && there.ageMs < JUST_PUT_MS && (await verify(key)) === "intact";
      // Sent again where it is old: that makes it young for the sweep, and mends it where it was damaged.
      if (!justPut) await client({ method: "PUT", key, body: { size, sha256: key, from } }, drained);
      await untilNobodyLeaves(key);
      if ((await head(key))?.size === size) return { key, size };
    }
    throw new DomainError("unavailable", "blobs-away", "The bucket of files does not keep what it is given: look at its server's log.");
  };

  const spooled = async <T>(act: (path: string) => Promise<T>): Promise<T> => {
    const path = await spoolPath();
    try {
      return await act(path);
    } finally {
      await rm(path, { force: true });
    }
  };

  return {
    verify,

    async put(source, { maxBytes = Number.POSITIVE_INFINITY } = {}) {
      if (!(source instanceof Uint8Array)) return spooled(async (path) => settle(await writeNew(path, { source, maxBytes }), path));
      requireSize(source.byteLength, maxBytes);
      return settle({ key: createHash("sha256").update(source).digest("hex"), size: source.byteLength }, source);
    },

    async putFile(path) {
      const blob = await settle(await digestOfFile(path), path);
      await rm(path);
      return blob;
    },

    async open(key) {
      return spooled(async (path) => {
        const found = await client({ method: "GET", key: requireKey(key) }, async ({ body }) => {
          await pipeline(body, createWriteStream(path, { mode: 0o600 }));
          return true;
        });
        if (found === null) throw blobNotFound(key);
        if ((await digestOfFile(path)).key !== key) throw blobDamaged(key);
        // Open files outlive their names.
        return (await open(path)).createReadStream();
      });
    },

    has: async (key) => (await head(requireKey(key))) !== null,

    async size(key) {
      const found = await head(requireKey(key));
      if (found === null) throw blobNotFound(key);
      return found.size;
    },

    async *list() {
      for await (const page of listObjects(client, "")) for (const { key } of page) if (KEY.test(key)) yield key;
    },

    async remove(key, { unusedSince }) {
      const grace = Date.now() - unusedSince.getTime();
      const note = `${LEAVING}${requireKey(key)}/${randomUUID()}`;
      const started = performance.now();
      await client({ method: "PUT", key: note }, drained);
      const found = await head(key);
      const mayGo = found !== null && found.ageMs >= grace && performance.now() - started < REMOVE_WITHIN_MS;
      // Never twice: a removal that arrives late would not know what was put meanwhile. If it fails, the note stays and says so.
      if (mayGo) await client({ method: "DELETE", key, attempts: 1 }, drained);
      await client({ method: "DELETE", key: note }, drained);
      if (found === null) return "missing";
      return mayGo ? "removed" : "kept";
    },

    async clearUnfinished(before) {
      for (const name of await readdir(spoolDir).catch(unlessMissing)) {
        const path = join(spoolDir, name);
        const left = await stat(path).catch(() => null);
        if (left && left.mtime < before) await rm(path, { force: true });
      }
      for await (const page of listObjects(client, LEAVING))
        for (const { key, modifiedAt } of page) if (modifiedAt < before) await client({ method: "DELETE", key }, drained);
    },
  };
}

const headOf = ({ headers, now }: S3Answer): Head => ({
  size: Number(headers["content-length"] ?? Number.NaN),
  ageMs: now.getTime() - new Date(headers["last-modified"] ?? Number.NaN).getTime(),
});

/** Reads an answer whose bytes say nothing, so that its connection can be used again. */
const drained = async ({ body }: S3Answer): Promise<true> => {
  for await (const _ of body);
  return true;
};

function unlessMissing(error: unknown): string[] {
  if (codeOf(error) === "ENOENT") return [];
  throw error;
}
