/** Every way a mail can fail to leave. Stable: they are kept and shown. */
export const MAIL_FAILURES = {
  "mail-away": "the mail server does not answer",
  "mail-tls": "the mail server offers no TLS, or its certificate is not trusted here",
  "mail-login": "the mail server refuses the login",
  "mail-later": "the mail server asks to try again later",
  "mail-refused": "the mail server refuses the sender, the recipient or the mail",
} as const;

export type MailFailure = keyof typeof MAIL_FAILURES;

/** A mail that did not leave. Made from the code and the server's number alone: its words may quote an address. */
export class MailError extends Error {
  readonly code: MailFailure;
  /** What SMTP answered, e.g. 550; null without an answer. */
  readonly answered: number | null;

  constructor(code: MailFailure, answered: number | null = null) {
    super(`${code}: ${MAIL_FAILURES[code]}${answered === null ? "" : ` (${answered})`}`);
    this.name = "MailError";
    this.code = code;
    this.answered = answered;
  }
}
