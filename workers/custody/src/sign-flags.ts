import { isAlike, LIKENESS_VERSION, signLikeness } from "@netra/classifier";
import type { Log } from "@netra/queue";
import type { Store } from "@netra/store";

export interface SignDeps {
  readonly store: Store;
  readonly actor: Parameters<Store["as"]>[0];
  readonly log: Log;
}

/** Flags in one go: some seconds, so that nothing else waits for long; the next minute goes on. */
const AT_ONCE = 500;

/**
 * Signs the texts of flags that have no signature, or one of another making: after an upgrade, and where what held a cluster together was purged. Flags are signed when they
 * open; custody does the rest because it sees every region and is asked every minute, so that the lists of all readers are right soon, whatever they open.
 *
 * Each flag in a transaction of its own: killed anywhere, the next run goes on. May run twice, late, or in two processes.
 */
export function createSignFlags({ store, actor, log }: SignDeps) {
  return async function signFlags(signal: AbortSignal): Promise<void> {
    const waiting = await store.as(actor, (tx) => tx.likeness.listUnsigned(LIKENESS_VERSION, AT_ONCE));
    let signed = 0;
    for (const { flagId, postId } of waiting) {
      if (signal.aborted) break;
      await store.as(actor, async (tx) => {
        await tx.flags.lockPost(postId);
        const text = await tx.likeness.findUnsignedText(flagId, LIKENESS_VERSION);
        if (text === undefined) return;
        await tx.likeness.sign(flagId, signLikeness(text), { made: LIKENESS_VERSION, isAlike });
        signed += 1;
      });
    }
    if (waiting.length > 0) log.info("custody.likeness", { looked: waiting.length, signed });
  };
}
