import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { loadConfig } from "@netra/config";
import { buildConsoleWhenStale } from "../../../services/app/src/console-build.ts";
import { type Context, createContext } from "../../../services/app/src/context.ts";
import { freePort } from "../../support/free-port.ts";
import { createExpectation, type Expectation } from "./conservation.ts";
import { type Observer, openObserver } from "./observer.ts";
import { type Backend, PROCESSES, type ProcessName } from "./plan.ts";
import { type Direction, monotonicMs, type PlatformClock, platformNow, readDirection, writeDirection } from "./platform.ts";
import { type ChaosProxy, startChaosProxy } from "./proxy.ts";
import type { Mark } from "./recovery.ts";
import { createSender, type Sender } from "./sender.ts";
import { type ChaosPostgres, type ChaosRedis, startPostgres, startRedis } from "./servers.ts";
import type { StateFile } from "./state.ts";
import { type Environment, type Supervised, supervise } from "./supervisor.ts";
import { handleOf, POISON_HANDLE } from "./timeline.ts";
import { startWatcher, type Watcher } from "./watch.ts";
import { openSessions, seedWorld } from "./world.ts";

export type Say = (line: string) => void;

/** These reach the servers through the proxies only. */
export const BEHIND_PROXY: readonly ProcessName[] = ["ingest-2", "classify-2"];

/** The system under test and everything around it. */
export interface Stage {
  readonly backend: Backend;
  readonly runDir: string;
  readonly postgres: ChaosPostgres;
  readonly redis: ChaosRedis | null;
  readonly processes: ReadonlyMap<ProcessName, Supervised>;
  readonly proxies: { readonly postgres: ChaosProxy; readonly redis: ChaosProxy | null };
  readonly observer: Observer;
  readonly expectation: Expectation;
  readonly handles: readonly string[];
  readonly watcher: Watcher;
  readonly sender: Sender;
  readonly state: StateFile;
  readonly say: Say;
  /** Aborted when the run is interrupted. */
  readonly signal: AbortSignal;
  mark(): Mark;
  process(name: ProcessName): Supervised;
  /** Lets the poison account write a page soon; gives the moment, platform's time. */
  addPoison(): number;
  /** From a moment soon on nothing is published any more; gives it. */
  stopPlatform(): number;
  /** That moment has passed. */
  isStopped(): boolean;
  direction(): Direction;
  close(): Promise<void>;
}

const SOON_MS = 3_000;

export interface StageOptions {
  readonly runDir: string;
  readonly state: StateFile;
  readonly say: Say;
  readonly signal: AbortSignal;
}

/** Builds the stage and lets posts flow. What was built is taken down again when a later step fails. */
export async function openStage({ runDir, state, say, signal }: StageOptions): Promise<Stage> {
  const { backend, play } = state.current;
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const release of closers.splice(0).reverse()) await release();
  };
  try {
    mkdirSync(join(runDir, "logs"), { recursive: true });
    const postgres = await startPostgres(runDir);
    closers.push(() => postgres.stop());
    const redis = backend === "redis" ? await startRedis(runDir) : null;
    if (redis) closers.push(() => redis.stop());
    const observer = openObserver(postgres.url);
    closers.push(() => observer.close());

    const ports = { "api-1": await freePort(), "api-2": await freePort() };
    const base = environmentOf({ runDir, databaseUrl: postgres.url, queueUrl: redis?.url ?? null, publicPort: ports["api-1"] });
    if (await buildConsoleWhenStale()) say("Console built.");
    const tokens = await prepare(base, (context) => seedWorld(context, play).then(() => openSessions(context)));

    const proxies = {
      postgres: await startChaosProxy({ target: { host: "127.0.0.1", port: postgres.port } }),
      redis: redis && (await startChaosProxy({ target: { host: "127.0.0.1", port: redis.port } })),
    };
    closers.push(async () => Promise.all([proxies.postgres.close(), proxies.redis?.close()]));

    const clock = await startClock(state, observer);
    const direction: Direction = state.current.sittings === 1 ? { stopMs: null, poison: [] } : { ...readDirection(runDir), stopMs: null };
    writeDirection(runDir, direction);
    let told = direction;
    const tell = (change: Partial<Direction>): void => {
      told = { ...told, ...change };
      writeDirection(runDir, told);
    };

    const processes = new Map<ProcessName, Supervised>();
    closers.push(() => Promise.all([...processes.values()].map((process) => process.end())));
    for (const name of PROCESSES) {
      const env = { ...base, NETRA_PORT: String(name === "api-2" ? ports["api-2"] : ports["api-1"]) };
      const through = BEHIND_PROXY.includes(name) ? behind(env, proxies) : env;
      const role = name.slice(0, name.lastIndexOf("-")) as Supervised["role"];
      const order = { role, runDir, play, clock, sabotage: state.current.plan.sabotage };
      processes.set(name, supervise({ name, order, env: through, logFile: join(runDir, "logs", `${name}.log`) }));
    }

    const handles = [...Array.from({ length: play.accounts }, (_, index) => handleOf(index)), POISON_HANDLE];
    const expectation = createExpectation(play, handles);
    const watcher = startWatcher({ observer, expectation, clock, direction: () => told, state, say });
    closers.push(() => watcher.stop());
    const bases = Object.values(ports).map((port) => `http://127.0.0.1:${port}`);
    const sender = createSender({ runDir, play, bases, origin: bases[0] as string, tokens });
    closers.push(() => sender.finish(0));

    const soon = (): number => platformNow(clock) + SOON_MS;
    return {
      backend,
      runDir,
      postgres,
      redis,
      processes,
      proxies,
      observer,
      expectation,
      handles,
      watcher,
      sender,
      state,
      say,
      signal,
      mark: () => ({ monotonicMs: monotonicMs(), platformMs: platformNow(clock), wallMs: Date.now() }),
      process: (name) => {
        const found = processes.get(name);
        if (!found) throw new Error(`chaos: no process is called ${name}`);
        return found;
      },
      addPoison() {
        const at = soon();
        tell({ poison: [...told.poison, at] });
        return at;
      },
      stopPlatform() {
        const at = soon();
        tell({ stopMs: at });
        return at;
      },
      isStopped: () => told.stopMs !== null && platformNow(clock) > told.stopMs,
      direction: () => told,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface EnvironmentAsk {
  readonly runDir: string;
  readonly databaseUrl: string;
  readonly queueUrl: string | null;
  readonly publicPort: number;
}

/** What an operator would set. Settings of the shell that runs the runner do not leak in. */
function environmentOf({ runDir, databaseUrl, queueUrl, publicPort }: EnvironmentAsk): Environment {
  const { PATH = "", HOME = "", TZ } = process.env;
  return {
    PATH,
    HOME,
    ...(TZ === undefined ? {} : { TZ }),
    NETRA_DATA_DIR: join(runDir, "netra"),
    NETRA_PORT: String(publicPort),
    NETRA_PUBLIC_URL: `http://127.0.0.1:${publicPort}`,
    NETRA_FETCH_SECONDS: "5",
    NETRA_LOG_LEVEL: "info",
    DATABASE_URL: databaseUrl,
    ...(queueUrl === null ? {} : { QUEUE_URL: queueUrl }),
  };
}

function behind(env: Environment, proxies: { readonly postgres: ChaosProxy; readonly redis: ChaosProxy | null }): Environment {
  const through = (url: string, proxy: ChaosProxy): string => Object.assign(new URL(url), { port: String(proxy.port) }).href;
  return {
    ...env,
    DATABASE_URL: through(env.DATABASE_URL ?? "", proxies.postgres),
    ...(env.QUEUE_URL && proxies.redis ? { QUEUE_URL: through(env.QUEUE_URL, proxies.redis) } : {}),
  };
}

/** Migrates, makes keys and does one thing with the operator's rights. */
async function prepare<T>(env: Environment, act: (context: Context) => Promise<T>): Promise<T> {
  const context = await createContext(loadConfig({ ...env, NETRA_LOG_LEVEL: "silent" }), { roles: [] });
  try {
    return await act(context);
  } finally {
    await context.close();
  }
}

/** The platform goes on where it stood: at what was remembered, or at what the database has seen of it, whichever is later. */
async function startClock(state: StateFile, observer: Observer): Promise<PlatformClock> {
  const { startMs } = state.current.play;
  const [seen] = await observer.query<{ at: string | null }>("select max(cursor->>'at') as at from account");
  const seenMs = seen?.at ? Date.parse(seen.at) : startMs;
  return { monotonicMs: monotonicMs(), platformMs: Math.max(startMs + state.current.elapsedMs, seenMs) };
}
