import { codeOf, PERMISSIONS } from "@netra/domain";
import type { Log } from "@netra/queue";
import type { ReportMailTurn, Store } from "@netra/store";
import type { Mailed } from "./mail-checkpoints.ts";

/** Who may make a draft final, and so is told of it. */
export const REPORT_MAIL_ROLES = PERMISSIONS["report.finalize"];

export interface MailReportsDeps {
  readonly store: Store;
  readonly actor: Parameters<Store["as"]>[0];
  readonly log: Log;
  /** Sends one and returns when the server said yes. Throws an error whose code says why not, and which holds no address. */
  readonly send: (to: ReportMailTurn) => Promise<void>;
}

/**
 * Builds what tells people that the draft of a scheduled report is there: one mail a draft and person, however often it runs. What the server did not take waits longer each time, for a
 * week or until the draft is final. A process that dies between the server's yes and the note of it sends that one mail once more, under the same id, and never a third time.
 */
export function createMailReports({ store, actor, log, send }: MailReportsDeps) {
  return async ({ signal }: { readonly signal?: AbortSignal } = {}): Promise<Mailed> => {
    let [sent, failed] = [0, 0];
    while (!signal?.aborted) {
      const turn = await store.as(actor, (tx) => tx.reportMails.take(REPORT_MAIL_ROLES));
      if (!turn) break;
      try {
        await send(turn);
        await store.as(actor, (tx) => tx.reportMails.noteDone(turn));
        sent += 1;
      } catch (error) {
        const code = /^mail-[a-z]+$/.test(codeOf(error)) ? codeOf(error) : null;
        if (code === null) throw error;
        await store.as(actor, (tx) => tx.reportMails.noteFailed(turn, code));
        log.warn("custody.report-mail-failed", { code });
        failed += 1;
      }
    }
    if (sent > 0) log.info("custody.report-mails-sent", { sent });
    return { sent, failed };
  };
}
