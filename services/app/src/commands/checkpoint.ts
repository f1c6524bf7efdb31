import { join } from "node:path";
import { invalid } from "@netra/domain";
import { MAIL_FAILURES, type MailFailure } from "@netra/outbound";
import { systemActor } from "@netra/store";
import { checkpointFile } from "../checkpoint-files.ts";
import { checkpointMailer, recipientHash } from "../checkpoint-mailer.ts";
import { sealAndSign, verifierKey } from "../checkpoints.ts";
import type { Context } from "../context.ts";

type Needs = Pick<Context, "store" | "keys" | "config" | "log" | "clock">;

/** `netra checkpoint`: seals what waits and signs the ledger, in the database and in a file. */
export async function makeCheckpoint(context: Needs): Promise<string[]> {
  const { told } = await sealAndTell(context);
  return [told, "Keep a copy where whoever keeps the database cannot write, e.g. print it, mail it, or point NETRA_CHECKPOINTS_DIR there."];
}

async function sealAndTell(context: Needs): Promise<{ readonly size: number; readonly told: string }> {
  const { size, isNew } = await sealAndSign(context);
  const file = join(context.config.paths.checkpoints, checkpointFile(size));
  const at = `at ${size.toLocaleString("en")} leaves: ${file}`;
  return { size, told: isNew ? `The ledger was signed ${at}` : `Nothing was sealed since the last checkpoint, ${at}` };
}

/** `netra checkpoint --mail`: the same, and hands it to everybody of NETRA_CHECKPOINT_MAIL_TO who does not have it, with what else did not leave. Names nobody but by place in that list. */
export async function mailCheckpoint(context: Needs): Promise<{ ok: boolean; lines: string[] }> {
  const to = context.config.custody.checkpointMailTo;
  if (context.config.mail === null || to.length === 0)
    throw invalid("checkpoint-mail-not-set", "Nobody gets checkpoints by mail: set NETRA_CHECKPOINT_MAIL_TO, NETRA_SMTP_URL and NETRA_MAIL_FROM.");
  const mailer = checkpointMailer(context);
  const { size, told } = await sealAndTell(context);
  await mailer.ask(size);
  const { sent } = await mailer.sendDue({ hurry: true });
  const standing = await context.store.as(systemActor("custody"), (tx) => tx.checkpointMails.listOf(size));
  const states = to.map((address) => standing.find(({ recipient }) => recipient === recipientHash(address)));
  const missing = states.flatMap((state, place) =>
    state?.sent ? [] : [`Recipient ${place + 1} does not have it yet: ${explain(state?.code ?? null)}. It is tried again by itself.`],
  );
  return {
    ok: missing.length === 0,
    lines: [
      told,
      `${sent} ${sent === 1 ? "mail" : "mails"} sent; ${to.length - missing.length} of ${to.length} recipients have this checkpoint.`,
      ...missing,
    ],
  };
}

const explain = (code: string | null): string =>
  code !== null && code in MAIL_FAILURES ? MAIL_FAILURES[code as MailFailure] : "another process is sending it";

/** `netra checkpoint --print-key`: what others check checkpoints and passports with. Not a secret. */
export const printKey = (context: Pick<Context, "store" | "keys">): Promise<string> => verifierKey(context);
