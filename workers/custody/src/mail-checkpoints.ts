import type { Log } from "@netra/queue";
import type { CheckpointMail, Store } from "@netra/store";
import { type Mailed, sendRound } from "./send-round.ts";

export interface MailCheckpointsDeps {
  readonly store: Store;
  readonly actor: Parameters<Store["as"]>[0];
  readonly log: Log;
  /** Who gets each checkpoint, by the hash under which that is written down. Nobody: then what waits is dropped. */
  readonly recipients: readonly string[];
  /** Sends one and returns when the server said yes. Throws an error whose code says why not, and which holds no address. */
  readonly send: (mail: CheckpointMail) => Promise<void>;
}

/** Builds what hands checkpoints to those who keep them: asks that a new one be sent, and sends what is due, oldest first. */
export function createMailCheckpoints({ store, actor, log, recipients, send }: MailCheckpointsDeps) {
  const sendDue = async ({ hurry = false, signal }: { readonly hurry?: boolean; readonly signal?: AbortSignal } = {}): Promise<Mailed> => {
    await store.as(actor, (tx) => tx.checkpointMails.dropOthers(recipients));
    if (hurry) await store.as(actor, (tx) => tx.checkpointMails.hurry());
    const mailed = await sendRound<CheckpointMail>(
      {
        take: () => store.as(actor, (tx) => tx.checkpointMails.take(recipients)),
        send: async (mail) => {
          await send(mail);
          return true;
        },
        noteDone: (mail) => store.as(actor, (tx) => tx.checkpointMails.noteSent(mail)),
        async noteFailed(mail, code) {
          await store.as(actor, (tx) => tx.checkpointMails.noteFailed(mail, code));
          log.warn("custody.checkpoint-mail-failed", { size: mail.size, code });
        },
      },
      signal,
    );
    if (mailed.sent > 0) log.info("custody.checkpoint-mailed", { sent: mailed.sent });
    return mailed;
  };
  return {
    /** Sends what is due, and drops what waits for whoever gets nothing any more; with `hurry` also what failed and would be tried later. */
    sendDue,
    /** Asks that a checkpoint be sent to everybody who gets one; twice is harmless. */
    ask: (size: number): Promise<void> => store.as(actor, (tx) => tx.checkpointMails.ask(size, recipients)),
  };
}
