import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { drain, type Health } from "@netra/service-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSession, startTestApi, type TestApi } from "../support/api.ts";

let health: Health;
/** Closed: transactions wait. */
let gate: { readonly opened: Promise<void>; open(): void } | null;
/** Transactions that wait at the gate. */
let waiting: number;
let api: TestApi;
let port: number;

beforeEach(async () => {
  health = { status: "ok" };
  gate = null;
  waiting = 0;
  api = await startTestApi({ deps: { health: async () => health } });
  const { as } = api.store;
  // A transaction that takes as long as the test wants.
  api.store.as = async (actor, act) => {
    if (gate) {
      waiting += 1;
      await gate.opened;
    }
    return as(actor, act);
  };
  await api.app.listen({ host: "127.0.0.1", port: 0 });
  ({ port } = api.app.server.address() as AddressInfo);
});
afterEach(async () => {
  gate?.open();
  await api.close();
});

const closeGate = (): void => {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  gate = { opened, open };
};

/** A request on a connection of its own, as a probe makes it. */
async function ask(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: IncomingMessage["headers"]; body: unknown }> {
  const request = get({ host: "127.0.0.1", port, path, headers, agent: false });
  const [answer] = (await once(request, "response")) as [IncomingMessage];
  const said = await text(answer);
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: said === "" ? null : JSON.parse(said) };
}
const cookieOfAnalyst = async () => ({ cookie: `netra=${await openSession(api.store, api.office.here.analyst)}` });

describe("health", () => {
  test.each(["/api/health", "/api/health/ready"])("%s says that all is well in one word", async (path) => {
    expect(await ask(path)).toMatchObject({ status: 200, body: { status: "ok" } });
  });

  test.each<Health>([
    { status: "starting", checks: { database: "ok", queue: "ok" } },
    { status: "degraded", checks: { database: "away", queue: "ok" } },
    { status: "degraded", checks: { database: "other_schema", queue: "ok" } },
    { status: "stopping", checks: { database: "ok", queue: "ok" } },
  ])("that is $status with $checks sends people elsewhere and asks to come again", async (state) => {
    health = state;
    for (const path of ["/api/health", "/api/health/ready"]) {
      const answer = await ask(path);
      expect([answer.status, answer.body]).toEqual([503, state]);
      expect(answer.headers["retry-after"]).toBe("5");
    }
  });

  test("tells of a queue that is away, and stays ready: the queue is only a hint", async () => {
    health = { status: "ok", checks: { database: "ok", queue: "away" } };
    expect(await ask("/api/health")).toMatchObject({ status: 200, body: health });
  });

  test("lets nothing pass that the contract does not name", async () => {
    health = { status: "ok", version: "0.1.0", checks: { database: "ok", queue: "away", waiting: 12 } } as Health;
    expect((await ask("/api/health")).body).toEqual({ status: "ok", checks: { database: "ok", queue: "away" } });
  });

  test("is alive as long as it turns, asks nobody, and says so while it is not ready", async () => {
    health = { status: "degraded" };
    closeGate();
    expect(await ask("/api/health/live")).toMatchObject({ status: 200, body: { status: "ok" } });
  });
});

describe("a server that stops", () => {
  test("finishes the request in hand, and says meanwhile to whoever asks that it stops", async () => {
    const headers = await cookieOfAnalyst();
    closeGate();
    const inHand = ask("/api/contests", headers);
    await expect.poll(() => waiting, { timeout: 60_000 }).toBe(1);
    health = { status: "stopping", checks: { database: "ok", queue: "ok" } };
    let closed = false;
    const stopping = drain(api.app, { withinMs: 20_000 }).then(() => {
      closed = true;
    });
    expect(await ask("/api/health")).toMatchObject({ status: 503, body: { status: "stopping" } });
    expect(closed).toBe(false);
    gate?.open();
    expect(await inHand).toMatchObject({ status: 200, body: { contests: expect.any(Array) } });
    await stopping;
    await expect(ask("/api/health")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  test("cuts what does not end in time, and logs it once, without a status", async () => {
    const headers = await cookieOfAnalyst();
    closeGate();
    const inHand = ask("/api/contests?who=kenari-rahasia", headers);
    const cut = expect(inHand).rejects.toMatchObject({ code: "ECONNRESET" });
    await expect.poll(() => waiting, { timeout: 60_000 }).toBe(1);
    await drain(api.app, { withinMs: 100 });
    await cut;
    const lines = () => api.logged.filter((line) => JSON.stringify(line).includes("/api/contests"));
    await expect.poll(lines, { timeout: 60_000 }).toEqual([
      expect.objectContaining({
        message: "request.aborted",
        fields: expect.objectContaining({ route: "/api/contests", method: "GET", status: null }),
      }),
    ]);
    expect(JSON.stringify(api.logged)).not.toContain("kenari");
  });

  test("that does nothing stops at once", async () => {
    await drain(api.app, { withinMs: 20_000 });
    await expect(ask("/api/health")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});
