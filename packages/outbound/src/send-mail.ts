import { MailError, type MailFailure } from "./mail-error.ts";

/** A mail to one recipient. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for the same mail, so that a recipient's program shows one that came twice once. Letters, digits, `.` and `-`. */
  readonly id: string;
  readonly attachments: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** Hands a mail to the server and returns when it said yes. Throws MailError; nothing it throws or writes holds an address. */
export type SendMail = (mail: Mail) => Promise<void>;

export interface MailerOptions {
  /** `smtps://user:password@host:port`, or `smtp://…`, which must offer STARTTLS unless it is on this machine. */
  readonly smtpUrl: string;
  readonly from: string;
  /** For connecting, for the greeting, and between two answers. */
  readonly patienceMs?: number;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Builds what sends mail: one connection a mail, TLS 1.2 or newer with a certificate that is trusted (`NODE_EXTRA_CA_CERTS` for an authority of your own). Costs nothing until
 * the first mail, which loads nodemailer.
 */
export function createMailer({ smtpUrl, from, patienceMs = 20_000 }: MailerOptions): SendMail {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl);
  const secure = protocol === "smtps:";
  const host = hostname.replace(/^\[|\]$/g, "");
  const options = {
    host,
    port: port === "" ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && !LOOPBACK.test(hostname),
    // On this machine the certificate is often nobody's; without one there the way is as short.
    ...(LOOPBACK.test(hostname) && !secure ? { ignoreTLS: true } : {}),
    ...(username === "" ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    tls: { minVersion: "TLSv1.2" as const },
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    dnsTimeout: patienceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  return async ({ to, subject, text, id, attachments }) => {
    const { createTransport } = await import("nodemailer");
    const transport = createTransport(options);
    try {
      const taken = await transport.sendMail({
        from,
        to: [to],
        subject,
        text,
        messageId: `<${id}@${from.split("@")[1] ?? "netra"}>`,
        headers: { "auto-submitted": "auto-generated" },
        // As bytes: a server may write the line ends of text anew, and a signature would not hold any more.
        attachments: attachments.map(({ name, bytes }) => ({
          filename: name,
          content: Buffer.from(bytes),
          contentType: "application/octet-stream",
          encoding: "base64",
        })),
      });
      if (taken.accepted.length !== 1) throw new MailError("mail-refused");
    } catch (error) {
      throw error instanceof MailError ? error : failureOf(error);
    } finally {
      transport.close();
    }
  };
}

/** By nodemailer's code and the server's number. Its message and its answer may quote an address. */
function failureOf(error: unknown): MailError {
  const { code = "", responseCode } = error as { code?: unknown; responseCode?: unknown };
  const answered = typeof responseCode === "number" ? responseCode : null;
  const named = (failure: MailFailure): MailError => new MailError(failure, answered);
  if (code === "EAUTH" || answered === 535 || answered === 530) return named("mail-login");
  if (code === "ETLS" || /CERT|SELF_SIGNED|VERIFY|ISSUER|ERR_TLS|ERR_SSL/.test(String(code)) || /certificate|TLS/i.test(causeOf(error)))
    return named("mail-tls");
  if (answered !== null && answered >= 500) return named("mail-refused");
  return named(answered !== null && answered >= 400 ? "mail-later" : "mail-away");
}

/** nodemailer calls a handshake that failed a socket that failed; only its words tell. They are looked at and not kept. */
const causeOf = (error: unknown): string => (error instanceof Error && (error as { code?: unknown }).code === "ESOCKET" ? error.message : "");
