import { PERMISSIONS } from "@netra/domain";
import type { Log } from "@netra/queue";
import type { ReportMailTurn, Store } from "@netra/store";
import { addressed, type Mailed, sendRound } from "./send-round.ts";

/** Who may make a draft final, and so is told of it. */
export const REPORT_MAIL_ROLES = PERMISSIONS["report.finalize"];

export interface MailReportsDeps {
  readonly store: Store;
  readonly actor: Parameters<Store["as"]>[0];
  readonly log: Log;
  /** Sends one and returns when the server said yes. Throws an error whose code says why not, and which holds no address. */
  readonly send: (to: ReportMailTurn & { readonly address: string }) => Promise<void>;
}

/**
 * Builds what tells people that the draft of a scheduled report is there: one mail a draft and person, however often it runs. What did not leave is tried for a week or until the draft is
 * final; what two processes left without an end is never sent a third time.
 */
export function createMailReports({ store, actor, log, send }: MailReportsDeps) {
  return async ({ signal }: { readonly signal?: AbortSignal } = {}): Promise<Mailed> => {
    const mailed = await sendRound<ReportMailTurn>(
      {
        take: () => store.as(actor, (tx) => tx.reportMails.take(REPORT_MAIL_ROLES)),
        send: async (turn) => {
          await send(addressed(turn));
          return true;
        },
        noteDone: (turn) => store.as(actor, (tx) => tx.reportMails.noteDone(turn)),
        async noteFailed(turn, code) {
          await store.as(actor, (tx) => tx.reportMails.noteFailed(turn, code));
          log.warn("custody.report-mail-failed", { code });
        },
      },
      signal,
    );
    if (mailed.sent > 0) log.info("custody.report-mails-sent", { sent: mailed.sent });
    return mailed;
  };
}
