import { mulberry32, seedOf, shuffled } from "../../../services/app/src/demo/random.ts";

export const BACKENDS = ["postgres", "redis"] as const;
/** Where the queue keeps its jobs. */
export type Backend = (typeof BACKENDS)[number];

/** Everything that is killed. Of some there are two. */
export const PROCESSES = [
  "api-1",
  "api-2",
  "scheduler-1",
  "scheduler-2",
  "ingest-1",
  "ingest-2",
  "classify-1",
  "classify-2",
  "report-1",
  "custody-1",
] as const;
export type ProcessName = (typeof PROCESSES)[number];
/** `postgres`: the server with all its children; `postmaster`: it alone, whose children then notice and end. */
export type Target = ProcessName | "postgres" | "postmaster" | "redis";

/** What shares the kills: a kind, the targets it takes in turn, and how many of a hundred kills are its own. */
interface Share {
  readonly targets: readonly Target[];
  readonly weight: number;
}

const PROCESS_SHARES: readonly Share[] = [
  { targets: ["classify-1", "classify-2"], weight: 24 },
  { targets: ["ingest-1", "ingest-2"], weight: 24 },
  { targets: ["scheduler-1", "scheduler-2"], weight: 14 },
  { targets: ["api-1", "api-2"], weight: 14 },
  { targets: ["postgres", "postmaster"], weight: 14 },
  { targets: ["report-1"], weight: 5 },
  { targets: ["custody-1"], weight: 5 },
];
const SHARES: Readonly<Record<Backend, readonly Share[]>> = {
  postgres: PROCESS_SHARES,
  redis: [...PROCESS_SHARES, { targets: ["redis"], weight: 14 }],
};

/** Killed at the same moment; the next round waits until this one has healed. */
export type Round = readonly Target[];

/**
 * Who is killed in which round. Pure: the same seed gives the same plan, so that an interrupted run goes on with it. Every target's kind gets its share of
 * the kills; nobody is killed twice in a round, and the database's server once at most.
 */
export function planKills({
  seed,
  kills,
  backend,
  most,
}: {
  seed: number;
  kills: number;
  backend: Backend /** Kills in one round. */;
  most: number;
}): Round[] {
  const random = mulberry32(seedOf("kills", seed, backend));
  const waiting = shuffled(portions(SHARES[backend], kills), random);
  const rounds: Round[] = [];
  while (waiting.length > 0) {
    const size = 1 + Math.floor(random() * most);
    const round: Target[] = [];
    for (let at = 0; at < waiting.length && round.length < size; ) {
      const target = waiting[at] as Target;
      if (round.some((other) => serverOf(other) === serverOf(target))) at += 1;
      else round.push(...waiting.splice(at, 1));
    }
    rounds.push(round);
  }
  return rounds;
}

const serverOf = (target: Target): string => (target === "postmaster" ? "postgres" : target);

/** The kills by kind, in proportion, the rest to whom most is missing; within a kind its targets take turns. */
function portions(shares: readonly Share[], kills: number): Target[] {
  const total = shares.reduce((sum, { weight }) => sum + weight, 0);
  const exact = shares.map(({ weight }) => (kills * weight) / total);
  const counts = exact.map(Math.floor);
  const rest = kills - counts.reduce((sum, count) => sum + count, 0);
  const order = exact
    .map((value, index) => ({ index, missing: value - Math.floor(value) }))
    .sort((a, b) => b.missing - a.missing || a.index - b.index);
  for (const { index } of order.slice(0, rest)) counts[index] = (counts[index] ?? 0) + 1;
  return shares.flatMap(({ targets }, index) => Array.from({ length: counts[index] ?? 0 }, (_, turn) => targets[turn % targets.length] as Target));
}

/** `classify-1` and `classify-2` are both `classify`: the rows of the table. */
export const kindOf = (target: Target): string => target.replace(/-\d$/, "");
