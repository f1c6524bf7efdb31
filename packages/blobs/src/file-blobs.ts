import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { link, mkdir, open, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DomainError } from "@netra/domain";
import type { BlobKey, Blobs, StoredBlob } from "./blobs.ts";
import { blobDamaged, blobNotFound, digestOf, digestOfFile, KEY, requireKey, writeNew } from "./digest.ts";

const PREFIX = /^[0-9a-f]{2}$/;
/** Marks, in `tmp/`, a blob on its way out. */
const ASIDE = "removed-";

/** Keeps blobs in a directory, which is made when it is first written to. Only this process's user may read them. */
export function createFileBlobs({ dir }: { readonly dir: string }): Blobs {
  const pathOf = (key: BlobKey): string => join(dir, requireKey(key).slice(0, 2), key.slice(2, 4), key);

  const makeTemp = async (): Promise<string> => {
    await mkdir(join(dir, "tmp"), { recursive: true, mode: 0o700 });
    return join(dir, "tmp", randomUUID());
  };

  const asideOf = async (key: BlobKey): Promise<string> => {
    await mkdir(join(dir, "tmp"), { recursive: true, mode: 0o700 });
    return join(dir, "tmp", `${ASIDE}${key}`);
  };

  /** Gives synced bytes their final name. Replaces what is there: equal bytes, or damaged ones, which this mends. */
  const settle = async (from: string, { key, size }: StoredBlob): Promise<StoredBlob> => {
    const path = pathOf(key);
    const made = await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // An upload may have been written days ago; what counts is when it was put.
    const now = new Date();
    await utimes(from, now, now);
    await rename(from, path);
    // A new name is safe only once the directory that holds it is.
    for (const parent of made === undefined ? [dirname(path)] : [dirname(path), join(dir, key.slice(0, 2)), dir]) await syncDirectory(parent);
    return { key, size };
  };

  const put: Blobs["put"] = (source, limits = {}) =>
    onDisk(async () => {
      const temp = await makeTemp();
      try {
        return await settle(temp, await writeNew(temp, { source, maxBytes: limits.maxBytes ?? Number.POSITIVE_INFINITY }));
      } catch (error) {
        await rm(temp, { force: true });
        throw error;
      }
    });

  return {
    put,

    putFile: (path) =>
      onDisk(async () => {
        const blob = await digestOfFile(path);
        await syncUpload(path);
        try {
          return await settle(path, blob);
        } catch (error) {
          if (codeOf(error) !== "EXDEV") throw error; // the upload stays where it is
          const copied = await put(createReadStream(path));
          await rm(path);
          return copied;
        }
      }),

    open: (key) =>
      onDisk(async () => {
        const file = await open(pathOf(key)).catch(missing(key));
        try {
          // Read twice, so that a changed byte is told before the first one is given away.
          const found = await digestOf(file.createReadStream({ start: 0, autoClose: false }));
          if (found.key !== key) throw blobDamaged(key);
        } catch (error) {
          await file.close();
          throw error;
        }
        return file.createReadStream({ start: 0 });
      }),

    has: (key) => onDisk(async () => (await stat(pathOf(key)).catch(unlessMissing)) !== null),

    size: (key) => onDisk(async () => (await stat(pathOf(key)).catch(missing(key))).size),

    verify: (key) =>
      onDisk(async () => {
        const found = await digestOfFile(pathOf(key)).catch(unlessMissing);
        if (found === null) return "missing";
        return found.key === key ? "intact" : "damaged";
      }),

    async *list() {
      for (const first of await namesIn(dir, PREFIX))
        for (const second of await namesIn(join(dir, first), PREFIX)) yield* await namesIn(join(dir, first, second), KEY);
    },

    remove: (key, { unusedSince }) =>
      onDisk(async () => {
        const path = pathOf(key);
        const aside = await asideOf(key);
        // Out of the way first: whoever puts the same bytes now writes a file of their own.
        if ((await rename(path, aside).catch(unlessMissing)) === null) return "missing";
        if ((await stat(aside)).mtime > unusedSince) {
          await putBack(aside, path);
          return "kept";
        }
        await rm(aside);
        return "removed";
      }),

    clearUnfinished: (before) =>
      onDisk(async () => {
        const tmp = join(dir, "tmp");
        for (const name of await namesIn(tmp, /./)) {
          const path = join(tmp, name);
          const key = name.startsWith(ASIDE) ? name.slice(ASIDE.length) : null;
          if (key !== null && KEY.test(key)) await putBack(path, pathOf(key));
          else if (((await stat(path).catch(unlessMissing))?.mtime ?? before) < before) await rm(path, { force: true });
        }
      }),
  };
}

/** Gives a blob its own name again, unless the same bytes were put meanwhile: those may have mended it. */
async function putBack(aside: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await link(aside, path).catch((error: unknown) => {
    if (codeOf(error) !== "EEXIST") throw error;
  });
  await syncDirectory(dirname(path));
  await rm(aside, { force: true });
}

/** Names of a form in a directory, in order; none when there is no such directory. */
async function namesIn(path: string, form: RegExp): Promise<string[]> {
  const names = await onDisk(() => readdir(path).catch(unlessMissing));
  return (names ?? []).filter((name) => form.test(name)).sort();
}

/** Makes an upload's bytes safe, and its rights those of a blob. */
async function syncUpload(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.chmod(0o600);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncDirectory(path: string): Promise<void> {
  if (process.platform === "win32") return; // which cannot open a directory, and keeps its names safe by itself
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

const codeOf = (error: unknown): string | undefined => (error instanceof Error && "code" in error ? String(error.code) : undefined);

function unlessMissing(error: unknown): null {
  if (codeOf(error) === "ENOENT") return null;
  throw error;
}

const missing =
  (key: BlobKey) =>
  (error: unknown): never => {
    if (codeOf(error) !== "ENOENT") throw error;
    throw blobNotFound(key, error);
  };

/** What the disk says, as the house says it. A source stream's own error passes as it is. */
const DISK_REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full: free space on it",
  EDQUOT: "the quota is used up: raise it or free space",
  EACCES: "access is refused: give the service's user the directory",
  EPERM: "access is refused: give the service's user the directory",
  EROFS: "the disk is read-only: mount it writable",
  ENOTDIR: "a file stands where a directory should: move it away",
  EEXIST: "a file stands where a directory should: move it away",
  EMFILE: "too many files are open: raise the limit of open files",
  EIO: "the disk failed: check it, then verify the blobs",
};

async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const remedy = DISK_REMEDIES[codeOf(error) ?? ""];
    if (remedy === undefined || error instanceof DomainError) throw error;
    throw new DomainError("unavailable", "blob-store", `The blob store does not answer: ${remedy}.`, {
      detail: { errno: codeOf(error) },
      cause: error,
    });
  }
}
