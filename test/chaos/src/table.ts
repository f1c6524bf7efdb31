import { CONTRACT_MS } from "./faults/fault.ts";
import type { Finished } from "./run.ts";
import type { FaultResult } from "./state.ts";

/** One row: a kind of fault and how the system came out of it. Times in seconds; null where it never did. */
export interface Row {
  readonly kind: string;
  readonly count: number;
  readonly medianSeconds: number | null;
  readonly worstSeconds: number | null;
  readonly worstBackSeconds: number | null;
  readonly withinContract: number;
}

/** What is kept of a run. */
export interface Figures {
  readonly date: string;
  readonly backend: string;
  readonly kills: number;
  readonly seed: number;
  readonly sittings: number;
  readonly minutes: number;
  readonly verdict: "kept" | "broken";
  readonly violations: readonly string[];
  readonly lostOrDoubled: number;
  readonly checks: { readonly seconds: number; readonly unbalanced: number; readonly databaseAway: number };
  readonly flow: {
    readonly versions: number;
    readonly posts: number;
    readonly flags: number;
    readonly captures: number;
    readonly captureRetries: number;
    readonly poison: number;
    readonly drainSeconds: number;
    readonly longestWaitSeconds: number;
    readonly secondsWithAPostOverAMinute: number;
  };
  readonly load: { readonly mean: number; readonly max: number };
  readonly rows: readonly Row[];
}

const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 100) / 10);

/** Rows by kind, in the order in which the kinds first came. "Never" counts as worse than any time. Pure. */
export function rowsOf(results: readonly FaultResult[]): Row[] {
  const kinds = [...new Set(results.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const own = results.filter((result) => result.kind === kind);
    const times = own.map(({ recoveredMs }) => recoveredMs ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
    const backs = own.map(({ backMs }) => backMs ?? Number.POSITIVE_INFINITY);
    const finite = (ms: number): number | null => seconds(Number.isFinite(ms) ? ms : null);
    return {
      kind,
      count: own.length,
      medianSeconds: finite(times[Math.floor((times.length - 1) / 2)] ?? Number.POSITIVE_INFINITY),
      worstSeconds: finite(times.at(-1) ?? Number.POSITIVE_INFINITY),
      worstBackSeconds: finite(Math.max(...backs)),
      withinContract: times.filter((ms) => ms <= CONTRACT_MS).length,
    };
  });
}

/** The figures of a finished run. Pure. */
export function figuresOf({ state, final }: Finished, now: Date): Figures {
  const { watch, plan, play } = state;
  return {
    date: now.toISOString().slice(0, 10),
    backend: state.backend,
    kills: plan.kills,
    seed: play.seed,
    sittings: state.sittings,
    minutes: Math.round(state.elapsedMs / 6_000) / 10,
    verdict: state.violations.length === 0 ? "kept" : "broken",
    violations: state.violations,
    lostOrDoubled: final.problems.length,
    checks: { seconds: watch.looks - watch.blind, unbalanced: watch.wrong, databaseAway: watch.blind },
    flow: {
      versions: final.versions,
      posts: final.posts,
      flags: final.flags,
      captures: final.captures,
      captureRetries: final.retries,
      poison: final.poison,
      drainSeconds: seconds(final.drainMs) ?? 0,
      longestWaitSeconds: seconds(watch.longestWaitMs) ?? 0,
      secondsWithAPostOverAMinute: watch.lateLooks,
    },
    load: { mean: Math.round((watch.loadSum / Math.max(1, watch.looks)) * 10) / 10, max: Math.round(watch.loadMax * 10) / 10 },
    rows: rowsOf(state.results),
  };
}

const show = (value: number | null): string => (value === null ? "never" : value.toFixed(1));

/** A run as Markdown that is also readable in a terminal. */
export function describe(figures: Figures): string {
  const { flow, checks, load } = figures;
  const body = figures.rows.map((row) => [
    row.kind,
    String(row.count),
    show(row.medianSeconds),
    show(row.worstSeconds),
    show(row.worstBackSeconds),
    `${row.withinContract}/${row.count}`,
  ]);
  const head = ["fault", "n", "recovered, median s", "worst s", "back, worst s", `≤ ${CONTRACT_MS / 1000} s`];
  return [
    `## ${figures.date}, queue on ${figures.backend}: ${figures.verdict === "kept" ? "every promise kept" : `${figures.violations.length} violations`}`,
    "",
    `${figures.kills} kills, seed ${figures.seed}, ${figures.minutes} minutes of platform time in ${figures.sittings} sitting${figures.sittings === 1 ? "" : "s"}; load average ${load.mean}, at most ${load.max}.`,
    `Published and kept: ${flow.versions} versions of ${flow.posts} posts, ${flow.flags} flags, ${flow.captures} captures (${flow.captureRetries} sent again), ${flow.poison} poisonous posts set aside.`,
    `Conservation: checked ${checks.seconds} seconds, out of balance ${checks.unbalanced}; the database was away ${checks.databaseAway} seconds. Comparison at the end: ${figures.lostOrDoubled === 0 ? "0 lost, 0 doubled" : `${figures.lostOrDoubled} findings`}.`,
    `Longest wait of a healthy post from publication to its last state: ${flow.longestWaitSeconds} s; seconds with one over a minute: ${flow.secondsWithAPostOverAMinute}.`,
    "",
    ...tableOf(head, body),
    ...(figures.violations.length === 0 ? [] : ["", "Violations:", ...figures.violations.map((violation) => `- ${violation}`)]),
    "",
  ].join("\n");
}

function tableOf(head: readonly string[], body: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...body.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`;
  return [
    line(head),
    `| ${widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`,
    ...body.map(line),
  ];
}
