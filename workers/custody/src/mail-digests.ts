import { codeOf, type Role } from "@netra/domain";
import type { Log } from "@netra/queue";
import type { DayCounts, DigestTurn, Store } from "@netra/store";
import type { Mailed } from "./mail-checkpoints.ts";

/** Who has a day that a mail can tell of. Stored nowhere. */
export const DIGEST_ROLES: readonly Role[] = ["analyst", "supervisor"];

export interface MailDigestsDeps {
  readonly store: Store;
  readonly actor: Parameters<Store["as"]>[0];
  readonly log: Log;
  /** The day whose mails are to go now; null where none is. */
  readonly today: () => Promise<string | null>;
  /** How much a person's day holds, seen with that person's rights alone. */
  readonly countDay: (person: DigestTurn) => Promise<DayCounts>;
  /** Sends one and returns when the server said yes. Throws an error whose code says why not, and which holds no address. */
  readonly send: (to: DigestTurn, counts: DayCounts) => Promise<void>;
}

/**
 * Builds what tells people in the morning how much waits for them: one mail a day and person however often it runs, and none when nothing waits. What the server did not take waits
 * longer each time, and is given up with the morning. A process that dies between the server's yes and the note of it sends that one mail twice, under the same id.
 */
export function createMailDigests({ store, actor, log, today, countDay, send }: MailDigestsDeps) {
  return async ({ signal }: { readonly signal?: AbortSignal } = {}): Promise<Mailed> => {
    let [sent, failed] = [0, 0];
    for (let day = await today(); day !== null && !signal?.aborted; day = await today()) {
      const on = day;
      const turn = await store.as(actor, (tx) => tx.digests.take(on, DIGEST_ROLES));
      if (!turn) break;
      const counts = await countDay(turn);
      const waits = counts.claims + counts.waiting + counts.lapsing > 0;
      try {
        if (waits) await send(turn, counts);
        await store.as(actor, (tx) => tx.digests.noteDone(turn));
        if (waits) sent += 1;
      } catch (error) {
        const code = /^mail-[a-z]+$/.test(codeOf(error)) ? codeOf(error) : null;
        if (code === null) throw error;
        await store.as(actor, (tx) => tx.digests.noteFailed(turn, code));
        log.warn("custody.digest-failed", { code });
        failed += 1;
      }
    }
    if (sent > 0) log.info("custody.digests-mailed", { sent });
    return { sent, failed };
  };
}
