import { useEffect, useSyncExternalStore } from "react";
import * as device from "./device-store.ts";
import type { DraftFile } from "./draft.ts";
import { hashFile } from "./hash-file.ts";
import { needed } from "./needed.ts";

/** Asked for as soon as the page stands, so that a line lost afterwards does not matter. */
const library = needed(import("tus-js-client"));

interface KeptFile {
  readonly blob: Blob;
  readonly name: string;
  readonly type: string;
}
/** Apart from the bytes: those are written once, however large. */
interface KeptUpload {
  /** Where the server keeps the parts it has; lets an upload go on after a restart of the phone. */
  readonly uploadUrl: string;
  readonly done: boolean;
}

/** A part must be through in the server's 60 s: at 400 kbit/s two at once take a sixth of that. */
const CHUNK_BYTES = 256 * 1024;
const AT_ONCE = 2;
const RETRY_MS = [0, 1000, 3000, 5000, 10_000];
const fileKey = (fileId: string): string => `file:${fileId}`;
const uploadKey = (fileId: string): string => `upload:${fileId}`;
const hashKey = (fileId: string): string => `hash:${fileId}`;

const running = new Map<string, Promise<string>>();
const stops = new Map<string, () => void>();
const hashing = new Map<string, Promise<string | null>>();
/** Bytes the server has, by file. Replaced on change, so that React sees it. */
let sent: Readonly<Record<string, number>> = {};
const listeners = new Set<() => void>();

function report(fileId: string, bytes: number): void {
  sent = { ...sent, [fileId]: bytes };
  for (const listener of listeners) listener();
}

/** Keeps a file's bytes as they are: never resized, never encoded anew. False when the phone has no room. */
export async function keepFile(file: Pick<DraftFile, "id" | "name" | "type">, blob: Blob): Promise<boolean> {
  void navigator.storage?.persist?.(); // A phone that runs full must not clear it.
  if (!(await device.keepLarge(fileKey(file.id), { blob, name: file.name, type: file.type } satisfies KeptFile))) return false;
  void hashOf(file.id);
  return true;
}

export const findBlob = async (fileId: string): Promise<Blob | undefined> => (await device.find<KeptFile>(fileKey(fileId)))?.blob;

/** The file's SHA-256 as it lies on this phone; null when it cannot be told. Computed once. */
export function hashOf(fileId: string): Promise<string | null> {
  const already = hashing.get(fileId);
  if (already !== undefined) return already;
  const found = (async () => {
    const kept = await device.find<string>(hashKey(fileId));
    if (kept !== undefined) return kept;
    const blob = await findBlob(fileId);
    const sha256 = blob === undefined ? null : await hashFile(blob);
    if (sha256 === null) hashing.delete(fileId);
    else await device.keep(hashKey(fileId), sha256);
    return sha256;
  })();
  hashing.set(fileId, found);
  return found;
}

/** Forgets a file here; an upload under way is given up at the server too. */
export async function forgetFile(fileId: string): Promise<void> {
  stops.get(fileId)?.();
  hashing.delete(fileId);
  await Promise.all([fileKey, uploadKey, hashKey].map((key) => device.forget(key(fileId))));
}

/** Forgets where a file lies at the server, not its bytes: sent again, it is another upload. */
export const forgetUpload = (fileId: string): Promise<void> => device.forget(uploadKey(fileId));

/** Uploads a kept file, or goes on where it stopped, and answers with the server's id for it. One upload a file, however often it is asked for. */
export function ensureUploaded(fileId: string): Promise<string> {
  const already = running.get(fileId);
  if (already !== undefined) return already;
  const upload = inTurn(() => start(fileId)).finally(() => running.delete(fileId));
  running.set(fileId, upload);
  return upload;
}

let going = 0;
const queue: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (going >= AT_ONCE) await new Promise<void>((go) => queue.push(go));
  else going += 1;
  try {
    return await work();
  } finally {
    const next = queue.shift();
    if (next === undefined) going -= 1;
    else next();
  }
}

async function start(fileId: string): Promise<string> {
  const file = await device.find<KeptFile>(fileKey(fileId));
  const before = await device.find<KeptUpload>(uploadKey(fileId));
  if (file === undefined) throw new Error("The file is no longer on this device.");
  if (before?.done) {
    report(fileId, file.blob.size);
    return idOf(before.uploadUrl);
  }
  const { Upload } = await library;
  let accepted = sent[fileId] ?? 0;
  return await new Promise<string>((resolve, reject) => {
    const keep = (done: boolean) => device.keep(uploadKey(fileId), { uploadUrl: upload.url ?? "", done } satisfies KeptUpload);
    const upload = new Upload(file.blob, {
      endpoint: "/api/uploads",
      uploadUrl: before?.uploadUrl ?? null,
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_MS,
      storeFingerprintForResuming: false, // The device's store remembers the address itself, beside the bytes.
      metadata: { filename: file.name, filetype: file.type },
      onUploadUrlAvailable: () => void keep(false),
      // What left the phone and was not yet confirmed may be lost: a file counts as sent when the server has said so.
      onProgress: (bytes) => report(fileId, Math.min(bytes, file.blob.size - 1)),
      onChunkComplete: (_part, bytes) => {
        accepted = bytes;
      },
      onError: (problem) => {
        stops.delete(fileId);
        report(fileId, accepted);
        reject(problem);
      },
      onSuccess: () => {
        stops.delete(fileId);
        report(fileId, file.blob.size);
        void keep(true).then(() => resolve(idOf(upload.url ?? "")));
      },
    });
    stops.set(fileId, () => {
      stops.delete(fileId);
      upload.abort(true).catch(() => {}); // Without a line the server forgets it by itself, a day later.
      reject(new Error("The file was taken out of the draft."));
    });
    upload.start();
  });
}

const idOf = (url: string): string => url.split("/").at(-1) ?? "";

/** Bytes sent so far of these files, and of how many; also of those sent before the page was last opened. */
export function useUploadProgress(files: readonly DraftFile[]): { sent: number; total: number } {
  useEffect(() => {
    for (const file of files)
      void device.find<KeptUpload>(uploadKey(file.id)).then((kept) => {
        if (kept?.done) report(file.id, file.size);
      });
  }, [files]);
  const now = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => sent,
  );
  return { sent: files.reduce((sum, file) => sum + (now[file.id] ?? 0), 0), total: files.reduce((sum, file) => sum + file.size, 0) };
}
