import { archiveWal } from "./wal-archive.ts";

/** What the server runs for each finished file of its log: `archive-wal.ts PATH NAME ARCHIVE`. Its words go to the server's log; it tries again until this exits with 0. */
const [from = "", name = "", dir = ""] = process.argv.slice(2);
try {
  archiveWal({ from, name, dir });
} catch (error) {
  process.stderr.write(`netra backup: ${name} was not copied: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
