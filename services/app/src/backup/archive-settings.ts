import { join } from "node:path";
import { backupFilesOf } from "./backup-files.ts";

/**
 * A piece of the log is closed and copied at least this often while something is written, full or not: what a lost disk costs. Below the promised
 * minute, so that the copying itself has room.
 */
export const ARCHIVE_SECONDS = 45;

const ARCHIVE_PROGRAM = join(import.meta.dirname, "archive-wal.ts");
const FETCH_PROGRAM = join(import.meta.dirname, "fetch-wal.sh");

/** One word of a shell's command. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A path in one of Postgres' commands, where `%` begins a place holder. */
const commandWord = (path: string): string => shellWord(path).replaceAll("%", "%%");

/** So that a test need not wait for it. */
const SOON_SECONDS = 2;

/** Settings of a server that copies its log into an archive; `soon` for tests. */
export const archiveSettings = (backupDir: string, { soon }: { readonly soon: boolean }): Readonly<Record<string, string>> => ({
  wal_level: "replica",
  full_page_writes: "on",
  // What was acknowledged must survive, or the promise of a minute is none.
  synchronous_commit: "on",
  archive_mode: "on",
  archive_timeout: String(soon ? SOON_SECONDS : ARCHIVE_SECONDS),
  archive_command: [commandWord(process.execPath), commandWord(ARCHIVE_PROGRAM), '"%p"', '"%f"', commandWord(backupFilesOf(backupDir).wal)].join(" "),
});

/** Whether a running server's archive_command writes into this directory, whatever program of ours does it. */
export const archivesInto = (backupDir: string, archiveCommand: string): boolean =>
  archiveCommand.endsWith(commandWord(backupFilesOf(backupDir).wal));

/** How a server that replays its log gets at the archive. */
export const fetchCommand = (backupDir: string): string =>
  ["sh", commandWord(FETCH_PROGRAM), '"%f"', '"%p"', commandWord(backupFilesOf(backupDir).wal)].join(" ");

/** What the server's user must be able to reach to archive. */
export const archivePaths = (backupDir: string): readonly string[] => [
  backupFilesOf(backupDir).wal,
  process.execPath,
  ARCHIVE_PROGRAM,
  FETCH_PROGRAM,
];
