import { createStore, del, get, set, update } from "idb-keyval";

/**
 * What lies on this phone until it is sent: drafts, files, outbox. IndexedDB, so that a closed tab or an empty battery loses nothing.
 * Where a browser refuses storage (private windows), it lives in memory and `isLasting()` says so.
 */
const store = typeof indexedDB === "undefined" ? undefined : createStore("netra-capture", "kept");
const memory = new Map<string, unknown>();
let lasting = store !== undefined;

async function attempt<T>(work: () => Promise<T>, otherwise: () => T): Promise<T> {
  if (!lasting) return otherwise();
  try {
    return await work();
  } catch {
    lasting = false;
    return otherwise();
  }
}

export const isLasting = (): boolean => lasting;
export const keep = (key: string, value: unknown): Promise<void> =>
  attempt(
    () => set(key, value, store),
    () => void memory.set(key, value),
  );
export const find = <T>(key: string): Promise<T | undefined> =>
  attempt(
    () => get<T>(key, store),
    () => memory.get(key) as T | undefined,
  );
export const forget = (key: string): Promise<void> =>
  attempt(
    () => del(key, store),
    () => void memory.delete(key),
  );

/** Changes a value in one transaction, so that two tabs cannot overwrite each other. */
export const change = <T>(key: string, next: (old: T | undefined) => T): Promise<void> =>
  attempt(
    () => update<T>(key, next, store),
    () => void memory.set(key, next(memory.get(key) as T | undefined)),
  );

/** Keeps something large. False when this phone has no room for it; what lay here before is untouched then. */
export async function keepLarge(key: string, value: unknown): Promise<boolean> {
  if (!lasting) {
    memory.set(key, value);
    return true;
  }
  try {
    await set(key, value, store);
    return true;
  } catch (problem) {
    if (problem instanceof DOMException && problem.name === "QuotaExceededError") return false;
    lasting = false;
    memory.set(key, value);
    return true;
  }
}
