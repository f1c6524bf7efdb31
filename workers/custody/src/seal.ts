import type { Log } from "@netra/queue";
import type { Store } from "@netra/store";

export interface SealDeps {
  readonly store: Store;
  readonly actor: Parameters<Store["as"]>[0];
  readonly log: Log;
}

/** Rows of one transaction: a lock that others wait for is held for a moment only. */
const BATCH = 500;

/**
 * Builds the sealer: everything that waited when it began becomes leaves of the ledger, in batches of one transaction each. Several sealers at once take
 * turns; one that is killed leaves whole batches behind, and the next goes on. Returns how many rows it took.
 */
export function createSeal({ store, actor, log }: SealDeps) {
  return async function seal(): Promise<number> {
    let total = 0;
    for (;;) {
      const taken = await store.as(actor, async (tx) => {
        await tx.ledger.lock();
        return tx.ledger.seal(BATCH);
      });
      total += taken;
      if (taken < BATCH) break;
    }
    if (total > 0) log.info("custody.sealed", { rows: total });
    return total;
  };
}
