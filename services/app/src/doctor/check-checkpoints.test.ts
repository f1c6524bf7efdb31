import { expect, test } from "vitest";
import { judged } from "../../../../test/support/judged.ts";
import { CHECKPOINTS_CHECKS, type CheckpointFacts } from "./check-checkpoints.ts";

const now = new Date("2029-10-22T12:00:00Z");
const facts: CheckpointFacts = {
  dir: "/srv/cp",
  files: 3,
  newestAt: new Date("2029-10-22T02:00:00Z"),
  besideData: false,
  fresh: false,
  recipients: 0,
  mail: null,
  now,
  stamped: true,
  stamps: { waiting: 0, oldestSeconds: 0, lastError: null },
  stampFiles: { kept: 3, missing: 0, differing: 0 },
};
const standing = { waiting: 0, oldestSeconds: 0, code: null };

test.each<[string, Partial<CheckpointFacts>, RegExp | null]>([
  ["files", {}, /^ok 3 in \/srv\/cp, the newest 10 h old$/],
  ["files", { newestAt: new Date("2029-10-19T12:00:00Z") }, /^ok /],
  ["files", { newestAt: new Date("2029-10-19T11:59:59Z") }, /^warn 3 in \/srv\/cp, the newest .* old → See that a process runs the role custody/],
  ["files", { files: 0, newestAt: null }, /^warn there are none in \/srv\/cp → /],
  ["files", { files: 0, newestAt: null, fresh: true }, /^note there are none in \/srv\/cp yet/],
  ["files", { files: 0, newestAt: null, fresh: null }, /^note /],
  ["files", { files: null, newestAt: null }, /^fail \/srv\/cp cannot be opened by you → /],
  ["stamps", {}, /^ok all of them/],
  ["stamps", { stamped: false }, /^note no authority stamps them.* → NETRA_TSA_URL/],
  ["stamps", { stamps: null }, null],
  [
    "stamps",
    { stamps: { waiting: 2, oldestSeconds: 7_200, lastError: "timed-out" } },
    /^ok 2 wait for a time stamp, the longest for 2 h; the last try: timed-out$/,
  ],
  [
    "stamps",
    { stamps: { waiting: 2, oldestSeconds: 90_000, lastError: "time-stamp-chain" } },
    /^warn 2 wait .*time-stamp-chain → See that NETRA_TSA_URL answers/,
  ],
  ["stamp-files", {}, /^ok the newest 3 lie beside their checkpoints as the authority gave them$/],
  ["stamp-files", { stampFiles: null }, null],
  ["stamp-files", { stampFiles: { kept: 0, missing: 0, differing: 0 } }, null],
  ["stamp-files", { stampFiles: { kept: 3, missing: 1, differing: 0 } }, /^warn 1 of the newest 3 is not in \/srv\/cp → Let the user/],
  ["stamp-files", { stamped: false, stampFiles: { kept: 3, missing: 1, differing: 0 } }, null],
  ["stamp-files", { stampFiles: { kept: 3, missing: 1, differing: 2 } }, /^fail 2 of the newest 3 are not .* → Find out who wrote there/],
  ["stamp-files", { stamped: false, stampFiles: { kept: 3, missing: 0, differing: 1 } }, /^fail 1 of the newest 3 is not what/],
  ["mail", {}, null],
  ["mail", { mail: standing }, null],
  ["mail", { mail: { ...standing, waiting: 1 } }, /^note 1 mail did not leave, and nobody is to get any more → custody drops/],
  ["mail", { recipients: 2, mail: standing }, /^ok each goes by mail to 2 recipients; none waits$/],
  ["mail", { recipients: 2, mail: { waiting: 1, oldestSeconds: 30, code: null } }, /^note 1 checkpoint mail did not leave yet/],
  ["mail", { recipients: 2, mail: { waiting: 1, oldestSeconds: 4_000, code: null } }, /^warn .* → See that a process runs the role custody/],
  ["mail", { recipients: 2, mail: { waiting: 3, oldestSeconds: 90_000, code: "mail-tls" } }, /^warn 3 checkpoint mails .*no TLS.* → Use the name/],
  ["place", {}, null],
  ["place", { besideData: true }, /^note .* whoever can rewrite one can rewrite the other → Set NETRA_CHECKPOINTS_DIR/],
  ["place", { besideData: true, files: 0, newestAt: null }, null],
])("%s of %j: %s", (check, change, said) => {
  expect(judged(CHECKPOINTS_CHECKS, check, { ...facts, ...change })).toEqual(said === null ? [] : [expect.stringMatching(said)]);
});
