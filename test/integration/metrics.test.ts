import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import type { FakeEvent } from "@netra/connectors";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHealth } from "../../services/app/src/health.ts";
import { startMetrics } from "../../services/app/src/metrics.ts";
import { freePort } from "../support/free-port.ts";
import { openWholeNetra, type WholeNetra } from "../support/whole-netra.ts";
import { contestIn, FIRST, HERE, PHRASE, publish, register } from "../support/world.ts";

/** Far longer than a scrape may take, and shorter than a statement that hangs. */
const PATIENCE_MS = 60_000;
const posts: FakeEvent[] = ["Selamat pagi", `Dukung ${FIRST}, ${PHRASE}`].map((said, n) => ({
  act: "create",
  at: new Date(Date.now() - (n + 1) * 3_600_000),
  externalId: `p${n}`,
  kind: "post",
  text: said,
}));

let netra: WholeNetra;
beforeAll(async () => {
  netra = await openWholeNetra({ timeline: (handle) => (handle === "akun" ? posts : []) });
  await publish(netra.context, contestIn(HERE));
  await register(netra.context, HERE, { handle: "akun" });
  await netra.start();
});
afterAll(() => netra.close());

/** Asks the monitoring port; `host` is what the client calls it. */
async function ask(path: string, { host, method = "GET" }: { host?: string; method?: string } = {}): Promise<{ status: number; body: string }> {
  const headers = host === undefined ? {} : { host };
  const { hostname, port } = new URL(netra.monitorUrl);
  const asked = request({ hostname, port, path, method, headers, agent: false, signal: AbortSignal.timeout(PATIENCE_MS) });
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  asked.once("response", resolve).once("error", reject).end();
  const answer = await promise;
  return { status: answer.statusCode ?? 0, body: await text(answer) };
}

type Samples = Readonly<Record<string, number>>;
/** Samples by name and labels, as written. */
async function scrape(): Promise<Samples> {
  const { status, body } = await ask("/metrics");
  expect(status).toBe(200);
  const lines = body.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]));
}
const soon = (look: (samples: Samples) => unknown) => expect.poll(async () => look(await scrape()), { timeout: 60_000, interval: 200 });

describe("a scrape", () => {
  it("tells what became of two posts, from the fetch to the flag", async () => {
    await soon((seen) => [seen['netra_versions{state="classified"}'], seen['netra_flags{state="open"}']]).toEqual([2, 1]);
    const seen = await scrape();
    expect(seen).toMatchObject({
      'netra_jobs_total{job="ingest",outcome="done"}': 1,
      'netra_jobs_total{job="ingest",outcome="failed"}': 0,
      'netra_jobs_total{job="classify",outcome="done"}': 1,
      'netra_job_duration_seconds_count{job="classify"}': 1,
      netra_seen_to_read_seconds_count: 2,
      netra_post_to_flag_seconds_count: 1,
      'netra_versions{state="pending"}': 0,
      'netra_claims{state="live"}': 0,
      'netra_queue_jobs{job="ingest",state="waiting"}': 0,
      netra_accounts_overdue: 0,
      netra_versions_oldest_unread_seconds: 0,
      netra_database_up: 1,
      netra_queue_up: 1,
      'netra_pool_waiting{pool="store"}': 0,
    });
    // The platform said an hour and two hours ago; what was seen is minutes old at most.
    expect(seen.netra_post_to_flag_seconds_sum).toBeGreaterThanOrEqual(7_200);
    expect(seen.netra_seen_to_read_seconds_sum).toBeLessThan(3_600);
    for (const entry of ["fetch-due", "sweep", "report-sweep", "weekly-reports", "custody"])
      expect(seen[`netra_scheduler_last_run_timestamp_seconds{entry="${entry}"}`], entry).toBeGreaterThan(0);
    expect(Math.abs(seen.netra_clock_skew_seconds ?? Number.NaN)).toBeLessThan(2);
    expect(Object.keys(seen)).toContainEqual(
      expect.stringMatching(/^netra_build_info\{version="\d+\.\d+\.\d+",node="24\.\d+\.\d+",schema="\d{4}_\w+",role="all"\}$/),
    );
    expect(Object.keys(seen).filter((name) => /^(nodejs_eventloop_lag_p99_seconds|process_resident_memory_bytes)$/.test(name))).toHaveLength(2);
  });

  it("counts requests by pattern, method and class, and knows none of their addresses", async () => {
    await fetch(`${netra.apiUrl}/api/flags/kenari?who=kenari`);
    await fetch(`${netra.apiUrl}/api/health`);
    const seen = await scrape();
    expect(seen).toMatchObject({
      'netra_http_request_duration_seconds_count{method="GET",route="/api/flags/:id",status="4xx"}': 1,
      'netra_http_request_duration_seconds_count{method="GET",route="/api/health",status="2xx"}': 1,
    });
    expect(Object.keys(seen).join()).not.toContain("kenari");
  });

  it("counts the house once in a while, however often somebody asks", async () => {
    const before = (await scrape()).netra_counted_timestamp_seconds;
    const during = await Promise.all(Array.from({ length: 20 }, scrape));
    expect(new Set(during.map((seen) => seen.netra_counted_timestamp_seconds)).size).toBeLessThanOrEqual(2);
    expect(during[0]?.netra_counted_timestamp_seconds).toBeGreaterThanOrEqual(before ?? 0);
  });

  it("of a process without the scheduler says nothing of the house", async () => {
    const { context } = netra;
    const port = await freePort();
    const other = { ...context, config: { ...context.config, metrics: { port } } };
    const metrics = await startMetrics(other, { roles: ["api"], health: createHealth(context) });
    try {
      const body = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      expect(body).toMatch(/^netra_database_up 1$/m);
      expect(body).toMatch(/role="api"/);
      expect(body).not.toMatch(/netra_(flags|versions|queue_jobs|accounts|claims)/);
    } finally {
      await metrics.stop();
    }
  });
});

describe("the port", () => {
  it.each(["evil.example", "evil.example:9464", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1"])(
    "does not answer to the name %j",
    async (host) => {
      for (const path of ["/metrics", "/ready", "/live"]) expect(await ask(path, { host })).toMatchObject({ status: 421 });
    },
  );

  it.each(["127.0.0.1", "localhost:9464", "LOCALHOST", "[::1]:9464"])("answers to the name %s", async (host) => {
    expect(await ask("/live", { host })).toEqual({ status: 200, body: '{"status":"ok"}' });
  });

  it("knows three addresses, and nothing that changes", async () => {
    for (const path of ["/", "/metrics/", "/api/health", "/metrics/../live", "/%6detrics"]) expect(await ask(path)).toMatchObject({ status: 404 });
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) expect(await ask("/metrics", { method })).toMatchObject({ status: 404 });
    expect((await ask("/metrics?x=1")).status).toBe(200);
    expect(await ask("/ready")).toEqual({ status: 200, body: '{"status":"ok"}' });
  });

  it("that is taken is named with its setting", async () => {
    const again = startMetrics(netra.context, { roles: ["api"], health: createHealth(netra.context) });
    await expect(again).rejects.toMatchObject({ kind: "unavailable", code: "port-taken", message: expect.stringContaining("NETRA_METRICS_PORT") });
  });
});

describe("while the database hangs", () => {
  it("a scrape tells what is known, readiness says no, life goes on; and all is well again when it answers", { timeout: 240_000 }, async () => {
    const before = await scrape();
    netra.stall();
    await soon((seen) => [seen.netra_database_up, seen.netra_queue_up]).toEqual([0, 0]);
    const during = await scrape();
    expect(during).toMatchObject({ 'netra_flags{state="open"}': 1, netra_counted_timestamp_seconds: expect.any(Number) });
    expect(during).not.toHaveProperty("netra_clock_skew_seconds");
    expect(during['netra_job_duration_seconds_count{job="classify"}']).toBe(before['netra_job_duration_seconds_count{job="classify"}']);
    const degraded = { status: "degraded", checks: { database: "away", queue: "away" } };
    expect(await ask("/ready")).toEqual({ status: 503, body: JSON.stringify(degraded) });
    expect((await ask("/live")).status).toBe(200);
    const health = await fetch(`${netra.apiUrl}/api/health`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    expect([health.status, health.headers.get("retry-after"), await health.json()]).toEqual([503, "5", degraded]);
    expect((await fetch(`${netra.apiUrl}/api/health/live`)).status).toBe(200);

    netra.resume();
    await soon((seen) => [seen.netra_database_up, seen.netra_queue_up]).toEqual([1, 1]);
    await expect.poll(async () => (await ask("/ready")).status, { timeout: 60_000 }).toBe(200);
  });

  it("a schema of another version is not ready, and says which of the two it is", async () => {
    const { see } = netra.world;
    await see("insert into netra_migration.kysely_migration (name, timestamp) values ('9999_later', 'x')");
    await expect
      .poll(async () => JSON.parse((await ask("/ready")).body), { timeout: 60_000 })
      .toEqual({ status: "degraded", checks: { database: "other_schema", queue: "ok" } });
    expect((await scrape()).netra_database_up).toBe(0);
    await see("delete from netra_migration.kysely_migration where name = '9999_later'");
    await expect.poll(async () => (await ask("/ready")).status, { timeout: 60_000 }).toBe(200);
  });
});
