import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Config, loadConfig } from "@netra/config";
import { migrate, runOnce } from "@netra/store";
import { restoreBackup } from "../../services/app/src/backup/restore-backup.ts";
import { parseRestoreTime } from "../../services/app/src/backup/restore-time.ts";
import { type BackupDone, takeBackup } from "../../services/app/src/backup/take-backup.ts";
import { type BundledPostgres, type PostgresLog, startBundledPostgres } from "../../services/app/src/postgres.ts";

/** A bundled Postgres with Netra's schema and a table of notes, archiving into a directory with a space in its name. */
export interface Place {
  readonly home: string;
  readonly config: Config;
  readonly dataDir: string;
  readonly backupDir: string;
  readonly lines: string[];
  start(): Promise<BundledPostgres>;
  stop(): Promise<void>;
  /** Stops it and removes everything. */
  remove(): Promise<void>;
  note(text: string): Promise<void>;
  notes(): Promise<string>;
  /** The server's clock, between what was noted before and what is noted after. */
  now(): Promise<string>;
  backup(keep?: number): Promise<BackupDone>;
  restore(to?: string, from?: string): ReturnType<typeof restoreBackup>;
}

/** Starts one in a temporary directory, with further settings if given. */
export async function newPlace(log: PostgresLog, settings: Readonly<Record<string, string>> = {}): Promise<Place> {
  const home = mkdtempSync(join(tmpdir(), "netra-backup-"));
  // The server's user passes through.
  chmodSync(home, 0o711);
  const [dataDir, backupDir] = [join(home, "data"), join(home, "back up")];
  const config = loadConfig({ ...settings, NETRA_DATA_DIR: dataDir, NETRA_BACKUP_DIR: backupDir });
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  let server: BundledPostgres | null = null;
  const url = (): string => server?.url("netra") ?? "";
  const place: Place = {
    home,
    config,
    dataDir,
    backupDir,
    lines,
    start: async () => (server = await startBundledPostgres({ dataDir, backupDir, log, tune: "test" })),
    stop: async () => {
      await server?.stop();
      server = null;
    },
    remove: async () => {
      await place.stop();
      rmSync(home, { recursive: true, force: true });
    },
    note: async (text) => void (await runOnce(url(), `insert into note (text) values ('${text}')`)),
    notes: async () => (await runOnce(url(), "select string_agg(text, '' order by text) as all from note"))[0]?.all as string,
    now: async () => {
      const [row] = await runOnce(url(), `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`);
      return String(row?.at);
    },
    backup: (keep = 3) => takeBackup(config, { keep, say, log }),
    restore: (to, from) =>
      restoreBackup(config, { to: to === undefined ? null : parseRestoreTime(to, new Date()), from: from ?? null, now: new Date(), say }),
  };
  const { url: of } = await place.start();
  await runOnce(of("postgres"), "create database netra");
  await migrate(of("netra"));
  await runOnce(of("netra"), "create table note (text text)");
  return place;
}
