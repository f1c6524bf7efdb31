import { type Contest, isWatched } from "@netra/classifier";
import { jakartaDay, missingYears, type WorkCalendar } from "@netra/domain";
import { MAIL_FAILURES } from "@netra/outbound";
import type { LiveFacts } from "@netra/store";
import { count, explain } from "./check-settings.ts";
import { type Checks, fail, note, ok, type Verdict, warn } from "./finding.ts";

export interface WorkFacts {
  /** Null when the database could not be asked. */
  readonly live: LiveFacts | null;
  /** True for an installation that was never started. */
  readonly unborn: boolean;
  readonly now: Date;
  /** NETRA_FIXITY_DAYS: how long one round over everything kept may take. */
  readonly fixityDays: number;
  /** NETRA_EXPORT_DAYS: how long the file of an export is kept. */
  readonly exportDays: number;
  /** NETRA_EXPORT_CODE: exports are for those alone who set up two-step verification. */
  readonly exportCodeRequired: boolean;
  /** Platforms whose connector has a gate, and the paper that opened it; null while it is closed. */
  readonly gates: readonly { readonly platform: string; readonly setting: string; readonly decision: string | null }[];
  /** Platforms that may be asked whether a post is still there, and the paper that says so. */
  readonly oembed: { readonly platforms: readonly string[]; readonly decision: string | null };
  /** Whether a mail server is set. */
  readonly mail: boolean;
  /** The public holidays that are known; null when they cannot be read, and why. */
  readonly holidays: WorkCalendar | { readonly problems: readonly string[] };
  /** The days of the letterheads of reports, and the id of the superior's columns; or why they cannot be read. */
  readonly reportForms:
    | { readonly letterheads: readonly { readonly from: string; readonly to?: string }[]; readonly columns: string | null }
    | { readonly problems: readonly string[] };
}

const LATE_SECONDS = 600;
/** Custody takes files away within minutes. */
const LATE_FILE_SECONDS = 3_600;
const DAY_SECONDS = 86_400;
const NOT_SENT: Readonly<Record<string, string>> = {
  ...MAIL_FAILURES,
  "mail-uncounted": "what waits for its reader could not be counted",
  "mail-address": "its address cannot be read with the keys of this installation",
};
const ADDRESS_REMEDY = "Make sure that NETRA_KEYS_DIR is this installation's; then a supervisor sets the address anew under Settings, Team.";

const whenKnown =
  (check: (live: LiveFacts, facts: WorkFacts) => Verdict | null) =>
  (facts: WorkFacts): Verdict | null =>
    facts.live ? check(facts.live, facts) : null;

export const WORK_CHECKS: Checks<WorkFacts> = {
  known: ({ live, unborn }) => {
    if (live) return null;
    return unborn ? note("nothing is in it yet") : note("what it is at could not be read; see Database");
  },
  users: whenKnown(({ fresh, admins, users }) => {
    if (fresh) return note("nobody can sign in yet", "npm start prints a one-time link for the first admin.");
    if (admins.all === 0) return warn("nobody is an admin", "Run npx netra users add USERNAME --name NAME --role admin --region ID");
    if (admins.ready === 0) return warn("no admin has set a password yet", "Open the one-time link; npx netra users link USERNAME makes a new one.");
    return ok(`${count(users, "person", "people")} may sign in, ${count(admins.ready, "admin")} among them`);
  }),
  "rule-pack": whenKnown(({ pack }) => {
    if (!pack) return note("no rule pack is live", "The first start publishes one.");
    const seen = `rule pack ${pack.id} ${pack.version} is live`;
    return pack.confirmed
      ? ok(`${seen}, confirmed by a supervisor`)
      : note(`${seen}; no supervisor has confirmed it`, "A supervisor confirms it in the console.");
  }),
  contests: whenKnown(({ contests }, { now }) => {
    const open = contests.filter(({ calendar }) => isWatched(calendar as Contest, now)).map(({ id }) => id);
    if (open.length > 0) return ok(`${count(open.length, "contest")} open: ${open.join(", ")}`);
    return note(
      contests.length === 0
        ? "no contest is open: nothing is fetched"
        : `none of ${count(contests.length, "contest")} is open today: nothing is fetched`,
      "Run npx netra contests open FILE when the plenary decision is there.",
    );
  }),
  demo: whenKnown(({ contests }) =>
    contests.some(({ demo }) => demo)
      ? warn("a contest of the demo is in this database", "Keep the demo's database apart: its people are made up.")
      : null,
  ),
  accounts: whenKnown(({ accounts }) => {
    const all = accounts.reduce((sum, { count: some }) => sum + some, 0);
    if (all === 0) return note("no account is registered", "Run npx netra accounts import FILE.csv");
    return ok(`${count(all, "account")} registered: ${accounts.map(({ platform, count: some }) => `${platform} ${some}`).join(", ")}`);
  }),
  gates: ({ gates }) =>
    gates.map(({ platform, setting, decision }) =>
      decision === null
        ? note(`${platform}: the gate is closed, nothing is fetched`, `Set ${setting} to the number and date of the paper that allows it.`)
        : ok(`${platform}: the gate is open by ${decision}`),
    ),
  "link-checks": ({ oembed: { platforms, decision } }) =>
    decision === null || platforms.length === 0
      ? note("no platform is asked whether a post is still there", "Set NETRA_OEMBED and NETRA_OEMBED_DECISION where a paper allows it.")
      : ok(`asked whether a post is still there, by ${decision}: ${platforms.join(", ")}`),
  reading: whenKnown(({ pending: { count: waiting, oldestUnreadSeconds } }) => {
    if (waiting === 0) return ok("every post has been read");
    const wait = count(waiting, "version of a post waits", "versions of posts wait");
    if (oldestUnreadSeconds === 0) return ok(`${wait} to be read again`);
    const seen = `${wait} to be read, the oldest for ${span(oldestUnreadSeconds)}`;
    return oldestUnreadSeconds > LATE_SECONDS ? warn(seen, "Make sure that the roles scheduler and classify run, and look at their log.") : ok(seen);
  }),
  quarantine: whenKnown(({ quarantined }) =>
    quarantined > 0
      ? warn(
          `${count(quarantined, "version")} of posts in quarantine: three attempts to read them failed`,
          "Look for classify in the log, and tell the makers of Netra.",
        )
      : null,
  ),
  fixity: whenKnown(({ fixityFaults }) =>
    fixityFaults > 0
      ? fail(
          `${count(fixityFaults, "kept object")} whose bytes are not those of the hash, or not there`,
          "Do not export it. Look in the audit for fixity.fault, check the disk, and restore the object from a backup from before that.",
        )
      : null,
  ),
  "fixity-round": whenKnown(({ fixityRoundSeconds }, { fixityDays }) => {
    if (fixityRoundSeconds === null)
      return note("kept bytes were never compared with their hashes yet", "The role custody does it, a little every few minutes.");
    const seen = `the oldest round of comparing kept bytes with their hashes began ${span(fixityRoundSeconds)} ago`;
    // a day's grace: a round begins when custody next looks
    if (fixityRoundSeconds <= (fixityDays + 1) * DAY_SECONDS) return ok(seen);
    return warn(`${seen}; each is due within ${count(fixityDays, "day")}`, "Make sure that the role custody runs, and look at its log.");
  }),
  exports: whenKnown(({ exports: { kept, over, oldestSeconds } }, { exportDays }) => {
    if (oldestSeconds > LATE_FILE_SECONDS)
      return warn(
        `${count(over, "export")} whose file is still there although its time is over, the oldest for ${span(oldestSeconds)}`,
        "Nobody is handed it any more. See that a process runs the role custody, and one the scheduler, and look for exports in custody's log.",
      );
    return kept === 0 ? null : ok(`files of ${count(kept, "export")} are kept, each for ${count(exportDays, "day")}`);
  }),
  "export-code": whenKnown(({ exporters: { all, withCode } }, { exportCodeRequired }) => {
    if (!exportCodeRequired || all === 0) return null;
    const of = `${withCode} of ${count(all, "person", "people")} whose role may export ${withCode === 1 ? "has" : "have"} two-step verification, which NETRA_EXPORT_CODE asks for`;
    return withCode === 0 ? warn(`${of}: nobody can export`, "They set it up in the console under Settings, Me.") : ok(of);
  }),
  digest: whenKnown(({ digest }, { mail }) => {
    if (digest.wanted === 0 && digest.failed === 0) return null;
    const people = count(digest.wanted, "person", "people");
    if (!mail)
      return warn(`${people} want a mail on mornings of working days, and no mail is sent from here`, "Set NETRA_SMTP_URL and NETRA_MAIL_FROM.");
    if (digest.failed === 0) return ok(`${people} get a mail on mornings of working days`);
    return warn(
      `${count(digest.failed, "morning's mail", "mornings' mails")} of the last seven days did not leave: ${(digest.code && NOT_SENT[digest.code]) ?? digest.code}`,
      digest.code === "mail-address"
        ? ADDRESS_REMEDY
        : digest.code === "mail-uncounted"
          ? "Look for custody.day-uncounted in the log, and tell the makers of Netra."
          : "Look at NETRA_SMTP_URL and the mail server; where it refuses the recipient, a supervisor corrects the address under Settings, Team.",
    );
  }),
  "report-mail": whenKnown(({ reportMail: { failed, code } }) => {
    if (failed === 0) return null;
    const why = code === null ? "its process ended while it was sent" : (NOT_SENT[code] ?? code);
    return warn(
      `${count(failed, "notice", "notices")} of the last seven days that a draft of a report is there did not leave: ${why}`,
      code === "mail-address" ? ADDRESS_REMEDY : "Look at NETRA_SMTP_URL and the mail server; the drafts stand under Laporan all the same.",
    );
  }),
  holidays: ({ holidays, now }) => {
    if ("problems" in holidays) return holidays.problems.map(explain);
    const missing = missingYears(holidays, jakartaDay(now));
    if (missing.length === 0) return ok(`the public holidays of ${holidays.years.join(", ")} are known`);
    return warn(
      `the public holidays of ${missing.join(" and ")} are not known: working days are counted Monday to Friday, and screens say so`,
      "Take a newer Netra, or write the days of the joint decree (SKB 3 Menteri) into the file of NETRA_HOLIDAYS_FILE, in the form of config/regions/holidays.yaml, and start Netra anew.",
    );
  },
  "report-forms": ({ reportForms, now }) => {
    if ("problems" in reportForms) return reportForms.problems.map(explain);
    const { letterheads, columns } = reportForms;
    const day = jakartaDay(now);
    const also = columns === null ? "" : `; each has the workbook ${columns} too`;
    if (letterheads.some(({ from, to }) => from <= day && day <= (to ?? "~"))) return ok(`reports stand under a letterhead${also}`);
    return note(
      `no letterhead is in force today: reports have a cover without one${also}`,
      "Write one into the file of NETRA_LETTERHEAD_FILE, in the form of config/report/letterhead.yaml, and start Netra anew.",
    );
  },
  fetching: whenKnown(({ lastFetchSeconds }) =>
    lastFetchSeconds === null ? note("nothing was ever fetched") : ok(`last fetched ${span(lastFetchSeconds)} ago`),
  ),
};

/** `40 s`, `12 min`, `5 h`, `3 days`. */
export function span(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} days`;
}
