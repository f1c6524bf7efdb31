import type { Blobs } from "@netra/blobs";
import type { Log } from "@netra/queue";
import type { Store } from "@netra/store";

export interface SweepDeps {
  readonly store: Store;
  readonly actor: Parameters<Store["as"]>[0];
  readonly blobs: Pick<Blobs, "list" | "remove" | "clearUnfinished">;
  readonly clock: () => Date;
  readonly log: Log;
}

/** A file that no row names is removed when it was unnamed a day ago too, and nobody put it since: a row follows its file within the minute. */
export const GRACE_SECONDS = 86_400;
/** What a person ordered to be purged waits only for an upload of the same bytes that is under way. */
const PURGE_GRACE_SECONDS = 3_600;
const PART = 500;

/**
 * Removes files that no row names any more: marked at one walk, removed at a later one. Rows go before their files, so that a crash leaves a file too many, never a row without
 * its file. A file that any row names stays, whoever put it first.
 */
export async function sweepBlobs(deps: SweepDeps, { signal }: { readonly signal: AbortSignal }): Promise<number> {
  const { store, actor, blobs, clock, log } = deps;
  const before = (seconds: number): Date => new Date(clock().getTime() - seconds * 1_000);
  await blobs.clearUnfinished(before(GRACE_SECONDS));
  let removed = await removeFiles(deps, {
    keys: await store.as(actor, (tx) => tx.retention.listPurgedFiles()),
    unusedSince: before(PURGE_GRACE_SECONDS),
  });
  let part: string[] = [];
  const look = async (): Promise<void> => {
    const keys = part;
    part = [];
    const unnamed = await store.as(actor, (tx) => tx.retention.markUnnamed(keys, GRACE_SECONDS));
    removed += await removeFiles(deps, { keys: unnamed, unusedSince: before(GRACE_SECONDS) });
  };
  for await (const key of blobs.list()) {
    if (signal.aborted) return removed;
    part.push(key);
    if (part.length === PART) await look();
  }
  if (part.length > 0) await look();
  if (removed > 0) {
    await store.as(actor, (tx) =>
      tx.audit.append({ act: "blobs.removed", objectType: "blob", objectId: "unnamed", region: "ID", detail: { files: removed } }),
    );
    log.info("custody.blobs", { removed });
  }
  return removed;
}

/** Removes files that no row names, unless they were put since. Returns how many went. */
export async function removeFiles(
  { store, actor, blobs }: SweepDeps,
  ask: { readonly keys: readonly string[]; readonly unusedSince: Date },
): Promise<number> {
  const gone: string[] = [];
  let removed = 0;
  for (const key of ask.keys) {
    const became = await blobs.remove(key, { unusedSince: ask.unusedSince });
    if (became !== "kept") gone.push(key);
    if (became === "removed") removed += 1;
  }
  if (gone.length > 0) await store.as(actor, (tx) => tx.retention.noteRemoved(gone));
  return removed;
}
