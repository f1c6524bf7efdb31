import { MAIL_FAILURES, type MailFailure } from "@netra/outbound";
import type { MailStanding } from "@netra/store";
import { count } from "./check-settings.ts";
import { span } from "./check-work.ts";
import { type Checks, fail, note, ok, warn } from "./finding.ts";

export interface CheckpointFacts {
  readonly dir: string;
  /** Null when this user may not look. */
  readonly files: number | null;
  /** When the newest was written; null without any. */
  readonly newestAt: Date | null;
  /** On the disk of the data directory. */
  readonly besideData: boolean;
  /** Nobody uses this installation yet; null when the database could not be asked. */
  readonly fresh: boolean | null;
  /** How many get them by mail. */
  readonly recipients: number;
  /** How the mails stand; null when the database could not be asked. */
  readonly mail: MailStanding | null;
  readonly now: Date;
  /** Whether an authority is to stamp them. */
  readonly stamped: boolean;
  /** As `LiveFacts` has it; null when the database could not be asked. */
  readonly stamps: { readonly waiting: number; readonly oldestSeconds: number; readonly lastError: string | null } | null;
  /** The files of the newest kept stamps, beside what is kept; null when either could not be looked at. */
  readonly stampFiles: { readonly kept: number; readonly missing: number; readonly differing: number } | null;
}

/** One is made every night. */
const OLD_DAYS = 3;
const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;
const MAKE = "See that a process runs the role custody, and one the scheduler; npx netra checkpoint makes one now.";

const LATE_MAIL_SECONDS = 3_600;
const MAILS = "See that a process runs the role custody, and one the scheduler; npx netra checkpoint --mail sends them now.";
const REMEDIES: Readonly<Record<string, string>> = {
  "mail-away": "Start the mail server, look at the network between, or correct NETRA_SMTP_URL. It is tried again by itself.",
  "mail-tls": "Use the name that its certificate was made for, make its authority known with NODE_EXTRA_CA_CERTS, or switch TLS on there.",
  "mail-login": "Correct name and password in NETRA_SMTP_URL.",
  "mail-refused":
    "Correct NETRA_CHECKPOINT_MAIL_TO or NETRA_MAIL_FROM, or let the server take mail from here; npx netra checkpoint --mail says which recipient.",
};

export const CHECKPOINTS_CHECKS: Checks<CheckpointFacts> = {
  files: ({ dir, files, newestAt, fresh, now }) => {
    if (files === null) return fail(`${dir} cannot be opened by you`, "Run npx netra doctor as the user that runs Netra.");
    if (newestAt === null)
      return fresh === false ? warn(`there are none in ${dir}`, MAKE) : note(`there are none in ${dir} yet; the first start makes one`);
    const age = now.getTime() - newestAt.getTime();
    const seen = `${files} in ${dir}, the newest ${span(age / 1_000)} old`;
    return age > OLD_DAYS * DAY_MS ? warn(seen, MAKE) : ok(seen);
  },
  stamps: ({ stamped, stamps }) => {
    if (!stamped)
      return note(
        "no authority stamps them: when they were made is the office's word",
        "NETRA_TSA_URL names a time stamp authority (RFC 3161), NETRA_TSA_CA_FILE what it must lead to.",
      );
    if (stamps === null) return null;
    if (stamps.waiting === 0) return ok("all of them that wait for a time stamp have it");
    const seen = `${stamps.waiting} wait for a time stamp, the longest for ${span(stamps.oldestSeconds)}${stamps.lastError === null ? "" : `; the last try: ${stamps.lastError}`}`;
    return stamps.oldestSeconds > DAY_SECONDS
      ? warn(
          seen,
          "See that NETRA_TSA_URL answers and NETRA_TSA_CA_FILE is its authority's; they are tried again by themselves, and nothing is lost.",
        )
      : ok(seen);
  },
  "stamp-files": ({ dir, stamped, stampFiles }) => {
    if (stampFiles === null || stampFiles.kept === 0) return null;
    const { kept, missing, differing } = stampFiles;
    const some = (n: number): string => `${n} of the newest ${kept} ${n === 1 ? "is" : "are"} not`;
    if (differing > 0)
      return fail(
        `${some(differing)} what the authority gave, in ${dir}`,
        "Find out who wrote there. Keep the .tsr files that differ elsewhere, then take them away: custody writes what is kept there again with the next checkpoint.",
      );
    if (!stamped) return null;
    return missing > 0
      ? warn(
          `${some(missing)} in ${dir}`,
          "Let the user that runs custody write there, and look for room on its disk; they are written with the next checkpoint.",
        )
      : ok(`the newest ${kept} lie beside their checkpoints as the authority gave them`);
  },
  place: ({ files, newestAt, besideData }) =>
    files !== null && newestAt !== null && besideData
      ? note(
          "they lie on the disk of the data: whoever can rewrite one can rewrite the other",
          "Set NETRA_CHECKPOINTS_DIR to a place of somebody else's, or send a copy of each there; netra ledger check --checkpoints compares them.",
        )
      : null,
  mail: ({ recipients, mail }) => {
    if (recipients === 0)
      return mail && mail.waiting > 0
        ? note(
            `${count(mail.waiting, "mail")} did not leave, and nobody is to get any more`,
            "custody drops what waits for nobody within six hours, while it and the scheduler run.",
          )
        : null;
    if (mail === null) return null;
    const to = `each goes by mail to ${count(recipients, "recipient")}`;
    if (mail.waiting === 0) return ok(`${to}; none waits`);
    const seen = `${count(mail.waiting, "checkpoint mail")} did not leave yet, the oldest for ${span(mail.oldestSeconds)}`;
    if (mail.code === null) return mail.oldestSeconds > LATE_MAIL_SECONDS ? warn(seen, MAILS) : note(seen);
    return warn(`${seen}: ${MAIL_FAILURES[mail.code as MailFailure] ?? mail.code}`, REMEDIES[mail.code] ?? MAILS);
  },
};
