import { totalsOf } from "./conservation.ts";
import { CONTRACT_MS, type Fault } from "./faults/fault.ts";
import { killRound } from "./faults/kill.ts";
import { poison, untilNoneWaits } from "./faults/poison.ts";
import { programme } from "./faults/programme.ts";
import { checkAll, type FinalCheck } from "./final-check.ts";
import { planKills, type Round } from "./plan.ts";
import { openStage, type Say, type Stage, type StageOptions } from "./stage.ts";
import type { FaultResult, RunState } from "./state.ts";

/** A finished run: all that it remembered, and the comparison at its end. */
export interface Finished {
  readonly state: RunState;
  readonly final: FinalCheck;
}

const WARM_MS = 60_000;

/** Plays one backend's run to its end, from wherever it stands. Rejects with the signal's reason when it is interrupted; nothing is left running. */
export async function playRun(options: StageOptions & { readonly only: string | null }): Promise<Finished> {
  const { state, say } = options;
  say("Starting servers and processes…");
  const stage = await openStage(options);
  try {
    await warmUp(stage);
    await untilNoneWaits(stage);
    stage.sender.begin();
    await doKills(stage);
    // In the short form the poison works beside the other faults, none of which takes leases away: it needs a minute to be set aside.
    const besides = state.current.plan.quick && !isDone(stage, poison.kind) ? doFault(stage, poison, poison.kind) : null;
    besides?.catch(() => undefined);
    await doFaults(stage, options.only);
    await besides;
    say("The platform stops; reading what is left…");
    const final = await checkAll(stage);
    for (const problem of final.problems) stage.watcher.complain(`at the end: ${problem}`);
    return { state: state.current, final };
  } finally {
    say("Stopping servers and processes…");
    await stage.close();
  }
}

/** Waits until all processes are ready and posts are read. */
async function warmUp(stage: Stage): Promise<void> {
  const limit = AbortSignal.any([stage.signal, AbortSignal.timeout(WARM_MS)]);
  const allReady = (): boolean => [...stage.processes.values()].every((process) => process.isReady());
  try {
    while (!allReady() || (stage.watcher.latest()?.newestRead ?? null) === null) await stage.watcher.nextLook(limit);
  } catch (error) {
    if (stage.signal.aborted) throw error;
    const silent = [...stage.processes.values()].filter((process) => !process.isReady()).map(({ name, lastWords }) => `${name}: ${lastWords()}`);
    throw new Error(`Netra did not come up within ${WARM_MS / 1000} s (logs: ${stage.runDir}/logs)\n${silent.join("\n")}`);
  }
  stage.say(`All processes are ready. ${figures(stage)}`);
}

async function doKills(stage: Stage): Promise<void> {
  const { plan, play, backend } = stage.state.current;
  const rounds = planKills({ seed: play.seed, kills: plan.kills, backend, most: plan.most });
  const killed = (upTo: number): number => rounds.slice(0, upTo).flat().length;
  for (let index = stage.state.current.roundsDone; index < rounds.length; index += 1) {
    const round = rounds[index] as Round;
    const results = await killRound(stage, round);
    keep(stage, results, { roundsDone: index + 1 });
    stage.say(`kill ${killed(index + 1)}/${plan.kills}  ${round.join(" + ")}  ${told(results[0])}  ${figures(stage)}`);
  }
}

async function doFaults(stage: Stage, only: string | null): Promise<void> {
  const { backend, plan } = stage.state.current;
  const faults = programme(backend, plan).filter(({ kind }) => only === null || kind.startsWith(only));
  const seen = new Map<string, number>();
  for (const fault of faults) {
    const label = [fault.kind, ...fault.targets].join(" ");
    const turn = (seen.get(label) ?? 0) + 1;
    seen.set(label, turn);
    const name = `${label} ${turn}`;
    if (!isDone(stage, name)) await doFault(stage, fault, name);
  }
}

const isDone = ({ state }: Stage, name: string): boolean => state.current.faultsDone.includes(name);

async function doFault(stage: Stage, fault: Fault, name: string): Promise<void> {
  const at = new Date().toISOString();
  const outcome = await fault.run(stage);
  const result: FaultResult = { kind: fault.kind, targets: fault.targets, at, ...outcome };
  keep(stage, [result], { faultsDone: [...stage.state.current.faultsDone, name] });
  const whom = fault.targets.length > 3 || fault.targets.length === 0 ? "" : ` (${fault.targets.join(", ")})`;
  stage.say(`fault  ${fault.kind}${whom}  ${told(result)}${result.notes.length > 0 ? `; ${result.notes.join("; ")}` : ""}  ${figures(stage)}`);
}

/**
 * Remembers what came of an act, and complains when it broke the contract. The short form kills half the installation at one moment, on machines that do
 * other work meanwhile: its times are told, and only what never heals is held against it.
 */
function keep({ state, watcher }: Stage, results: readonly FaultResult[], progress: Partial<RunState>): void {
  state.change({ ...progress, results: [...state.current.results, ...results] });
  const [result] = results;
  const late = !state.current.plan.quick && (result?.recoveredMs ?? 0) > CONTRACT_MS;
  if (result && (result.recoveredMs === null || late))
    watcher.complain(
      `${result.kind} (${result.targets.join(" + ")}) at ${result.at}: ${told(result)}, must be ${CONTRACT_MS / 1000} s at most; ${result.notes.join("; ")}`,
    );
}

const told = (result: FaultResult | undefined): string =>
  result?.recoveredMs == null ? "not recovered" : `recovered in ${(result.recoveredMs / 1000).toFixed(1)} s`;

function figures({ watcher, state }: Stage): string {
  const sample = watcher.latest();
  if (sample === null) return "";
  const { ingested, terminal, inFlight } = totalsOf(sample);
  return `| ingested ${ingested}, read ${terminal}, in flight ${inFlight}, flags ${sample.flags}, violations ${state.current.violations.length}`;
}

export type { Say };
