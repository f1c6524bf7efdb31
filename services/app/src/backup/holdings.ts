import type { BackupFiles } from "./backup-files.ts";
import type { Holdings } from "./choose-base.ts";
import { listBases } from "./prune.ts";
import { listArchive, readWal } from "./wal-archive.ts";
import { historyName, parseHistory } from "./wal-names.ts";

/** Postgres' own size of a piece; that of the bases is what counts once there is one. */
const SEGMENT_BYTES = 16 << 20;

/** What a backup directory holds right now. */
export function readHoldings(files: BackupFiles): Holdings {
  const bases = listBases(files.dir);
  return {
    dir: files.dir,
    bases,
    archive: listArchive(files.wal, bases[0]?.segmentBytes ?? SEGMENT_BYTES),
    pastOf: (timeline) =>
      parseHistory(timeline, timeline === 1 ? null : (readWal({ name: historyName(timeline), dir: files.wal })?.toString() ?? null)),
  };
}
