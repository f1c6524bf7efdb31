import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { PROJECT_ROOT } from "@netra/config";
import { acquireLock } from "../../../services/app/src/lock.ts";
import { HELP, type Options, parseOptions } from "./options.ts";
import type { Backend } from "./plan.ts";
import { keepResults } from "./results.ts";
import { playRun } from "./run.ts";
import { stopLeftServers } from "./servers.ts";
import { openState } from "./state.ts";
import { describe, figuresOf } from "./table.ts";

/** About a dozen posts a second: enough that something is always on its way, little enough that two cores are not the fault. */
const ACCOUNTS = 60;
const GAP_MS = 5_000;
/** Kills in one round at most. */
const MOST = { quick: 10, full: 4 };
/** Whatever does not stop by then is left to the next run. */
const STOP_WITHIN_MS = 60_000;

const ending = new AbortController();
const begun = performance.now();
const say = (line: string): void => console.log(`${clock((performance.now() - begun) / 1000)}  ${line}`);

function clock(seconds: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  return `${two(seconds / 60)}:${two(seconds % 60)}`;
}

/** Plays one backend and prints its table. True when every promise was kept. */
async function play(backend: Backend, options: Options): Promise<boolean> {
  const name = [backend, options.quick && "quick", options.sabotage, options.only && "only"].filter(Boolean).join("-");
  const runDir = join(resolve(PROJECT_ROOT, options.dir), name);
  mkdirSync(dirname(runDir), { recursive: true, mode: 0o711 });
  // Beside the directory: it stays when the directory goes. A second runner would end the first one's servers.
  const lock = acquireLock(`${runDir}.lock`);
  try {
    if (options.reset) {
      await stopLeftServers(runDir);
      rmSync(runDir, { recursive: true, force: true });
    }
    return await playIn(runDir, backend, options);
  } finally {
    lock.release();
  }
}

async function playIn(runDir: string, backend: Backend, options: Options): Promise<boolean> {
  const goesOn = existsSync(join(runDir, "state.json"));
  const state = openState(runDir, {
    backend,
    plan: { kills: options.kills, quick: options.quick, sabotage: options.sabotage, most: options.quick ? MOST.quick : MOST.full },
    play: { seed: options.seed, accounts: ACCOUNTS, gapMs: GAP_MS, startMs: Date.now() },
  });
  say(
    `Queue on ${backend}: ${options.kills} kills${goesOn ? `, going on after ${state.current.results.length} results` : ""}. Run directory: ${runDir}`,
  );
  const finished = await playRun({ runDir, state, say, signal: ending.signal, only: options.only });
  const figures = figuresOf(finished, new Date());
  console.log(`\n${describe(figures)}`);
  if (options.keep && !options.quick && options.only === null && options.sabotage === null) say(`Kept in ${keepResults(figures)}`);
  rmSync(`${runDir}.last`, { recursive: true, force: true });
  renameSync(runDir, `${runDir}.last`);
  say(`The run's logs and database: ${runDir}.last`);
  return figures.verdict === "kept";
}

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  let allKept = true;
  for (const backend of options.backends) allKept = (await play(backend, options)) && allKept;
  return allKept ? 0 : 1;
}

// Whoever reads along may be gone first, as `| tail` is after Ctrl-C: the servers must be stopped all the same.
process.stdout.on("error", () => undefined);

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    // A second one does not wait: the processes end with the runner, and the next run takes the servers over.
    if (ending.signal.aborted) process.exit(130);
    say("Interrupted: stopping everything. The same command goes on from here.");
    ending.abort(new Error("interrupted"));
    setTimeout(() => process.exit(130), STOP_WITHIN_MS).unref();
  });

try {
  process.exit(await main());
} catch (error) {
  if (!ending.signal.aborted) console.error(`chaos: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(ending.signal.aborted ? 130 : 1);
}
