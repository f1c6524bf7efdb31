import { createHmac, randomBytes } from "node:crypto";
import { chownSync, closeSync, existsSync, openSync, readFileSync, readlinkSync, realpathSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { basename, join } from "node:path";
import { DomainError } from "@netra/domain";
import { processStart } from "./lock.ts";
import type { RunAs } from "./postgres-binaries.ts";

/** Where the bundled server keeps its things. Only `cluster` belongs to the user the server runs as. */
export const filesOf = (dataDir: string) => ({
  cluster: join(dataDir, "postgres"),
  /** A cluster being made; renamed when whole, so that a kill leaves no half of one. */
  draft: join(dataDir, "postgres.new"),
  password: join(dataDir, "postgres.password"),
  port: join(dataDir, "postgres.port"),
  log: join(dataDir, "postgres.log"),
  lock: join(dataDir, "netra.lock"),
  /** Names the backup directory that this installation has used. */
  backupClaim: join(dataDir, "backup.claimed"),
  /** A cluster being brought back; renamed to `restored` when whole, and put in place of `cluster`. */
  restoring: join(dataDir, "postgres.restoring"),
  restored: join(dataDir, "postgres.restored"),
});
export type ClusterFiles = ReturnType<typeof filesOf>;

export const SUPERUSER = "postgres";
/** Netra's own database on the bundled server. */
export const DATABASE = "netra";
const LOG_MAX_BYTES = 1_000_000;

/** A server's own note of itself (postmaster.pid). */
export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/**
 * Finds the server that runs on this cluster, whoever started it; null when none does.
 * A pid file whose process is gone, or whose pid belongs to another program by now, counts as none.
 */
export function findServer(cluster: string): RunningServer | null {
  const lines = readIfThere(join(cluster, "postmaster.pid"))?.split("\n");
  const pid = Number(lines?.[0]);
  if (!lines || !(pid > 0) || !isServerOf(pid, cluster)) return null;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
}

/** Whether the running server was started with these settings of archiving, and with no others; read from the server's own note (postmaster.opts). */
export function startedWith(cluster: string, settings: Readonly<Record<string, string>>): boolean {
  const options = readIfThere(join(cluster, "postmaster.opts")) ?? "";
  const wanted = settings.archive_command;
  return wanted === undefined ? !options.includes('"archive_command=') : options.includes(`"archive_command=${wanted}"`);
}

/** Postgres works inside its cluster's directory, which no other program does. Without /proc a living process has to do. */
function isServerOf(pid: number, cluster: string): boolean {
  if (processStart(pid) === null) return false;
  if (process.platform !== "linux") return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster) && basename(readlinkSync(`/proc/${pid}/exe`)).startsWith("postgres");
  } catch {
    return false;
  }
}

/**
 * Makes a leftover pid file harmless when its pid was given to another program, which Postgres would take for a rival server.
 * It is not removed, since Postgres reads there which shared memory to check: the pid becomes ours, and pg_ctl tells the server that its
 * grandparent is no rival.
 */
export function disarmStalePidFile(cluster: string, as: RunAs): void {
  const file = join(cluster, "postmaster.pid");
  const text = readIfThere(file);
  if (text === null || findServer(cluster)) return;
  writeFileSync(file, text.replace(/^-?\d+/, String(process.pid)));
  if (as.uid !== undefined && as.gid !== undefined) chownSync(file, as.uid, as.gid);
}

/** The superuser's password, made once, before the cluster. */
export function readPassword(files: ClusterFiles): string {
  const kept = readIfThere(files.password)?.trim();
  if (kept) return kept;
  if (existsSync(files.cluster))
    throw new DomainError(
      "unavailable",
      "postgres-password-missing",
      `${files.password} is missing. Put it back from your copy of the data directory: the database cannot be opened without it.`,
    );
  const password = randomBytes(24).toString("base64url");
  writeFileSync(files.password, `${password}\n`, { mode: 0o600, flush: true });
  return password;
}

/** Every login has a password of its own, derived from the superuser's, so that one that leaks opens no other. */
const passwordOf = (password: string, user: string): string =>
  user === SUPERUSER ? password : createHmac("sha256", password).update(user).digest("base64url");

/** Addresses of a bundled server: a database, for the superuser or another login. */
export const urlOf =
  (password: string, port: number) =>
  (database: string, user: string = SUPERUSER): string =>
    `postgres://${encodeURIComponent(user)}:${passwordOf(password, user)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;

/** The port of last time when it is free, else any free one. */
export async function choosePort(files: ClusterFiles): Promise<number> {
  const last = Number(readIfThere(files.port));
  if (last > 0 && (await isFree(last))) return last;
  const port = await freePort();
  writeFileSync(files.port, `${port}\n`);
  return port;
}

const isFree = (port: number): Promise<boolean> =>
  listenOn(port).then(
    () => true,
    () => false,
  );
const freePort = (): Promise<number> => listenOn(0);

function listenOn(port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = createServer().once("error", reject);
  server.listen(port, "127.0.0.1", () => {
    const address = server.address();
    server.close(() => resolve(typeof address === "object" && address ? address.port : port));
  });
  return promise;
}

/** Opens the log for the server to write; what it holds above 1 MB goes to `postgres.log.1`, once a start. It holds states of the server, never statements. */
export function openLog(files: ClusterFiles): { readonly fd: number; close(): void /** What was written since the opening. */; news(): string } {
  if ((statSync(files.log, { throwIfNoEntry: false })?.size ?? 0) > LOG_MAX_BYTES) renameSync(files.log, `${files.log}.1`);
  const fd = openSync(files.log, "a", 0o600);
  const from = statSync(files.log).size;
  return { fd, close: () => closeSync(fd), news: () => readFileSync(files.log).subarray(from).toString("utf8").trim() };
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
