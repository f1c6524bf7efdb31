import type { BackupState } from "../backup/backup-state.ts";
import { type Place, roomOn, usable } from "./check-data.ts";
import { span } from "./check-work.ts";
import { type Checks, fail, note, ok, type Verdict, warn } from "./finding.ts";

export interface BackupFacts {
  readonly bundled: boolean;
  /** Names the disk of the data directory. */
  readonly dataDevice: number;
  /** Null when NETRA_BACKUP_DIR is not set. */
  readonly backup: Place | null;
  /** Null when none is set up; `hidden` when it cannot be read, or not in time. */
  readonly state: BackupState | "hidden" | null;
  readonly now: Date;
}

/** A base is best made every night; after so long several nights went wrong. */
const OLD_BASE_DAYS = 4;
/** The server closes a piece every 45 s; more than these waiting mean that copying does not keep up. */
const MANY_WAITING = 4;
const DAY_MS = 86_400_000;

type Known = { readonly state: BackupState; readonly now: Date };
const whenKnown =
  (check: (known: Known) => Verdict | null) =>
  ({ state, now }: BackupFacts): Verdict | null =>
    state === null || state === "hidden" ? null : check({ state, now });

export const BACKUP_CHECKS: Checks<BackupFacts> = {
  directory: ({ bundled, backup, dataDevice }) => {
    if (!bundled)
      return backup
        ? note("NETRA_BACKUP_DIR is for the bundled Postgres; your own server is not copied there", "See to the server's own backups.")
        : note("your own database server has its own backups; Netra makes none", "Make sure that somebody restores one now and then.");
    if (!backup)
      return warn("none: NETRA_BACKUP_DIR is not set, and what this disk loses is gone", "Set NETRA_BACKUP_DIR to a directory on another disk.");
    const verdict = usable("NETRA_BACKUP_DIR", backup);
    if (verdict.level === "fail" || backup.device !== dataDevice) return verdict;
    return warn(`${backup.path} is on the same disk as the data: one broken disk takes both`, "Set NETRA_BACKUP_DIR to a directory on another disk.");
  },
  space: ({ bundled, backup, dataDevice }) => (bundled && backup?.space && backup.device !== dataDevice ? roomOn(backup.path, backup.space) : null),
  contents: ({ state }) => {
    if (state === null) return null;
    if (state === "hidden") return fail("what is in it cannot be read", "Look at that disk, and run npx netra doctor as the user that runs Netra.");
    if (state.owner === "away")
      return fail(
        `this installation's backups should be in ${state.dir}, and are not`,
        "Mount the disk that holds them, or correct NETRA_BACKUP_DIR.",
      );
    if (state.owner === "of-another")
      return fail(`${state.dir} holds the backups of another database`, "Set NETRA_BACKUP_DIR to a directory of this installation's own.");
    return null;
  },
  base: whenKnown(({ state: { owner, lastBaseAt, bases, basesUnreadable }, now }) => {
    if (owner === "away" || owner === "of-another") return null;
    const remedy = "Run npx netra backup, best every night by a timer.";
    if (basesUnreadable > 0) return warn(`${basesUnreadable} of ${bases + basesUnreadable} base backups cannot be read`, remedy);
    if (lastBaseAt === null) return warn("no base backup: nothing could be restored yet", remedy);
    const age = now.getTime() - lastBaseAt.getTime();
    const seen = `the last base backup is ${span(age / 1_000)} old`;
    return age > OLD_BASE_DAYS * DAY_MS ? warn(seen, remedy) : ok(seen);
  }),
  log: whenKnown(({ state: { server, owner, dir, lastWalArchivedAt }, now }) => {
    if (!server || owner === "away" || owner === "of-another") return null;
    if (!server.archiving) return fail(`the running Postgres does not copy its log to ${dir}`, "Stop Netra and start it with NETRA_BACKUP_DIR set.");
    if (server.failing) {
      const since = server.lastFailedAt === null ? "" : `, last ${span((now.getTime() - server.lastFailedAt.getTime()) / 1_000)} ago`;
      return fail(`copying the log to ${dir} fails${since}`, "Look at that disk and at postgres.log in the data directory.");
    }
    if (server.waiting > MANY_WAITING)
      return warn(`${server.waiting} pieces of the log wait to be copied to ${dir}`, "Look at whether that disk is too slow.");
    const last = lastWalArchivedAt === null ? "nothing was written yet" : `last ${span((now.getTime() - lastWalArchivedAt.getTime()) / 1_000)} ago`;
    return ok(`the log is copied as it is written; ${last}`);
  }),
};
