import { removeFiles, type SweepDeps } from "./sweep-blobs.ts";

/** A part that was made within the hour may just be named by another export of the same rows: the daily sweep looks again. */
const GRACE_SECONDS = 3_600;

/** Ends exports whose time is over, and takes away the files of whatever export is over; each end stands in the audit. */
export function createExpireExports(deps: SweepDeps) {
  const { store, actor, clock, log } = deps;
  return async function expireExports(signal: AbortSignal): Promise<void> {
    const expired = await store.as(actor, async (tx) => {
      const over = await tx.exports.expire();
      for (const { id, region } of over)
        await tx.audit.append({ act: "export.expired", objectType: "export", objectId: id, region, detail: { because: "time" } });
      return over.length;
    });
    let files = 0;
    for (let more = true; more && !signal.aborted; ) {
      const { keys, unnamed } = await store.as(actor, async (tx) => {
        const keys = await tx.exports.dropParts();
        return { keys: keys.length, unnamed: await tx.retention.listUnnamed(keys) };
      });
      files += await removeFiles(deps, { keys: unnamed, unusedSince: new Date(clock().getTime() - GRACE_SECONDS * 1_000) });
      more = keys > 0;
    }
    if (expired + files > 0) log.info("custody.exports", { expired, removed: files });
  };
}
