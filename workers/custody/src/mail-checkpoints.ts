import { codeOf } from "@netra/domain";
import type { Log } from "@netra/queue";
import type { CheckpointMail, Store } from "@netra/store";

export interface MailCheckpointsDeps {
  readonly store: Store;
  readonly actor: Parameters<Store["as"]>[0];
  readonly log: Log;
  /** Who gets each checkpoint, by the hash under which that is written down. Nobody: then what waits is dropped. */
  readonly recipients: readonly string[];
  /** Sends one and returns when the server said yes. Throws an error whose code says why not, and which holds no address. */
  readonly send: (mail: CheckpointMail) => Promise<void>;
}

/** What one run came to. */
export interface Mailed {
  readonly sent: number;
  readonly failed: number;
}

/**
 * Builds what hands checkpoints to those who keep them: asks that a new one be sent, and sends what is due, oldest first. What the server took is noted at once and never sent
 * again; what it did not take waits longer each time. A process that dies between the server's yes and the note sends that one mail twice, under the same id.
 */
export function createMailCheckpoints({ store, actor, log, recipients, send }: MailCheckpointsDeps) {
  const sendDue = async ({ hurry = false, signal }: { readonly hurry?: boolean; readonly signal?: AbortSignal } = {}): Promise<Mailed> => {
    await store.as(actor, (tx) => tx.checkpointMails.dropOthers(recipients));
    if (hurry) await store.as(actor, (tx) => tx.checkpointMails.hurry());
    let [sent, failed] = [0, 0];
    while (!signal?.aborted) {
      const mail = await store.as(actor, (tx) => tx.checkpointMails.take(recipients));
      if (!mail) break;
      try {
        await send(mail);
        await store.as(actor, (tx) => tx.checkpointMails.noteSent(mail));
        sent += 1;
      } catch (error) {
        const code = /^mail-[a-z]+$/.test(codeOf(error)) ? codeOf(error) : null;
        if (code === null) throw error;
        await store.as(actor, (tx) => tx.checkpointMails.noteFailed(mail, code));
        log.warn("custody.checkpoint-mail-failed", { size: mail.size, code });
        failed += 1;
      }
    }
    if (sent > 0) log.info("custody.checkpoint-mailed", { sent });
    return { sent, failed };
  };
  return {
    /** Sends what is due, and drops what waits for whoever gets nothing any more; with `hurry` also what failed and would be tried later. */
    sendDue,
    /** Asks that a checkpoint be sent to everybody who gets one; twice is harmless. */
    ask: (size: number): Promise<void> => store.as(actor, (tx) => tx.checkpointMails.ask(size, recipients)),
  };
}
