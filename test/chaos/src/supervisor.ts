import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { ENTRY, type ProcessOrder, READY } from "./order.ts";
import { monotonicMs } from "./platform.ts";

/** As `bin/netra.mjs` does for a real process: a start is loading, not compiling. */
const COMPILED_ONCE = { NODE_COMPILE_CACHE: join(import.meta.dirname, "../../../node_modules/.cache/node") };
/** How long a service manager waits before it starts a process again that died. */
const RESTART_AFTER_MS = 500;
/** How long a process that was asked to stop may take: what service managers give by default is more. */
const STOP_WITHIN_MS = 30_000;

export type Environment = Readonly<Record<string, string>>;

/** One end of a process. */
export interface Ending {
  readonly atMs: number;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** We ended it. */
  readonly meant: boolean;
}

/** One process of Netra that is kept running, as a service manager would keep it. */
export interface Supervised {
  readonly name: string;
  readonly role: ProcessOrder["role"];
  /** Counts the starts; another number means another process. */
  readonly life: () => number;
  readonly isReady: () => boolean;
  /** Monotonic ms of the last job that this process finished, over all its lives; 0 for none. */
  readonly lastJobMs: () => number;
  readonly endings: () => readonly Ending[];
  /** The last line it wrote about something that went wrong, for the notes of a run. */
  readonly lastWords: () => string;
  /** `kill -9`, now. It is started again. */
  kill(): void;
  /** SIGTERM, then started again when it has ended. Gives its exit code, or the signal that ended it: SIGKILL when it did not stop in time. */
  redeploy(): Promise<number | NodeJS.Signals | null>;
  /** From the next start on this is added to its environment; `{}` for nothing. */
  dress(extra: Environment): void;
  /** Ends it for good. */
  end(): Promise<void>;
}

export interface SuperviseOptions {
  readonly name: string;
  readonly order: ProcessOrder;
  readonly env: Environment;
  readonly logFile: string;
}

/** Starts a process and keeps it running until `end()`. What it says goes to its log file. */
export function supervise({ name, order, env, logFile }: SuperviseOptions): Supervised {
  const log = createWriteStream(logFile, { flags: "a", mode: 0o600 });
  const endings: Ending[] = [];
  let life = 0;
  let ready = false;
  let lastJobMs = 0;
  let lastWords = "";
  let meant = false;
  let over = false;
  let extra: Environment = {};
  let child: ChildProcess = begin();

  function begin(): ChildProcess {
    life += 1;
    ready = false;
    meant = false;
    log.write(`--- ${new Date().toISOString()} start ${life}\n`);
    // A group of its own: Ctrl-C in the terminal is the runner's alone.
    const made = spawn(process.execPath, [ENTRY, JSON.stringify(order)], {
      env: { ...COMPILED_ONCE, ...env, ...extra },
      detached: true,
      stdio: "pipe",
    });
    read(made, log, (line) => {
      if (line === READY) ready = true;
      if (line.includes('"event":"job.done"')) lastJobMs = monotonicMs();
      else if (/"level":[456]0|^netra:/.test(line)) lastWords = line;
    });
    made.once("exit", (code, signal) => {
      ready = false;
      endings.push({ atMs: monotonicMs(), code, signal, meant });
      log.write(`--- ${new Date().toISOString()} end ${life}: code ${code}, signal ${signal}\n`);
      if (!over) setTimeout(again, RESTART_AFTER_MS);
    });
    return made;
  }

  function again(): void {
    if (!over) child = begin();
  }

  const gone = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const kill = (): void => {
    meant = true;
    child.kill("SIGKILL");
  };

  return {
    name,
    role: order.role,
    life: () => life,
    isReady: () => ready,
    lastJobMs: () => lastJobMs,
    endings: () => endings,
    lastWords: () => lastWords,
    kill,
    async redeploy() {
      if (gone()) return 0;
      meant = true;
      const asked = child;
      const ended = once(asked, "exit");
      asked.kill("SIGTERM");
      const timer = AbortSignal.timeout(STOP_WITHIN_MS);
      const late = once(timer, "abort").then(() => asked.kill("SIGKILL"));
      await Promise.race([ended, late]);
      await ended;
      return asked.exitCode ?? asked.signalCode;
    },
    dress(next) {
      extra = next;
    },
    async end() {
      over = true;
      if (!gone()) {
        const ended = once(child, "exit");
        kill();
        await ended;
      }
      await pause(0);
      log.end();
    },
  };
}

/** Both outputs, line by line, into the log and to whoever listens. */
function read(child: ChildProcess, log: WriteStream, listen: (line: string) => void): void {
  child.stdin?.on("error", () => undefined);
  child.on("error", (error) => log.write(`--- ${error.message}\n`));
  for (const stream of [child.stdout, child.stderr])
    if (stream)
      createInterface({ input: stream }).on("line", (line) => {
        if (!log.writableEnded) log.write(`${line}\n`);
        listen(line);
      });
}
