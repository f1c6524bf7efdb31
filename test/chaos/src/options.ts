import { parseArgs } from "node:util";
import { BACKENDS, type Backend } from "./plan.ts";
import { isSabotage, SABOTAGES, type Sabotage } from "./sabotage.ts";

export interface Options {
  readonly backends: readonly Backend[];
  readonly kills: number;
  readonly quick: boolean;
  readonly only: string | null;
  readonly sabotage: Sabotage | null;
  readonly seed: number;
  readonly dir: string;
  readonly reset: boolean;
  readonly keep: boolean;
  readonly help: boolean;
}

export const HELP = `Chaos runner: kills, cuts and confuses a running Netra while posts flow, and counts what is lost, doubled or late.

  npm run chaos                                     200 kills on each backend and every other fault; about half an hour a backend
  npm run chaos -- --kills 2 --quick                the short form, about 2 minutes
  npm run chaos -- --backend redis                  one backend
  npm run chaos -- --kills 0 --only "half-open"     only faults whose name begins so (see the table of a run)
  npm run chaos -- --quick --kills 6 --sabotage no-sweep   a product that is broken on purpose: must end with violations

  --backend postgres|redis|both   where the queue keeps its jobs (both)
  --kills N                       kill -9 on each backend, spread over everything (200)
  --quick                         several kills at once, few other faults
  --only NAME                     of the other faults only those whose name begins with NAME
  --sabotage ${Object.keys(SABOTAGES).join("|")}
                                  break the product on purpose
${Object.entries(SABOTAGES)
  .map(([name, what]) => `                                    ${name}: ${what}`)
  .join("\n")}
  --seed N                        another order of kills and another world (1)
  --dir PATH                      where runs live while they last (var/chaos)
  --reset                         drop an unfinished run instead of going on with it
  --keep                          figures into test/chaos/results and RESULTS.md; never those of a part or of a broken product
  --help                          this

Ctrl-C stops everything; the same command goes on where it was. Exit code 0: no violation; 1: something was lost, doubled, late or wrong;
130: interrupted. Needs root for missing Debian packages (redis-server, faketime).`;

/** Reads the command line, or throws with what is wrong and how to write it. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      backend: { type: "string", default: "both" },
      kills: { type: "string", default: "200" },
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      sabotage: { type: "string" },
      seed: { type: "string", default: "1" },
      dir: { type: "string", default: "var/chaos" },
      reset: { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { backend, sabotage } = values;
  if (backend !== "both" && !BACKENDS.some((known) => known === backend)) throw new Error(`--backend ${backend}: write postgres, redis or both`);
  if (sabotage !== undefined && !isSabotage(sabotage)) throw new Error(`--sabotage ${sabotage}: write one of ${Object.keys(SABOTAGES).join(", ")}`);
  return {
    backends: BACKENDS.filter((known) => backend === "both" || backend === known),
    kills: wholeNumber("kills", values.kills),
    quick: values.quick,
    only: values.only ?? null,
    sabotage: sabotage ?? null,
    seed: wholeNumber("seed", values.seed),
    dir: values.dir,
    reset: values.reset,
    keep: values.keep,
    help: values.help,
  };
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new Error(`--${name} ${text}: write a whole number`);
  return Number(text);
}
