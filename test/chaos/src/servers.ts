import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { runOnce } from "@netra/store";
import { type BundledPostgres, startBundledPostgres, stopLeftServer } from "../../../services/app/src/postgres.ts";
import { choosePort, filesOf, findServer } from "../../../services/app/src/postgres-files.ts";
import { requireProgram } from "../../support/debian.ts";

const DATABASE = "netra";
const silent = { info: () => undefined, warn: () => undefined };

/** The database server of a run: flushed to disk as in life, and started again within seconds when it dies, as a managed server is. */
export interface ChaosPostgres {
  readonly url: string;
  readonly port: number;
  /** `kill -9` of the postmaster, and of its children too when the whole server is to die. */
  kill(what: "postmaster" | "whole"): void;
  stop(): Promise<void>;
}

export async function startPostgres(runDir: string): Promise<ChaosPostgres> {
  const dataDir = join(runDir, "postgres");
  const server: BundledPostgres = await startBundledPostgres({ dataDir, log: silent });
  const rows = await runOnce(server.url("postgres"), `select from pg_database where datname = '${DATABASE}'`);
  if (rows.length === 0) await runOnce(server.url("postgres"), `create database ${DATABASE}`);
  return {
    url: server.url(DATABASE),
    port: server.port,
    kill(what) {
      const pid = findServer(filesOf(dataDir).cluster)?.pid;
      if (pid === undefined) return;
      // The postmaster first: it would otherwise start the others again.
      for (const victim of [pid, ...(what === "whole" ? childrenOf(pid) : [])]) killHard(victim);
    },
    stop: () => server.stop(),
  };
}

function killHard(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // It ended by itself meanwhile.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Pids of a process's children, from /proc. */
function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
}

function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return null;
  }
}

/** The queue's server of a run on the backend `redis`. */
export interface ChaosRedis {
  readonly url: string;
  readonly port: number;
  kill(): void;
  /** Everything in it is gone: by FLUSHALL, or because it starts in an empty directory without its log, as after a lost disk. */
  empty(how: "flush" | "disk"): Promise<void>;
  isUp(): Promise<boolean>;
  stop(): Promise<void>;
}

const RESTART_AFTER_MS = 500;
const KEEP = ["--appendonly", "yes", "--appendfsync", "everysec"];
const FORGET = ["--appendonly", "no"];

export async function startRedis(runDir: string): Promise<ChaosRedis> {
  const program = requireProgram("redis-server", "redis-server");
  const dir = join(runDir, "redis");
  const pidFile = pidFileIn(runDir);
  const log = createWriteStream(join(runDir, "redis.log"), { flags: "a" });
  mkdirSync(dir, { recursive: true });
  endLeftover(pidFile);
  const port = await choosePort({ ...filesOf(runDir), port: join(runDir, "redis.port") });
  let over = false;
  let persistence = KEEP;
  let child = begin();

  function begin(): ChildProcess {
    const settings = ["--port", String(port), "--bind", "127.0.0.1", "--dir", dir, "--maxmemory-policy", "noeviction", "--save", ""];
    const made = spawn(program, [...settings, ...persistence], { detached: true, stdio: ["ignore", "pipe", "pipe"] });
    made.stdout.pipe(log, { end: false });
    made.stderr.pipe(log, { end: false });
    writeFileSync(pidFile, String(made.pid));
    made.once("exit", () => {
      if (!over) setTimeout(again, RESTART_AFTER_MS);
    });
    return made;
  }

  function again(): void {
    if (!over) child = begin();
  }

  const ask = (command: string): Promise<string> => askRedis(port, command);
  const isUp = async (): Promise<boolean> => (await ask("PING").catch(() => "")).startsWith("+PONG");
  while (!(await isUp())) await pause(50);
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    kill: () => void child.kill("SIGKILL"),
    isUp,
    async empty(how) {
      if (how === "flush") return void (await ask("FLUSHALL"));
      persistence = FORGET;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
      for (const name of readdirSync(dir)) rmSync(join(dir, name), { recursive: true });
    },
    async stop() {
      over = true;
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, "exit");
        child.kill("SIGTERM");
        await gone;
      }
      rmSync(pidFile, { force: true });
      log.end();
    },
  };
}

/** Asks one inline command (redis protocol) on a connection of its own and gives the first piece of the answer. */
function askRedis(port: number, command: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect(port, "127.0.0.1", () => socket.write(`${command}\r\n`));
  socket.setTimeout(2_000, () => socket.destroy(new Error("redis does not answer")));
  socket.once("data", (answer) => {
    resolve(answer.toString());
    socket.end();
  });
  socket.once("error", reject);
  // A server that is killed while it is asked closes without a word.
  socket.once("close", () => reject(new Error("redis closed the connection")));
  return promise;
}

const pidFileIn = (runDir: string): string => join(runDir, "redis.pid");

/** Ends the servers that a runner left behind which was killed, before their files are removed. */
export async function stopLeftServers(runDir: string): Promise<void> {
  endLeftover(pidFileIn(runDir));
  if (existsSync(join(runDir, "postgres"))) await stopLeftServer({ dataDir: join(runDir, "postgres") });
}

/** A runner that was killed leaves its Redis: it is ended, if the pid still names one. */
function endLeftover(pidFile: string): void {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8"));
  try {
    if (readlinkSync(`/proc/${pid}/exe`).includes("redis")) process.kill(pid, "SIGKILL");
  } catch {
    // It is gone.
  }
}
