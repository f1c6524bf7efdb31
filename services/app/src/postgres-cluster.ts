import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { DomainError } from "@netra/domain";
import { shellWord } from "./backup/archive-settings.ts";
import { type Binaries, type RunAs, runBinary } from "./postgres-binaries.ts";
import { type ClusterFiles, choosePort, disarmStalePidFile, findServer, openLog, type RunningServer, SUPERUSER } from "./postgres-files.ts";

export interface Cluster {
  readonly binaries: Binaries;
  readonly files: ClusterFiles;
  readonly as: RunAs;
  readonly dataDir: string;
  /** `test`: nothing is flushed to disk. */
  readonly tune: "test" | undefined;
  /** Further settings of the server, for copying its log away or replaying it. */
  readonly settings: Readonly<Record<string, string>>;
  /** How long a start may take; a minute unless given. */
  readonly patienceSeconds?: number;
}

/** ERRORs reach the client and stay out of the log, because Postgres quotes values in them. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  timezone: "UTC",
  log_timezone: "UTC",
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_checkpoints: "off",
} as const;
const TEST_SETTINGS = { fsync: "off", full_page_writes: "off", synchronous_commit: "off", max_wal_senders: "0", wal_level: "minimal" } as const;

/** Sorting and case do not depend on the machine's locales: C.UTF-8 is Postgres' own. */
const INITDB = [
  `--username=${SUPERUSER}`,
  "--auth=scram-sha-256",
  "--encoding=UTF8",
  "--no-locale",
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
  "--data-checksums",
  "--no-instructions",
];

/** What the server's own words call for. The first match wins. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/No space left on device/i, "Free some disk space and start again."],
  [/error while loading shared libraries/i, "Its libraries were not linked: run npm rebuild, without --ignore-scripts."],
  [
    /initialized by PostgreSQL version|incompatible with server/i,
    "Another version of Postgres made it: export with the Netra that made it, and import here.",
  ],
  [
    /Permission denied|EACCES/i,
    "Its user must pass through every directory above the data directory and this checkout: chmod o+x them, or run Netra as an ordinary user.",
  ],
];

const START_ATTEMPTS = 20;
const PATIENCE_SECONDS = 60;

/** Makes the cluster if there is none. A kill on the way leaves only a draft, which the next start discards. */
export async function createCluster(cluster: Cluster, password: string): Promise<void> {
  const { files, as } = cluster;
  if (existsSync(files.cluster)) return;
  const pwfile = `${files.password}.initdb`;
  try {
    for (const path of [files.draft, pwfile]) rmSync(path, { recursive: true, force: true });
    mkdirSync(files.draft, { mode: 0o700 });
    writeFileSync(pwfile, `${password}\n`, { mode: 0o600 });
    for (const path of [files.draft, pwfile]) if (as.uid !== undefined && as.gid !== undefined) chownSync(path, as.uid, as.gid);
    const sync = cluster.tune === "test" ? ["--no-sync"] : [];
    const { code, words } = await run(cluster, "initdb", [`--pgdata=${files.draft}`, `--pwfile=${pwfile}`, ...INITDB, ...sync]);
    if (code !== 0) throw failure("The database could not be created.", words, files);
    renameSync(files.draft, files.cluster);
  } finally {
    rmSync(pwfile, { force: true });
  }
}

/** Starts the server and waits until it accepts connections; gives its port. A port that is taken meanwhile is replaced, unless the caller insists on one. */
export async function launch(cluster: Cluster, samePort?: number): Promise<number> {
  const { files, as, tune, settings: more, patienceSeconds = PATIENCE_SECONDS } = cluster;
  for (let attempt = 1; ; attempt++) {
    const port = samePort ?? (await choosePort(files));
    disarmStalePidFile(files.cluster, as);
    const settings = { ...SETTINGS, ...(tune === "test" ? TEST_SETTINGS : {}), ...more, port };
    // pg_ctl hands its options to a shell.
    const options = Object.entries(settings).map(([name, value]) => `-c ${shellWord(`${name}=${value}`)}`);
    const { code, words } = await run(cluster, "pg_ctl", [
      "start",
      "--silent",
      "--wait",
      `--timeout=${patienceSeconds}`,
      `--pgdata=${files.cluster}`,
      `--options=${options.join(" ")}`,
    ]);
    if (code === 0) {
      if (more.archive_mode !== undefined) await startClockOfArchive(cluster);
      return port;
    }
    // The second: the server processes of a killed postmaster need a moment to notice.
    const passes = (samePort === undefined && /could not bind/.test(words)) || /pre-existing shared memory block/.test(words);
    if (!passes || attempt === START_ATTEMPTS) throw failure("The database did not start.", words, files);
    await pause(250);
  }
}

/**
 * Makes a server that has just started mind `archive_timeout`. Its checkpointer begins to wait while the server still recovers, when that clock does not
 * count, and would look again only after `checkpoint_timeout`, five minutes later (measured with 18.4); any reload wakes it.
 */
export async function startClockOfArchive(cluster: Cluster): Promise<void> {
  await run(cluster, "pg_ctl", ["reload", "--silent", `--pgdata=${cluster.files.cluster}`]);
}

/** The server that runs already, once it is ready; null when there is none, or when it was on its way down. */
export async function settledServer(files: ClusterFiles): Promise<RunningServer | null> {
  const until = performance.now() + PATIENCE_SECONDS * 1000;
  for (;;) {
    const server = findServer(files.cluster);
    if (server === null || server.ready) return server;
    if (performance.now() > until)
      throw failure(
        `A server of this data directory (process ${server.pid}) is neither ready nor gone. End that process and start again.`,
        "",
        files,
      );
    await pause(100);
  }
}

/** Ends the server: open transactions are rolled back, data is flushed. One that does not answer in time is cut off; it recovers at the next start. */
export async function shutDown(cluster: Cluster): Promise<void> {
  for (const mode of ["fast", "immediate"]) {
    if (findServer(cluster.files.cluster) === null) return;
    await run(cluster, "pg_ctl", [
      "stop",
      "--silent",
      "--wait",
      `--timeout=${PATIENCE_SECONDS}`,
      `--mode=${mode}`,
      `--pgdata=${cluster.files.cluster}`,
    ]);
  }
}

/** Runs a program with its output in the log; `words` is what it said. */
async function run(cluster: Cluster, program: keyof Binaries, args: readonly string[]): Promise<{ code: number | null; words: string }> {
  const log = openLog(cluster.files);
  try {
    const code = await runBinary(cluster.binaries[program], args, { as: cluster.as, cwd: cluster.dataDir, output: log.fd });
    return { code, words: log.news() };
  } catch (error) {
    return { code: null, words: error instanceof Error ? error.message : String(error) };
  } finally {
    log.close();
  }
}

function failure(what: string, words: string, files: ClusterFiles): DomainError {
  const remedy = REMEDIES.find(([pattern]) => pattern.test(words))?.[1] ?? `More is in ${files.log}.`;
  return new DomainError("unavailable", "postgres-failed", [what, words && `Postgres says:\n${words}`, remedy].filter(Boolean).join("\n"));
}
