import { createHash } from "node:crypto";
import { parseCheckpoint } from "@netra/evidence";
import { createMailer } from "@netra/outbound";
import { systemActor } from "@netra/store";
import { createMailCheckpoints } from "@netra/worker-custody";
import { checkpointFile } from "./checkpoint-files.ts";
import { checkpointLetter } from "./checkpoint-letter.ts";
import type { Context } from "./context.ts";

/** Under which a recipient is written down: the address itself stays in the settings. */
export const recipientHash = (address: string): string => createHash("sha256").update(address).digest("hex");

/** What mails the checkpoints of this installation, and drops what waits for whoever gets none any more. */
export function checkpointMailer({ store, log, config }: Pick<Context, "store" | "log" | "config">) {
  const { mail, custody } = config;
  const sendMail = mail && createMailer(mail);
  const addresses = new Map((mail ? custody.checkpointMailTo : []).map((address) => [recipientHash(address), address]));
  return createMailCheckpoints({
    store,
    log,
    actor: systemActor("custody"),
    recipients: [...addresses.keys()],
    async send({ size, recipient, note }) {
      const to = addresses.get(recipient);
      if (to === undefined || sendMail === null) throw new Error("a mail was taken up for nobody");
      const { origin } = parseCheckpoint(note.slice(0, note.indexOf("\n\n") + 1));
      const file = checkpointFile(size);
      await sendMail({
        to,
        ...checkpointLetter({ origin, size, file }),
        id: `checkpoint-${size}-${recipient.slice(0, 16)}.${origin}`,
        attachments: [{ name: file, bytes: Buffer.from(note) }],
      });
    },
  });
}
