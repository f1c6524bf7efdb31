import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requireProgram } from "./debian.ts";
import { freePort } from "./free-port.ts";

export interface TestRedis {
  readonly url: string;
  readonly port: number;
  /** Ends the server at once, as `kill -9` does, and waits until it is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same port with the same files. */
  start(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

/** What an installation of ours asks of Redis: nothing is evicted, and a kill loses two seconds of jobs at most, which the sweep offers again. */
const SETTINGS = ["--maxmemory-policy", "noeviction", "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""];
const PATIENCE_MS = 60_000;

/** Starts a redis-server of Debian on a free port of 127.0.0.1, in a temporary directory. `args` come after the usual settings and win over them. */
export async function startTestRedis({ args = [] }: { readonly args?: readonly string[] } = {}): Promise<TestRedis> {
  const program = requireProgram("redis-server", "redis-server");
  const directory = mkdtempSync(join(tmpdir(), "netra-test-redis-"));
  const port = await freePort();
  let server: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    const all = ["--port", String(port), "--bind", "127.0.0.1", "--dir", directory, ...SETTINGS, ...args];
    server = spawn(program, all, { stdio: ["ignore", "pipe", "inherit"] });
    await ready(server);
  };
  const kill = async (): Promise<void> => {
    const running = server;
    server = null;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = once(running, "exit");
    running.kill("SIGKILL");
    await gone;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    kill,
    start,
    stop: async () => {
      await kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Waits for the server's own word that it takes connections. */
async function ready(server: ChildProcess): Promise<void> {
  let words = "";
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const late = setTimeout(() => reject(new Error(`redis-server is not ready:\n${words}`)), PATIENCE_MS);
  server.stdout?.on("data", (chunk: Buffer) => {
    words += chunk.toString();
    if (words.includes("Ready to accept connections")) resolve();
  });
  server.once("error", reject);
  server.once("exit", () => reject(new Error(`redis-server ended:\n${words}`)));
  try {
    await promise;
  } finally {
    clearTimeout(late);
    // Read on, so that the pipe never fills, and forget the words.
    server.stdout?.removeAllListeners("data").resume();
  }
}
