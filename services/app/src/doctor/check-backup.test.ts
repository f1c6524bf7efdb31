import { expect, test } from "vitest";
import { judged } from "../../../../test/support/judged.ts";
import type { BackupState } from "../backup/backup-state.ts";
import { BACKUP_CHECKS, type BackupFacts } from "./check-backup.ts";
import type { Place } from "./check-data.ts";

const GB = 1024 ** 3;
const NOW = new Date("2029-06-03T09:00:00Z");
const ago = (ms: number): Date => new Date(NOW.getTime() - ms);
const HOUR = 3_600_000;

const backup: Place = {
  path: "/mnt/backup",
  exists: true,
  directory: true,
  writable: true,
  mode: 0o700,
  device: 2,
  space: { free: 50 * GB, total: 100 * GB },
};
const server = { archiving: true, failedCount: 0, failing: false, lastFailedAt: null, waiting: 0 };
const state: BackupState = {
  dir: "/mnt/backup",
  owner: "ours",
  bases: 3,
  basesUnreadable: 0,
  lastBaseAt: ago(9 * HOUR),
  lastWalArchivedAt: ago(40_000),
  walBytes: 5_000_000,
  server,
};
const facts: BackupFacts = { bundled: true, dataDevice: 1, backup, state, now: NOW };
const withBackup = (change: Partial<Place>) => ({ backup: { ...backup, ...change } });
const withState = (change: Partial<BackupState>) => ({ state: { ...state, ...change } });
const withServer = (change: Partial<NonNullable<BackupState["server"]>>) => withState({ server: { ...server, ...change } });

test.each<[string, Partial<BackupFacts>, RegExp | null]>([
  ["directory", {}, /^ok \/mnt\/backup$/],
  ["directory", { backup: null, state: null }, /^warn none: NETRA_BACKUP_DIR is not set.* → Set NETRA_BACKUP_DIR/],
  ["directory", withBackup({ writable: false }), /^fail \/mnt\/backup cannot be written/],
  ["directory", withBackup({ device: 1 }), /^warn \/mnt\/backup is on the same disk as the data/],
  ["directory", withBackup({ exists: false, mode: null }), /^note \/mnt\/backup does not exist yet/],
  ["directory", { bundled: false }, /^note NETRA_BACKUP_DIR is for the bundled Postgres/],
  ["directory", { bundled: false, backup: null }, /^note your own database server has its own backups/],
  ["space", {}, /^ok 50 GB/],
  ["space", withBackup({ space: { free: 5 * GB, total: 100 * GB } }), /^warn 5\.0 GB .* of \/mnt\/backup/],
  ["space", withBackup({ device: 1 }), null],
  ["space", { backup: null }, null],
  ["contents", {}, null],
  ["contents", { state: null }, null],
  ["contents", { state: "hidden" }, /^fail what is in it cannot be read → /],
  ["contents", withState({ owner: "away" }), /^fail this installation's backups should be in \/mnt\/backup, and are not → Mount/],
  ["contents", withState({ owner: "of-another" }), /^fail \/mnt\/backup holds the backups of another database → /],
  ["base", {}, /^ok the last base backup is 9 h old$/],
  ["base", withState({ lastBaseAt: ago(97 * HOUR) }), /^warn the last base backup is 4 days old → Run npx netra backup/],
  ["base", withState({ bases: 0, lastBaseAt: null }), /^warn no base backup: nothing could be restored yet → /],
  ["base", withState({ owner: "new", bases: 0, lastBaseAt: null }), /^warn no base backup/],
  ["base", withState({ basesUnreadable: 1 }), /^warn 1 of 4 base backups cannot be read/],
  ["base", withState({ owner: "away", bases: 0, lastBaseAt: null }), null],
  ["log", {}, /^ok the log is copied as it is written; last 40 s ago$/],
  ["log", withState({ lastWalArchivedAt: null }), /^ok .*; nothing was written yet$/],
  ["log", withState({ server: null }), null],
  ["log", withServer({ archiving: false }), /^fail the running Postgres does not copy its log to \/mnt\/backup → /],
  ["log", withServer({ failing: true, lastFailedAt: ago(60_000) }), /^fail copying the log to \/mnt\/backup fails, last 60 s ago → /],
  ["log", withServer({ waiting: 5 }), /^warn 5 pieces of the log wait/],
])("%s of %j: %s", (check, change, said) => {
  expect(judged(BACKUP_CHECKS, check, { ...facts, ...change })).toEqual(said === null ? [] : [expect.stringMatching(said)]);
});
