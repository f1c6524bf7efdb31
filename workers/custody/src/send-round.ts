import { codeOf, DomainError } from "@netra/domain";

/** What one run came to. */
export interface Mailed {
  readonly sent: number;
  readonly failed: number;
}

/** One kind of mails that wait in the database. */
export interface Waiting<Mail> {
  /** Takes up the next that is due, so that nobody else gets it for a while; none when nothing is. */
  readonly take: () => Promise<Mail | undefined>;
  /** Returns when the server said yes: true, or false where there was nothing to say. Throws an error with a code `mail-…` that says why not, and which holds no address. */
  readonly send: (mail: Mail) => Promise<boolean>;
  readonly noteDone: (mail: Mail) => Promise<void>;
  /** Notes why it did not leave, and when it is tried again. */
  readonly noteFailed: (mail: Mail, code: string) => Promise<void>;
}

/**
 * Sends what is due, one after another. What the server took is noted at once and never sent again; one that did not leave waits longer each time and holds up nobody. An error without a
 * code `mail-…` is no mail's own and ends the round. A process that dies between the server's yes and the note of it sends that one mail twice, under the same id.
 */
export async function sendRound<Mail>({ take, send, noteDone, noteFailed }: Waiting<Mail>, signal?: AbortSignal): Promise<Mailed> {
  let [sent, failed] = [0, 0];
  while (!signal?.aborted) {
    const mail = await take();
    if (mail === undefined) break;
    try {
      if (await send(mail)) sent += 1;
    } catch (error) {
      const code = codeOf(error);
      if (!/^mail-[a-z]+$/.test(code)) throw error;
      await noteFailed(mail, code);
      failed += 1;
      continue;
    }
    await noteDone(mail);
  }
  return { sent, failed };
}

/** A mail with its address. Throws mail-address where that cannot be read: somebody has to set it anew. */
export function addressed<Mail extends { readonly address: string | null }>(mail: Mail): Mail & { readonly address: string } {
  const { address } = mail;
  if (address === null)
    throw new DomainError("unavailable", "mail-address", "Where this mail goes cannot be read with the keys of this installation.");
  return { ...mail, address };
}
