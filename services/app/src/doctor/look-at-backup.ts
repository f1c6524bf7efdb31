import { setTimeout as pause } from "node:timers/promises";
import type { Config } from "@netra/config";
import { backupState } from "../backup/backup-state.ts";
import type { BackupFacts } from "./check-backup.ts";
import { lookAtPlace } from "./look-at-files.ts";

/** Looks at where backups go, at what is there, and at what the bundled Postgres says of its copying. Changes nothing. */
export async function lookAtBackup(config: Config, { timeoutMs }: { readonly timeoutMs: number }): Promise<Omit<BackupFacts, "now">> {
  const { paths, database } = config;
  const late = pause(timeoutMs, "hidden" as const, { ref: false });
  const state = await Promise.race([backupState(config).catch(() => "hidden" as const), late]);
  return {
    bundled: database.url === null,
    dataDevice: lookAtPlace(paths.data).device,
    backup: paths.backup === null ? null : lookAtPlace(paths.backup),
    state,
  };
}
