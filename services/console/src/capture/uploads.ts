import { useEffect, useSyncExternalStore } from "react";
import * as device from "./device-store.ts";
import type { DraftFile } from "./draft.ts";

/**
 * Asked for as soon as the page stands, so that a line lost afterwards does not matter. A browser never asks twice for a module that it could not
 * load, only a new page does: when the line is back the page is loaded anew, which loses nothing, since drafts and files lie on the device.
 */
const library = import("tus-js-client");
library.catch(() => window.addEventListener("online", () => window.location.reload(), { once: true }));

interface KeptFile {
  readonly blob: Blob;
  readonly name: string;
  readonly type: string;
  /** Where the server keeps the parts it has; lets an upload go on after a restart of the phone. */
  readonly uploadUrl: string | null;
  readonly done: boolean;
}

const CHUNK_BYTES = 256 * 1024;
const RETRY_MS = [0, 1000, 3000, 5000, 10_000];
const key = (fileId: string): string => `file:${fileId}`;

const running = new Map<string, Promise<string>>();
/** Bytes the server has, by file. Replaced on change, so that React sees it. */
let sent: Readonly<Record<string, number>> = {};
const listeners = new Set<() => void>();

function report(fileId: string, bytes: number): void {
  sent = { ...sent, [fileId]: bytes };
  for (const listener of listeners) listener();
}

export async function keepFile(file: DraftFile, blob: Blob): Promise<void> {
  await device.keep(key(file.id), { blob, name: file.name, type: file.type, uploadUrl: null, done: false } satisfies KeptFile);
}

export const findBlob = async (fileId: string): Promise<Blob | undefined> => (await device.find<KeptFile>(key(fileId)))?.blob;
export const forgetFile = (fileId: string): Promise<void> => device.forget(key(fileId));

/** Uploads a kept file, or goes on where it stopped, and answers with the server's id for it. One upload a file, however often it is asked for. */
export function ensureUploaded(fileId: string): Promise<string> {
  const already = running.get(fileId);
  if (already !== undefined) return already;
  const upload = start(fileId).finally(() => running.delete(fileId));
  running.set(fileId, upload);
  return upload;
}

async function start(fileId: string): Promise<string> {
  const file = await device.find<KeptFile>(key(fileId));
  if (file === undefined) throw new Error("The file is no longer on this device.");
  if (file.done && file.uploadUrl !== null) {
    report(fileId, file.blob.size);
    return idOf(file.uploadUrl);
  }
  const { Upload } = await library;
  return await new Promise<string>((resolve, reject) => {
    const upload = new Upload(file.blob, {
      endpoint: "/api/uploads",
      uploadUrl: file.uploadUrl,
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_MS,
      storeFingerprintForResuming: false, // The draft remembers the address itself, beside the bytes.
      metadata: { filename: file.name, filetype: file.type },
      onUploadUrlAvailable: () => void device.keep(key(fileId), { ...file, uploadUrl: upload.url }),
      onProgress: (bytes) => report(fileId, bytes),
      onError: reject,
      onSuccess: () => {
        const url = upload.url ?? "";
        report(fileId, file.blob.size);
        void device.keep(key(fileId), { ...file, uploadUrl: url, done: true }).then(() => resolve(idOf(url)));
      },
    });
    upload.start();
  });
}

const idOf = (url: string): string => url.split("/").at(-1) ?? "";

/** Bytes sent so far of these files, and of how many; also of those sent before the page was last opened. */
export function useUploadProgress(files: readonly DraftFile[]): { sent: number; total: number } {
  useEffect(() => {
    for (const file of files)
      void device.find<KeptFile>(key(file.id)).then((kept) => {
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
