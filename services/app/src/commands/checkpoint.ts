import { join } from "node:path";
import { invalid } from "@netra/domain";
import { MAIL_FAILURES, type MailFailure } from "@netra/outbound";
import { systemActor } from "@netra/store";
import { checkpointFile } from "../checkpoint-files.ts";
import { checkpointMailer, recipientHash } from "../checkpoint-mailer.ts";
import { sealAndSign, verifierKey } from "../checkpoints.ts";
import type { Context } from "../context.ts";

/** `netra checkpoint`: seals what waits and signs the ledger, in the database and in a file. */
export async function makeCheckpoint(context: Pick<Context, "store" | "keys" | "config" | "log" | "clock">): Promise<string[]> {
  const { size, isNew } = await sealAndSign(context);
  const file = join(context.config.paths.checkpoints, checkpointFile(size));
  return [
    isNew
      ? `The ledger was signed at ${size.toLocaleString("en")} leaves: ${file}`
      : `Nothing was sealed since the last checkpoint, at ${size.toLocaleString("en")} leaves: ${file}`,
    "Keep a copy where whoever keeps the database cannot write, e.g. print it, mail it, or point NETRA_CHECKPOINTS_DIR there.",
  ];
}

/** `netra checkpoint --mail`: the same, and hands it to everybody of NETRA_CHECKPOINT_MAIL_TO who does not have it, with what else did not leave. Names nobody but by place in that list. */
export async function mailCheckpoint(
  context: Pick<Context, "store" | "keys" | "config" | "log" | "clock">,
): Promise<{ ok: boolean; lines: string[] }> {
  const mailer = checkpointMailer(context);
  if (mailer === null)
    throw invalid("checkpoint-mail-not-set", "Nobody gets checkpoints by mail: set NETRA_CHECKPOINT_MAIL_TO, NETRA_SMTP_URL and NETRA_MAIL_FROM.");
  const lines = await makeCheckpoint(context);
  const { size } = await sealAndSign(context);
  await mailer.ask(size);
  const { sent } = await mailer.sendDue({ hurry: true });
  const standing = await context.store.as(systemActor("custody"), (tx) => tx.checkpointMails.listOf(size));
  const to = context.config.custody.checkpointMailTo;
  const states = to.map((address) => standing.find(({ recipient }) => recipient === recipientHash(address)));
  const missing = states.flatMap((state, place) =>
    state?.sent ? [] : [`Recipient ${place + 1} does not have it yet: ${explain(state?.code ?? null)}. It is tried again by itself.`],
  );
  return {
    ok: missing.length === 0,
    lines: [
      ...lines.slice(0, 1),
      `${sent} ${sent === 1 ? "mail" : "mails"} sent; ${to.length - missing.length} of ${to.length} recipients have this checkpoint.`,
      ...missing,
    ],
  };
}

const explain = (code: string | null): string =>
  code !== null && code in MAIL_FAILURES ? MAIL_FAILURES[code as MailFailure] : "another process is sending it";

/** `netra checkpoint --print-key`: what others check checkpoints and passports with. Not a secret. */
export const printKey = (context: Pick<Context, "store" | "keys">): Promise<string> => verifierKey(context);
