import { digestDay, lapsingUntil, type WorkCalendar } from "@netra/domain";
import { createMailer } from "@netra/outbound";
import { type Actor, systemActor } from "@netra/store";
import { createMailDigests, DIGEST_ROLES } from "@netra/worker-custody";
import type { Context } from "./context.ts";
import { digestLetter } from "./digest-letter.ts";

type Deps = Pick<Context, "store" | "config"> & { readonly calendar: WorkCalendar };

/** The day whose morning mail is to go now, by the database's clock; null where none is, and without a mail server. */
export const digestToday = async ({ store, config, calendar }: Deps, actor: Actor): Promise<string | null> =>
  config.mail === null ? null : digestDay(await store.as(actor, (tx) => tx.status.now()), config.office.zone, calendar);

/** Whether somebody waits for this morning's mail. */
export async function hasDueDigest(deps: Deps, actor: Actor): Promise<boolean> {
  const day = await digestToday(deps, actor);
  return day !== null && deps.store.as(actor, (tx) => tx.digests.hasDue(day, DIGEST_ROLES));
}

/** What sends the morning's mails of this installation. `today` is for tests, since a day may be no working day. */
export function digestMailer(context: Deps & Pick<Context, "log">, today?: () => Promise<string | null>) {
  const { store, config, log, calendar } = context;
  const { mail, http } = config;
  const sendMail = mail && createMailer(mail);
  const actor = systemActor("custody");
  return createMailDigests({
    store,
    actor,
    log,
    today: today ?? (() => digestToday(context, actor)),
    // As the person: the figures are those of the page, behind the same row security, without what the person is kept from.
    countDay: ({ userId, role, regions }) =>
      store.as({ process: "api", kind: "person", id: userId, role, regions }, async (tx) =>
        tx.day.count(lapsingUntil(await tx.status.now(), { calendar, regions }).until),
      ),
    async send({ day, userId, locale, address }, counts) {
      if (sendMail === null) throw new Error("a mail was taken up without a mail server");
      await sendMail({ to: address, ...digestLetter({ locale, counts, url: http.publicUrl }), id: `digest-${day}-${userId}`, attachments: [] });
    },
  });
}
