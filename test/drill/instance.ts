import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { environment, PROJECT_ROOT } from "@netra/config";
import { findBundledPostgres } from "../../services/app/src/postgres.ts";
import { filesOf, findServer } from "../../services/app/src/postgres-files.ts";

/** Where an instance of the drill keeps its things. */
export interface Places {
  readonly dataDir: string;
  readonly backupDir: string;
  readonly keysDir: string;
}

export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly seconds: number;
}

const MAIN = join(PROJECT_ROOT, "services/app/src/main.ts");
const PATIENCE_MS = 120_000;

const environmentOf = ({ dataDir, backupDir, keysDir }: Places): NodeJS.ProcessEnv => ({
  PATH: environment().PATH ?? "",
  HOME: environment().HOME ?? "",
  NETRA_DATA_DIR: dataDir,
  NETRA_BACKUP_DIR: backupDir,
  NETRA_KEYS_DIR: keysDir,
  NETRA_LOG_LEVEL: "error",
});

/** Runs a command as an operator would, to its end. */
export async function netra(places: Places, args: readonly string[], onSay: (line: string) => void = () => undefined): Promise<Said> {
  const started = performance.now();
  const child = spawn(process.execPath, [MAIN, ...args], { env: environmentOf(places), stdio: ["ignore", "pipe", "pipe"] });
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out.push(text);
    for (const line of text.split("\n").filter(Boolean)) onSay(line);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => err.push(text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, out: out.join(""), err: err.join(""), seconds: (performance.now() - started) / 1000 };
}

/** A Netra that runs, with its own server. */
export interface Instance {
  /** Of Netra's database, for a login. */
  url(database: string, user?: string): string;
  /** Seconds until its database answered. */
  readonly seconds: number;
  /** What it wrote to its log, for when it ends by itself. */
  words(): string;
  /** As a power cut would: Netra first, then every process of the server, none of them asked. */
  kill(): Promise<void>;
}

/** Starts a Netra that only schedules, and waits until its database is ready. */
export async function startInstance(places: Places, answers: (url: string) => Promise<boolean>): Promise<Instance> {
  const started = performance.now();
  const child = spawn(process.execPath, [MAIN, "start", "scheduler"], { env: environmentOf(places), stdio: ["ignore", "ignore", "pipe"] });
  let err = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  for (const until = performance.now() + PATIENCE_MS; performance.now() < until && child.exitCode === null; await pause(50)) {
    const found = findBundledPostgres({ dataDir: places.dataDir });
    if (found && (await answers(found.url("netra")).catch(() => false)))
      return { url: found.url, seconds: (performance.now() - started) / 1000, words: () => err, kill: () => killAll(child, places.dataDir) };
  }
  child.kill("SIGKILL");
  throw new Error(`Netra did not start:\n${err}`);
}

async function killAll(child: ChildProcess, dataDir: string): Promise<void> {
  const gone = child.exitCode === null && child.signalCode === null ? once(child, "exit") : Promise.resolve();
  const server = findServer(filesOf(dataDir).cluster)?.pid;
  const processes = server === undefined ? [] : [server, ...childrenOf(server)];
  child.kill("SIGKILL");
  for (const pid of processes) killOne(pid);
  await gone;
  for (const until = performance.now() + PATIENCE_MS; processes.some(lives); await pause(20))
    if (performance.now() > until) throw new Error("a killed server still runs");
}

function killOne(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

const statusOf = (pid: number | string): string => {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return "";
  }
};

/** State and parent, after the name in parentheses (proc(5)). */
const fieldsOf = (pid: number | string): string[] =>
  statusOf(pid)
    .replace(/^.*\) /s, "")
    .split(" ");
const lives = (pid: number): boolean => !["", "Z"].includes(fieldsOf(pid)[0] ?? "");
const childrenOf = (parent: number): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && fieldsOf(name)[1] === String(parent))
    .map(Number);
