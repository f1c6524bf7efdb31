import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { DomainError } from "@netra/domain";
import { type ReplayState, readReplay } from "@netra/store";
import { type Cluster, launch } from "../postgres-cluster.ts";
import { findServer, openLog, urlOf } from "../postgres-files.ts";
import type { Say } from "../start.ts";
import { fetchCommand } from "./archive-settings.ts";
import { giveTo } from "./open-archive.ts";
import type { RestoreTime } from "./restore-time.ts";

export interface RecoveryAsk {
  readonly backupDir: string;
  readonly password: string;
  readonly to: RestoreTime | null;
  readonly timeline: number;
  readonly say: Say;
}

/** `short`: the log ended before the wished time, and the server has stopped again; asking once more without a time goes on from there. */
export type Recovery =
  | { readonly end: "reached"; readonly port: number; readonly lastTransaction: string | null; readonly timeline: number }
  | { readonly end: "short"; readonly lastTransaction: string | null };

/** A day: how long replaying takes depends on the log, and a server that died is noticed at once. */
const PATIENCE_SECONDS = 86_400;
const TELL_MS = 10_000;

/**
 * Starts a server on a copied cluster and lets it replay the archived log, up to a time or to its end; then it goes on as a new timeline, and runs until
 * the caller stops it. Throws `unavailable` `restore-failed` with Postgres' own words.
 */
export async function recover(cluster: Cluster, { backupDir, password, to, timeline, say }: RecoveryAsk): Promise<Recovery> {
  const signal = join(cluster.files.cluster, "recovery.signal");
  writeFileSync(signal, "", { mode: 0o600 });
  giveTo(cluster.as, signal);
  const settings = {
    ...cluster.settings,
    hot_standby: "on",
    restore_command: fetchCommand(backupDir),
    recovery_target_timeline: String(timeline),
    recovery_target_action: "promote",
    ...(to === null ? {} : { recovery_target_time: to.text }),
  };
  const log = openLog(cluster.files);
  const started = performance.now();
  const ticking = setInterval(() => say(`  still replaying the log, for ${Math.round((performance.now() - started) / 1000)} s`), TELL_MS);
  try {
    const port = await launch({ ...cluster, settings, patienceSeconds: PATIENCE_SECONDS });
    const state = await untilPromoted(cluster, urlOf(password, port)("postgres"));
    return { end: "reached", port, lastTransaction: state.lastTransaction, timeline: state.timeline ?? timeline };
  } catch (error) {
    const words = log.news();
    if (to !== null && /recovery ended before configured recovery target was reached/.test(words))
      return { end: "short", lastTransaction: /last completed transaction was at log time (.+)$/m.exec(words)?.[1] ?? null };
    throw failed(words, cluster, error);
  } finally {
    clearInterval(ticking);
    log.close();
  }
}

/** It answers questions before it has replayed all: until then it only reads. */
async function untilPromoted(cluster: Cluster, url: string): Promise<ReplayState> {
  for (;;) {
    const state = await readReplay(url).catch(() => null);
    if (state && !state.replaying) return state;
    if (findServer(cluster.files.cluster) === null) throw new Error("the server stopped while it replayed its log");
    await pause(100);
  }
}

/** A log of replaying has a line for each piece: only what ended it is shown. */
function failed(words: string, { files }: Cluster, cause: unknown): DomainError {
  const why = words.split("\n").filter((line) => /FATAL|PANIC|netra restore:/.test(line));
  return new DomainError(
    "unavailable",
    "restore-failed",
    ["The database could not replay its log. Nothing was changed.", ...why.slice(-5), `More is in ${files.log}.`].join("\n"),
    { cause },
  );
}
