import { existsSync } from "node:fs";
import type { Config } from "@netra/config";
import { restoreBackup } from "../backup/restore-backup.ts";
import { parseRestoreTime } from "../backup/restore-time.ts";
import type { Say } from "../start.ts";
import { describeBlobs, stopwatch, tellDamaged } from "./backup.ts";

export interface RestoreOptions {
  /** ISO with an offset; absent for the newest state. */
  readonly to?: string;
  /** Name of a base; absent for the one that fits. */
  readonly from?: string;
}

/** `netra restore`: says to what moment it came, what the database holds, where the one before is, and what is to be done next. */
export async function runRestore(config: Config, { to, from }: RestoreOptions, say: Say): Promise<void> {
  const seconds = stopwatch();
  const now = new Date();
  const time = to === undefined ? null : parseRestoreTime(to, now);
  const done = await restoreBackup(config, { to: time, from: from ?? null, now, say });
  const { state, blobs, blobsMissing } = done;
  if (done.endedBefore) say(`Nothing was written between the last transaction and ${time?.text}.`);
  say(
    `Checked: ${state.migrations} migrations, ${state.auditRows} audit rows${state.lastAuditAt ? `, the last of ${state.lastAuditAt.toISOString()}` : ""}.`,
  );
  tellDamaged(blobs, say);
  say(`Files: ${describeBlobs(blobs)}.`);
  const here = config.bucket === null ? "here" : "in the bucket";
  if (blobsMissing > 0) say(`Warning: ${blobsMissing} files that this backup lists are neither ${here} nor in ${config.paths.backup}.`);
  if (blobsMissing > 0 && config.bucket !== null) say("Bring them back from the bucket's versions or its copy, then run netra restore again.");
  if (done.aside) say(`The database that was here is kept in ${done.aside}. Delete it when nobody needs it any more: it holds personal data.`);
  if (!existsSync(config.paths.keys))
    say(`Warning: ${config.paths.keys} is missing, and Netra will not start without the keys of this database: put your copy back first.`);
  say(`Restored in ${seconds()} to ${time?.text ?? "the newest state"}; last transaction ${done.lastTransaction ?? "that of the backup itself"}.`);
  say("Next: start Netra, look at what was done between that moment and now, and run netra backup.");
}
