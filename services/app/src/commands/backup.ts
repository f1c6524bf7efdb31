import type { Config } from "@netra/config";
import { codeOf, invalid } from "@netra/domain";
import { onSameDisk } from "../backup/backup-files.ts";
import { type BlobCopies, formatBytes } from "../backup/blob-copies.ts";
import { type BackupAsk, takeBackup, takeFiles } from "../backup/take-backup.ts";
import type { Say } from "../start.ts";

/** Reads `--keep`. Throws invalid `backup-keep`. */
export function parseKeep(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw invalid("backup-keep", `--keep ${JSON.stringify(text)} is not a number of backups: write a whole number from 1 to 999.`);
}

/** `netra backup`: says what it does while it takes long, what is not in the copy, and last what was made, how large and how fast. */
export async function runBackup(config: Config, ask: BackupAsk): Promise<void> {
  const seconds = stopwatch();
  const { base, blobs, pruned } = await takeBackup(config, ask);
  const { say } = ask;
  const { paths } = config;
  tellDamaged(blobs, say);
  if (pruned.bases.length > 0)
    say(`Removed: ${pruned.bases.join(", ")}, and ${pruned.walFiles} pieces of the log and ${pruned.blobs} files that only older backups had.`);
  if (paths.backup !== null && onSameDisk(paths.backup, paths.data))
    say(`Note: ${paths.backup} is on the same disk as the database. It helps against a mistake, not against the loss of that disk.`);
  say(`Note: the keys are not in it. Keep a copy of ${paths.keys} elsewhere: without them no NIP can be read after a restore.`);
  if (config.bucket !== null) say("Note: the files are in the bucket and only listed here: its own versions or copies must bring them back.");
  const size = formatBytes(base.files.reduce((sum, { bytes }) => sum + bytes, 0));
  say(`${base.name}: database ${size}, ${describeBlobs(blobs)}, ${seconds()}. Any moment from ${base.stoppedAt} on can be restored.`);
}

/** `netra backup --files`: only the files that the backup lacks. While a backup runs there is nothing to do, and a timetable need not call that a failure. */
export async function runFilesBackup(config: Config, { say }: Pick<BackupAsk, "say">): Promise<void> {
  const seconds = stopwatch();
  try {
    const blobs = await takeFiles(config, { say });
    tellDamaged(blobs, say);
    say(
      config.bucket === null
        ? `Backed up ${describeBlobs(blobs)}, ${seconds()}.`
        : "The files are in the bucket: there is nothing to copy from here.",
    );
  } catch (error) {
    if (codeOf(error) !== "backup-runs") throw error;
    say("A backup or restore is under way: the files are left for the next time.");
  }
}

/** Names them: they are hashes, and somebody must look. */
export function tellDamaged({ damaged }: BlobCopies, say: Say): void {
  for (const key of damaged) say(`Warning: file ${key} is damaged and was not copied: put it back from a copy that is whole.`);
}

/** `3 new files (1.2 MB; 120 there already)`. */
export const describeBlobs = ({ copied, bytes, known, listed }: BlobCopies): string =>
  listed > 0
    ? `a list of ${listed} ${listed === 1 ? "file" : "files"} in the bucket`
    : `${copied} new ${copied === 1 ? "file" : "files"} (${formatBytes(bytes)}; ${known} there already)`;

/** Seconds since it was made, as text. */
export function stopwatch(): () => string {
  const started = performance.now();
  return () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
}
