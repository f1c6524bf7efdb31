import { DomainError, type Role, traceOf } from "@netra/domain";
import type { Log } from "@netra/queue";
import type { DayCounts, DigestTurn, Store } from "@netra/store";
import { addressed, type Mailed, sendRound } from "./send-round.ts";

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
  readonly send: (to: DigestTurn & { readonly address: string }, counts: DayCounts) => Promise<void>;
}

/**
 * Builds what tells people in the morning how much waits for them: one mail a day and person however often it runs, and none when nothing waits. What did not leave is given up with the
 * morning. A day that cannot be counted is that person's alone: the others get theirs.
 */
export function createMailDigests({ store, actor, log, today, countDay, send }: MailDigestsDeps) {
  const count = async (turn: DigestTurn): Promise<DayCounts> => {
    try {
      return await countDay(turn);
    } catch (error) {
      log.error("custody.day-uncounted", { ...traceOf(error) });
      throw new DomainError("unavailable", "mail-uncounted", "What waits for its reader could not be counted.", { cause: error });
    }
  };
  return async ({ signal }: { readonly signal?: AbortSignal } = {}): Promise<Mailed> => {
    const mailed = await sendRound<DigestTurn>(
      {
        async take() {
          const day = await today();
          return day === null ? undefined : store.as(actor, (tx) => tx.digests.take(day, DIGEST_ROLES));
        },
        async send(turn) {
          const counts = await count(turn);
          const waits = counts.claims + counts.waiting + counts.lapsing > 0;
          if (waits) await send(addressed(turn), counts);
          return waits;
        },
        noteDone: (turn) => store.as(actor, (tx) => tx.digests.noteDone(turn)),
        async noteFailed(turn, code) {
          await store.as(actor, (tx) => tx.digests.noteFailed(turn, code));
          log.warn("custody.digest-failed", { code });
        },
      },
      signal,
    );
    if (mailed.sent > 0) log.info("custody.digests-mailed", { sent: mailed.sent });
    return mailed;
  };
}
