import { appendFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ARCHIVE_SECONDS } from "../../services/app/src/backup/archive-settings.ts";
import { type DrillFigures, drill } from "./drill.ts";

/** What the office is promised: at most a minute is lost with a disk, and a quarter of an hour passes until the database answers again. */
const RPO_SECONDS = 60;
const RTO_SECONDS = 900;
const RESULTS = join(import.meta.dirname, "RESULTS.md");

const { values } = parseArgs({ options: { posts: { type: "string", default: "200000" }, keep: { type: "boolean", default: false } } });
const posts = Number(values.posts);
if (!Number.isInteger(posts) || posts < 1_000) {
  console.error(`drill: --posts ${values.posts} is not a whole number from 1000 on.`);
  process.exit(1);
}

// Just before the next piece of the log would be archived: the worst moment to lose a disk.
const figures = await drill({ posts, loseDiskAfterSeconds: ARCHIVE_SECONDS - 5, say: (line) => console.log(line) });
const failures = judge(figures);
console.log(`
rows                         ${figures.rows} (database ${figures.databaseMegabytes} MB)
missing                      ${figures.rowsMissing} rows, ${figures.auditRowsMissing} audit rows, ${figures.filesMissing} files; tables that differ: ${figures.tablesThatDiffer.join(", ") || "none"}
backup                       ${figures.backupSeconds.toFixed(1)} s, while ${figures.rowsDuringBackup} rows were written
RTO, kill -9 and mass delete ${rtoOf(figures).toFixed(1)} s (restore ${figures.restoreSeconds.toFixed(1)} s, start ${figures.startSeconds.toFixed(1)} s)
RPO, disk lost               ${figures.diskLostSeconds.toFixed(1)} s: ${figures.diskLostPosts} posts, one after the other; restored in ${figures.diskLostRestoreSeconds.toFixed(1)} s`);
if (values.keep) {
  appendFileSync(RESULTS, `${rowOf(figures)}\n`);
  console.log(`Added to ${RESULTS}`);
}
for (const failure of failures) console.error(`FAILED: ${failure}`);
if (failures.length === 0) console.log("Everything came back.");
process.exitCode = failures.length === 0 ? 0 : 1;

function rtoOf({ restoreSeconds, startSeconds }: DrillFigures): number {
  return restoreSeconds + startSeconds;
}

function judge(found: DrillFigures): string[] {
  const { tablesThatDiffer, rowsMissing, auditRowsMissing, filesMissing, diskLostSeconds } = found;
  return [
    ...(rowsMissing > 0 || tablesThatDiffer.length > 0
      ? [`${rowsMissing} rows are missing; tables that differ: ${tablesThatDiffer.join(", ")}`]
      : []),
    ...(auditRowsMissing > 0 ? [`${auditRowsMissing} audit rows are missing`] : []),
    ...(filesMissing > 0 ? [`${filesMissing} files are missing`] : []),
    ...(rtoOf(found) > RTO_SECONDS ? [`the restore took more than ${RTO_SECONDS} s`] : []),
    ...(diskLostSeconds > RPO_SECONDS ? [`the lost disk took more than the last ${RPO_SECONDS} s with it`] : []),
  ];
}

/** A row of the table in RESULTS.md. */
function rowOf(found: DrillFigures): string {
  const machine = `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB`;
  return `| ${[
    new Date().toISOString().slice(0, 10),
    found.rows,
    `${found.databaseMegabytes} MB`,
    `${found.rowsMissing} / ${found.auditRowsMissing} / ${found.filesMissing}`,
    `${found.backupSeconds.toFixed(1)} s`,
    `${rtoOf(found).toFixed(1)} s`,
    `${found.diskLostSeconds.toFixed(1)} s`,
    machine,
  ].join(" | ")} |`;
}
