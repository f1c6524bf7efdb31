import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "@netra/config";
import { DomainError } from "@netra/domain";
import { JOB_NAMES, type JobName } from "@netra/queue";
import { Registry } from "prom-client";
import { afterEach, describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import type { Context } from "./context.ts";
import type { Health, Look } from "./health.ts";
import { registerHouseGauges } from "./metrics/house-gauges.ts";
import { createMeters, type Meters } from "./metrics/meters.ts";
import { registerProcessGauges } from "./metrics/process-gauges.ts";
import { PROCESS_ROLES } from "./process-roles.ts";

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const look: Look = { database: "ok", queue: "ok", skewSeconds: 0 };
const health = { look: async () => look } as Health;
const pools: Context["pools"] = () => ({ store: { max: 16, open: 3, idle: 1, waiting: 2 } });

const HOUSE = {
  accounts: { overdue: 3, worstLateSeconds: 90 },
  versions: { pending: 5, classified: 7, quarantined: 1 },
  oldestUnreadSeconds: 42,
  flags: { open: 2 },
  claims: { live: 1, lapsed: 4 },
  fixityFaults: 0,
  stamps: { waiting: 0, oldestSeconds: 0 },
  checkpointMailsWaiting: 0,
  digestsFailed: 0,
  reportMailsFailed: 0,
};
const counts = Object.fromEntries(JOB_NAMES.map((job) => [job, { waiting: 1, active: 2, delayed: 3, failed: 0 }]));

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}

const labelsOf = (registry: Registry, name: string): readonly string[] =>
  (registry.getSingleMetric(name) as unknown as { labelNames: string[] } | undefined)?.labelNames ?? [];

afterEach(() => void vi.useRealTimers());

/** A store and a queue whose answers the test decides. */
function house(changes: { store?: () => Promise<unknown>; queue?: () => Promise<unknown> } = {}) {
  const ask = { store: vi.fn(changes.store ?? (async () => HOUSE)), queue: vi.fn(changes.queue ?? (async () => counts)) };
  const deps = { store: { as: ask.store }, queue: { counts: ask.queue }, log: silent } as unknown as Pick<Context, "store" | "queue" | "log">;
  const registry = new Registry();
  const asked = () => ({ store: ask.store.mock.calls.length, queue: ask.queue.mock.calls.length });
  return { asked, registry, refresh: registerHouseGauges(registry, deps) };
}

async function everything(): Promise<Registry> {
  const { registry, refresh } = house();
  const meters = createMeters(registry, PROCESS_ROLES);
  meters.request({ method: "GET", route: "/api/flags", status: 200, ms: 5 });
  meters.scheduled("sweep");
  meters.firstReading({ sinceSeenMs: 500, sincePostedMs: 5_000 });
  await registerProcessGauges(registry, { context: { pools }, health, roles: PROCESS_ROLES })();
  await refresh();
  return registry;
}

describe("docs/monitoring.md", () => {
  const text = readFileSync(join(PROJECT_ROOT, "docs/monitoring.md"), "utf8");
  const said = new Set(text.match(/\bnetra_[a-z_]+/g)?.map((name) => name.replace(/_(bucket|sum|count)$/, "")) ?? []);

  it("explains every metric in its table, and names none that does not exist", async () => {
    const names = (await everything()).getMetricsAsArray().map(({ name }) => name);
    const ours = names.filter((name) => name.startsWith("netra_"));
    expect(ours.length).toBeGreaterThan(15);
    expect(ours.filter((name) => !text.includes(`| \`${name}\``))).toEqual([]);
    expect([...said].filter((name) => !ours.includes(name))).toEqual([]);
    for (const name of names.filter((other) => !ours.includes(other))) expect(name).toMatch(/^(nodejs|process)_/);
  });

  it("has alerts that a person can act on, with names and labels that exist", async () => {
    const blocks = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = ""]) => parse(yaml));
    const rules = blocks.flatMap((block) => block.groups ?? []).flatMap((group: { rules: Alert[] }) => group.rules);
    expect(blocks).toHaveLength(2);
    expect(rules.length).toBeGreaterThanOrEqual(6);
    const registry = await everything();
    for (const { alert, expr, labels, annotations } of rules) {
      expect(alert).toMatch(/^Netra[A-Z]\w+$/);
      expect(["page", "ticket"]).toContain(labels.severity);
      expect(annotations.summary).toMatch(/[.?]$/);
      for (const [, name = "", matchers = ""] of expr.matchAll(/(netra_[a-z_]+)\{([^}]*)\}/g))
        for (const [, label = ""] of matchers.matchAll(/(\w+)=/g)) expect(labelsOf(registry, name), name).toContain(label);
    }
  });

  it("links to what exists", () => {
    for (const [, path = ""] of text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g))
      expect(existsSync(join(PROJECT_ROOT, "docs", path)), path).toBe(true);
  });
});

describe("a metric", () => {
  it("has a help text that is a sentence, and labels from closed sets", async () => {
    const registry = await everything();
    for (const metric of registry.getMetricsAsArray().filter(({ name }) => name.startsWith("netra_")))
      expect(metric.help, metric.name).toMatch(/^[A-Z].*\.$/);
    const labels = [...(await registry.metrics()).matchAll(/^netra_\w+\{(.*)\} /gm)].flatMap(([, inner = ""]) =>
      [...inner.matchAll(/(\w+)="/g)].map(([, label]) => label),
    );
    expect([...new Set(labels)].sort()).toEqual([
      ...["entry", "job", "le", "method", "node", "outcome", "pool", "role", "route", "schema", "state", "status", "version"],
    ]);
  });
});

describe("the figures of the house", () => {
  it("are not there before they were counted: 0 would be a statement", async () => {
    const { registry } = house();
    expect((await registry.metrics()).split("\n").filter((line) => line !== "" && !line.startsWith("#"))).toEqual([]);
  });

  it("are counted once, however many ask and however soon again", async () => {
    const { refresh, asked, registry } = house();
    await Promise.all([refresh(), refresh(), refresh()]);
    await refresh();
    expect(asked()).toEqual({ store: 1, queue: 1 });
    expect(await registry.metrics()).toMatch(/^netra_versions\{state="pending"\} 5$/m);
  });

  it("do not wait for a database that hangs, and ask it once", async () => {
    vi.useFakeTimers();
    const { refresh, asked } = house({ store: () => new Promise(() => undefined) });
    for (let n = 0; n < 5; n += 1) {
      const asking = refresh();
      await vi.advanceTimersByTimeAsync(2_000);
      await asking;
    }
    expect(asked().store).toBe(1);
  });

  it("are counted less often in a house where counting takes long", async () => {
    vi.useFakeTimers();
    const { refresh, asked } = house({ store: () => new Promise((resolve) => setTimeout(() => resolve(HOUSE), 1_500)) });
    const countAgain = async (afterMs: number): Promise<number> => {
      await vi.advanceTimersByTimeAsync(afterMs);
      const asking = refresh();
      await vi.advanceTimersByTimeAsync(1_500);
      await asking;
      return asked().store;
    };
    expect(await countAgain(0)).toBe(1);
    expect(await countAgain(20_000)).toBe(1);
    expect(await countAgain(10_000)).toBe(2);
  });

  it("lose the queue's depth when it is away, and keep the rest", async () => {
    const { refresh, registry } = house({ queue: () => Promise.reject(new DomainError("unavailable", "queue-unavailable", "x")) });
    await refresh();
    const text = await registry.metrics();
    expect(text).not.toMatch(/^netra_queue_jobs\{/m);
    expect(text).toMatch(/^netra_accounts_overdue 3$/m);
  });
});

describe("the pools", () => {
  it("show who uses them and who waits", async () => {
    const registry = new Registry();
    await registerProcessGauges(registry, { context: { pools }, health, roles: ["api"] })();
    const text = await registry.metrics();
    for (const line of [
      'netra_pool_connections{pool="store",state="busy"} 2',
      'netra_pool_connections{pool="store",state="idle"} 1',
      'netra_pool_connections_max{pool="store"} 16',
      'netra_pool_waiting{pool="store"} 2',
    ])
      expect(text.split("\n")).toContain(line);
  });
});

describe("a job that is measured", () => {
  const run = async (handler: Parameters<Meters["job"]>[1]): Promise<string> => {
    const registry = new Registry();
    const meters = createMeters(registry, ["report"]);
    const job = meters.job<JobName>("report", handler as never);
    await job({ reportId: "r" }, { signal: new AbortController().signal, attempt: 1 }).catch(() => undefined);
    return registry.metrics();
  };

  it.each([
    ["done", async () => undefined],
    ["failed", () => Promise.reject(new Error("Pilih kenari"))],
    ["failed", () => Promise.reject(new DomainError("invalid", "pack-invalid", "x"))],
    ["postponed", () => Promise.reject(new DomainError("limited", "slow-down", "x", { detail: { retryAfterMs: 5 } }))],
  ])("is counted as %s", async (outcome, handler) => {
    const text = await run(handler);
    for (const other of ["done", "failed", "postponed"])
      expect(text).toMatch(new RegExp(`job="report",outcome="${other}"\\} ${other === outcome ? 1 : 0}$`, "m"));
    expect(text).toMatch(/^netra_job_duration_seconds_count\{job="report"\} 1$/m);
    expect(text).not.toMatch(/kenari|pack-invalid/);
  });

  it("fails as it did without", async () => {
    const error = new Error("x");
    const job = createMeters(new Registry(), []).job("report", () => Promise.reject(error));
    await expect(job({ reportId: "r" }, { signal: new AbortController().signal, attempt: 1 })).rejects.toBe(error);
  });
});

describe("requests", () => {
  it("of methods and addresses that nobody foresaw fall into one class each", async () => {
    const registry = new Registry();
    const { request } = createMeters(registry, ["api"]);
    request({ method: "PROPFIND", route: null, status: 404, ms: 3 });
    request({ method: "GET", route: "/api/flags", status: null, ms: 3 });
    expect([...(await registry.metrics()).matchAll(/_count\{(.*)\} 1$/gm)].map(([, labels]) => labels)).toEqual([
      'method="other",route="none",status="4xx"',
      'method="GET",route="/api/flags",status="aborted"',
    ]);
  });
});
