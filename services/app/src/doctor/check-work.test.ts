import type { LiveFacts } from "@netra/store";
import { expect, test } from "vitest";
import { judged } from "../../../../test/support/judged.ts";
import { WORK_CHECKS, type WorkFacts } from "./check-work.ts";

const stages = { candidates_determined: "2029-09-22", campaign_from: "2029-09-25", quiet_from: "2029-11-24", vote: "2029-11-27" };
const calendar = { watch: { from: "2029-06-01", to: "2029-12-31", decision: "1" }, stages };
const live: LiveFacts = {
  fresh: false,
  pack: { id: "inti", version: 3, confirmed: true },
  contests: [{ id: "pangkalpinang-2029", demo: false, calendar }],
  admins: { all: 2, ready: 1 },
  users: 7,
  accounts: [
    { platform: "facebook", count: 40 },
    { platform: "tiktok", count: 2 },
  ],
  pending: { count: 0, oldestUnreadSeconds: 0 },
  quarantined: 0,
  fixityFaults: 0,
  fixityRoundSeconds: 86_400,
  stamps: { waiting: 0, oldestSeconds: 0, lastError: null, kept: [] },
  checkpointMail: { waiting: 0, oldestSeconds: 0, code: null },
  digest: { wanted: 0, failed: 0, code: null },
  reportMail: { failed: 0, code: null },
  exports: { kept: 0, over: 0, oldestSeconds: 0 },
  lastFetchSeconds: 600,
};
const facts: WorkFacts = {
  live,
  unborn: false,
  now: new Date("2029-06-03T00:00:00+07:00"),
  fixityDays: 30,
  exportDays: 7,
  gates: [],
  oembed: { platforms: [], decision: null },
  mail: true,
  holidays: { holidays: [], years: [2028, 2029] },
  reportForms: { letterheads: [{ from: "2029-01-01" }], columns: null },
};
const seeing = (change: Partial<LiveFacts>): Partial<WorkFacts> => ({ live: { ...live, ...change } });
const gate = (decision: string | null): Partial<WorkFacts> => ({ gates: [{ platform: "Bluesky", setting: "NETRA_BLUESKY_DECISION", decision }] });

test.each<[string, Partial<WorkFacts>, RegExp | null]>([
  ["known", {}, null],
  ["known", { live: null }, /^note what it is at could not be read; see Database$/],
  ["known", { live: null, unborn: true }, /^note nothing is in it yet$/],
  ["users", {}, /^ok 7 people may sign in, 1 admin among them$/],
  ["users", seeing({ fresh: true, admins: { all: 0, ready: 0 } }), /^note nobody can sign in yet/],
  ["users", seeing({ admins: { all: 0, ready: 0 } }), /^warn nobody is an admin → /],
  ["users", seeing({ admins: { all: 1, ready: 0 } }), /^warn no admin has set a password yet → /],
  ["users", { live: null }, null],
  ["rule-pack", {}, /^ok rule pack inti 3 is live, confirmed by a supervisor$/],
  ["rule-pack", seeing({ pack: { id: "inti", version: 3, confirmed: false } }), /^note rule pack inti 3 is live; no supervisor has confirmed it → /],
  ["rule-pack", seeing({ pack: null }), /^note no rule pack is live/],
  ["contests", {}, /^ok 1 contest open: pangkalpinang-2029$/],
  ["contests", { now: new Date("2029-05-31T23:59:00+07:00") }, /^note none of 1 contest is open today: nothing is fetched/],
  ["contests", seeing({ contests: [] }), /^note no contest is open: nothing is fetched/],
  ["demo", {}, null],
  ["demo", seeing({ contests: [{ id: "demo", demo: true, calendar }] }), /^warn a contest of the demo/],
  ["accounts", {}, /^ok 42 accounts registered: facebook 40, tiktok 2$/],
  ["accounts", seeing({ accounts: [] }), /^note no account is registered/],
  ["gates", gate(null), /^note Bluesky: the gate is closed, nothing is fetched → Set NETRA_BLUESKY_DECISION/],
  ["gates", gate("Nota Dinas 12/2029"), /^ok Bluesky: the gate is open by Nota Dinas 12\/2029$/],
  ["gates", { ...gate(null), live: null }, /^note Bluesky/],
  ["link-checks", {}, /^note no platform is asked whether a post is still there → Set NETRA_OEMBED and/],
  ["link-checks", { oembed: { platforms: ["tiktok", "x"], decision: "Nota Dinas 14/2029" } }, /^ok .* by Nota Dinas 14\/2029: tiktok, x$/],
  ["reading", {}, /^ok every post has been read$/],
  ["reading", seeing({ pending: { count: 900, oldestUnreadSeconds: 0 } }), /^ok 900 versions of posts wait to be read again$/],
  ["reading", seeing({ pending: { count: 1, oldestUnreadSeconds: 600 } }), /^ok 1 version of a post waits to be read, the oldest for 10 min$/],
  ["reading", seeing({ pending: { count: 12, oldestUnreadSeconds: 601 } }), /^warn 12 versions of posts wait to be read, the oldest for 10 min → /],
  ["reading", seeing({ pending: { count: 12, oldestUnreadSeconds: 7_200 } }), /^warn .* for 2 h → /],
  ["quarantine", {}, null],
  ["quarantine", seeing({ quarantined: 1 }), /^warn 1 version of posts in quarantine/],
  ["fixity", {}, null],
  ["fixity", seeing({ fixityFaults: 2 }), /^fail 2 kept objects whose bytes are not those of the hash, or not there → /],
  ["fixity-round", {}, /^ok the oldest round of comparing kept bytes with their hashes began 24 h ago$/],
  ["fixity-round", seeing({ fixityRoundSeconds: 31 * 86_400 }), /^ok .* began 31 days ago$/],
  [
    "fixity-round",
    seeing({ fixityRoundSeconds: 31 * 86_400 + 1 }),
    /^warn .* began 31 days ago; each is due within 30 days → Make sure that the role custody runs/,
  ],
  ["fixity-round", seeing({ fixityRoundSeconds: null }), /^note kept bytes were never compared/],
  ["exports", {}, null],
  ["exports", seeing({ exports: { kept: 2, over: 0, oldestSeconds: 0 } }), /^ok files of 2 exports are kept, each for 7 days$/],
  ["exports", seeing({ exports: { kept: 2, over: 1, oldestSeconds: 3_600 } }), /^ok files of 2 exports/],
  [
    "exports",
    seeing({ exports: { kept: 2, over: 1, oldestSeconds: 2 * 86_400 } }),
    /^warn 1 export whose file is still there although its time is over, the oldest for 2 days → Nobody is handed it any more\. See that a process runs the role custody/,
  ],
  ["digest", {}, null],
  ["digest", seeing({ digest: { wanted: 3, failed: 0, code: null } }), /^ok 3 people get a mail on mornings of working days$/],
  [
    "digest",
    { ...seeing({ digest: { wanted: 3, failed: 0, code: null } }), mail: false },
    /^warn 3 people want a mail .* no mail is sent from here → Set NETRA_SMTP_URL/,
  ],
  [
    "digest",
    seeing({ digest: { wanted: 3, failed: 2, code: "mail-away" } }),
    /^warn 2 mornings' mails .* did not leave: the mail server does not answer → /,
  ],
  [
    "digest",
    seeing({ digest: { wanted: 3, failed: 1, code: "mail-uncounted" } }),
    /^warn 1 morning's mail .*: what waits for its reader could not be counted → .* log/,
  ],
  [
    "digest",
    seeing({ digest: { wanted: 3, failed: 1, code: "mail-address" } }),
    /^warn 1 morning's mail .*: its address cannot be read .* → .*NETRA_KEYS_DIR.* anew under Settings, Team/,
  ],
  ["report-mail", {}, null],
  ["report-mail", seeing({ reportMail: { failed: 1, code: "mail-address" } }), /: its address cannot be read .* → .*NETRA_KEYS_DIR/],
  ["report-mail", seeing({ reportMail: { failed: 2, code: "mail-away" } }), /^warn 2 notices .* did not leave: the mail server does not answer → /],
  ["report-mail", seeing({ reportMail: { failed: 1, code: null } }), /^warn 1 notice .* its process ended while it was sent → /],
  ["holidays", {}, /^ok the public holidays of 2028, 2029 are known$/],
  ["holidays", { now: new Date("2029-10-31T23:59:00+07:00") }, /^ok /],
  [
    "holidays",
    { now: new Date("2029-11-01T00:00:00+07:00"), live: null },
    /^warn the public holidays of 2030 are not known: .* → Take a newer Netra, or /,
  ],
  [
    "holidays",
    { holidays: { problems: ["NETRA_HOLIDAYS_FILE:3: 2030-02-31: is no day of the calendar; correct it"] } },
    /^fail NETRA_HOLIDAYS_FILE:3: .* calendar → Correct it\.$/,
  ],
  ["report-forms", {}, /^ok reports stand under a letterhead$/],
  [
    "report-forms",
    { reportForms: { letterheads: [{ from: "2029-01-01" }], columns: "rekap" } },
    /^ok reports stand under a letterhead; each has the workbook rekap too$/,
  ],
  [
    "report-forms",
    { reportForms: { letterheads: [{ from: "2028-01-01", to: "2029-06-02" }], columns: null } },
    /^note no letterhead is in force today: .* → Write one into /,
  ],
  [
    "report-forms",
    { reportForms: { problems: ["NETRA_LETTERHEAD_FILE:3: ends before it begins; correct it"] }, live: null },
    /^fail NETRA_LETTERHEAD_FILE:3: ends before it begins → Correct it\.$/,
  ],
  ["fetching", {}, /^ok last fetched 10 min ago$/],
  ["fetching", seeing({ lastFetchSeconds: 3 * 86_400 }), /^ok last fetched 3 days ago$/],
  ["fetching", seeing({ lastFetchSeconds: null }), /^note nothing was ever fetched$/],
])("%s of %j: %s", (check, change, said) => {
  expect(judged(WORK_CHECKS, check, { ...facts, ...change })).toEqual(said === null ? [] : [expect.stringMatching(said)]);
});
