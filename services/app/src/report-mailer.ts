import { createMailer } from "@netra/outbound";
import { type Actor, systemActor } from "@netra/store";
import { createMailReports, REPORT_MAIL_ROLES } from "@netra/worker-custody";
import type { Context } from "./context.ts";
import { reportLetter } from "./report-letter.ts";

/** Whether somebody is to be told of a draft now; nobody is without a mail server. */
export const hasDueReportMail = async ({ store, config }: Pick<Context, "store" | "config">, actor: Actor): Promise<boolean> =>
  config.mail !== null && store.as(actor, (tx) => tx.reportMails.hasDue(REPORT_MAIL_ROLES));

/** What tells the people of this installation that drafts of scheduled reports are there. Does nothing without a mail server. */
export function reportMailer({ store, config, log }: Pick<Context, "store" | "config" | "log">) {
  const { mail, http } = config;
  if (mail === null) return async () => ({ sent: 0, failed: 0 });
  const sendMail = createMailer(mail);
  return createMailReports({
    store,
    actor: systemActor("custody"),
    log,
    send: ({ reportId, week, userId, locale, address }) =>
      sendMail({
        to: address,
        ...reportLetter({ locale, week, reportId, url: http.publicUrl }),
        id: `report-${reportId}-${userId}`,
        attachments: [],
      }),
  });
}
