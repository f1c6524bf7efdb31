import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import type { ProblemDetails } from "@netra/service-api/contract";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Caller, startTestApi, type TestApi } from "../support/api.ts";
import { raiseFlag } from "../support/seed.ts";

/** What the kernel and Node take without anybody reading is less. */
const LARGER_THAN_ANY_BUFFER = 32 * 2 ** 20;
const TEN_MINUTES_MS = 600_000;

let api: TestApi;
let analyst: Caller;
let flagId: string;
let consoleDir: string;
beforeAll(async () => {
  consoleDir = await mkdtemp(join(tmpdir(), "netra-console-"));
  await mkdir(join(consoleDir, "assets"));
  await writeFile(join(consoleDir, "index.html"), '<!doctype html><div id="root"></div>');
  await writeFile(join(consoleDir, "assets", "main-4f2a.js"), "export {}");
  await writeFile(join(consoleDir, "assets", "main-4f2a.js.br"), "compressed");
  await writeFile(join(consoleDir, "icon.svg"), "<svg/>");
  api = await startTestApi({ config: { consoleDir } });
  analyst = await api.as(api.office.here.analyst);
  ({ flagId } = await raiseFlag(api.store, api.office));
});
afterAll(async () => {
  await api?.close();
  await rm(consoleDir, { recursive: true });
});

test("a file over a slow line is not cut while it still moves", async () => {
  await writeFile(join(consoleDir, "assets", "large-1.bin"), Buffer.alloc(LARGER_THAN_ANY_BUFFER, 7));
  const address = await api.app.listen({ host: "127.0.0.1", port: 0 });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const [answer] = (await once(get(`${address}/assets/large-1.bin`), "response")) as [IncomingMessage];
    vi.advanceTimersByTime(TEN_MINUTES_MS);
    expect((await buffer(answer)).length).toBe(LARGER_THAN_ANY_BUFFER);
  } finally {
    vi.useRealTimers();
  }
});

describe("who may change state", () => {
  const claim = (headers: Record<string, string>) => analyst.send({ method: "POST", url: `/api/flags/${flagId}/recuse`, headers });

  test.each([
    ["another site's page", { origin: "https://jahat.example", "sec-fetch-site": "cross-site" }],
    ["a sibling host", { "sec-fetch-site": "same-site" }],
    ["a form opened by hand", { "sec-fetch-site": "none" }],
    ["another port", { origin: "http://127.0.0.1:9999" }],
    ["a client that says nothing", { origin: "" }],
    ["a sandboxed frame", { origin: "null" }],
  ])("is not %s", async (_, headers) => {
    expect((await claim(headers)).json()).toMatchObject({ status: 403, code: "other-origin" });
  });

  test("is a page of this origin, as the browser says", async () => {
    expect((await claim({ "sec-fetch-site": "same-origin", origin: "http://localhost:8080" })).statusCode).toBe(204);
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx"])(
    "cannot send %s",
    async (type) => {
      const answer = await analyst.send({
        method: "POST",
        url: `/api/flags/${flagId}/renew`,
        headers: { "content-type": type },
        payload: '{"fence":1}',
      });
      expect([400, 415]).toContain(answer.statusCode);
    },
  );
});

describe("hostile bodies", () => {
  const post = (payload: string, url = `/api/flags/${flagId}/reading`) =>
    analyst.send({ method: "POST", url, headers: { "content-type": "application/json" }, payload });

  test.each([
    ["a prototype", '{"fence":1,"reading":"support","targetId":null,"__proto__":{"admin":true}}'],
    ["a constructor", '{"fence":1,"reading":"support","targetId":null,"constructor":{"prototype":{"x":1}}}'],
    ["a field more", '{"fence":1,"reading":"support","targetId":null,"role":"supervisor"}'],
    ["a number as text", '{"fence":"1","reading":"support","targetId":null}'],
    ["a fraction", '{"fence":1.5,"reading":"support","targetId":null}'],
    ["an unknown word", '{"fence":1,"reading":"guilty","targetId":null}'],
    ["half a body", '{"fence":1,'],
    ["an array", "[]"],
    ["nothing", ""],
    ["null", "null"],
  ])("with %s are refused, and say where without repeating it", async (_, payload) => {
    const answer = await post(payload);
    expect(answer.statusCode).toBe(400);
    const problem = answer.json<ProblemDetails>();
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(problem.requestId).toMatch(/^[0-9a-f-]{36}$/);
    for (const sent of ["admin", "supervisor", "guilty"]) expect(answer.body).not.toContain(sent);
  });

  test("that are too large are refused", async () => {
    expect((await post(JSON.stringify({ fence: 1, reading: "support", targetId: "x".repeat(1_100_000) }))).statusCode).toBe(413);
    expect((await post(JSON.stringify({ text: "x".repeat(1_100_000) }), "/api/captures")).statusCode).toBe(413);
  });

  test("with NUL or a broken character in a reason are kept visibly", async () => {
    const { flagId: other } = await raiseFlag(api.store, api.office);
    const { fence } = (await analyst.post(`/api/flags/${other}/claim`)).json();
    await analyst.post(`/api/flags/${other}/reading`, { fence, reading: "neither", targetId: null });
    const decided = await analyst.post(`/api/flags/${other}/decision`, {
      fence,
      idempotencyKey: "kunci-\0-\ud800-1",
      act: "close",
      outcome: "not_partisan",
      reason: "a\0b\ud800c",
    });
    expect(decided.statusCode, decided.body).toBe(200);
    expect((await analyst.get(`/api/flags/${other}`)).json().decisions[0].reason).toBe("a\u2400b\ufffdc");
  });

  test.each(["/api/flags/not-an-id", "/api/flags/%00", "/api/flags/%zz", "/api/flags/1%27%20or%201=1", "/api/reports/..%2f..%2fetc"])(
    "ids like %s are refused",
    async (url) => {
      expect([400, 404]).toContain((await analyst.get(url)).statusCode);
    },
  );
});

describe("every answer", () => {
  test("of the API forbids framing, sniffing and keeping", async () => {
    for (const answer of [
      await analyst.get("/api/flags"),
      await api.nobody.get("/api/flags"),
      await api.nobody.get("/api/none"),
      await api.nobody.get("/api/health"),
    ])
      expect(answer.headers).toMatchObject({
        "content-security-policy": "default-src 'none';frame-ancestors 'none'",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
      });
  });

  test("of an address that does not exist is a problem, not a page", async () => {
    expect((await api.nobody.get("/api/none")).json()).toMatchObject({ status: 404, code: "route-not-found" });
    expect((await api.nobody.send({ method: "PUT", url: "/anything" })).json()).toMatchObject({ status: 404, code: "route-not-found" });
  });

  test("to something that broke tells its request id and nothing else", async () => {
    const broken = await startTestApi({ deps: { health: () => Promise.reject(new Error("password=hunter2 at /etc/secret")) } });
    try {
      const answer = await broken.nobody.get("/api/health");
      expect(answer.json()).toMatchObject({ status: 500, code: "unexpected", requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
      expect(answer.body + JSON.stringify(broken.logged)).not.toContain("hunter2");
      expect(JSON.stringify(broken.logged)).toContain("request.failed");
    } finally {
      await broken.close();
    }
  });

  test("while the database is away asks to try again", async () => {
    const gone = Object.assign(new Error("terminating connection"), { code: "57P01" });
    const away = await startTestApi({
      deps: { store: { as: () => Promise.reject(gone), pulse: () => Promise.reject(gone), close: async () => {} } },
    });
    try {
      const answer = await (await away.as(away.office.here.analyst)).get("/api/flags");
      expect(answer.json()).toMatchObject({ status: 503, code: "unavailable" });
      expect(answer.headers["retry-after"]).toBe("5");
    } finally {
      await away.close();
    }
  });
});

describe("the pages", () => {
  test("carry a policy without inline code, and are never kept", async () => {
    for (const url of ["/", "/triage/some-flag", "/sign-in"]) {
      const page = await api.nobody.get(url);
      const policy = String(page.headers["content-security-policy"]);
      for (const rule of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"])
        expect(policy.split("; "), url).toContain(rule);
      expect(policy).not.toMatch(/unsafe|nonce/);
      expect(page.headers).toMatchObject({ "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
    }
  });

  test("their files are sent as compressed at the build, to whoever takes that", async () => {
    const asset = (encoding: string) => api.nobody.send({ method: "GET", url: "/assets/main-4f2a.js", headers: { "accept-encoding": encoding } });
    const small = await asset("gzip, br");
    expect([small.headers["content-encoding"], small.body, small.headers["content-type"]]).toEqual([
      "br",
      "compressed",
      expect.stringContaining("javascript"),
    ]);
    expect([(await asset("identity")).body]).toEqual(["export {}"]);
  });

  test("their hashed files are kept for ever, others are not, and nothing outside is served", async () => {
    const asset = await api.nobody.get("/assets/main-4f2a.js");
    expect([asset.statusCode, asset.headers["cache-control"]]).toEqual([200, "public, max-age=31536000, immutable"]);
    const icon = await api.nobody.get("/icon.svg");
    expect([icon.statusCode, icon.headers["content-type"], icon.headers["cache-control"]]).toEqual([200, "image/svg+xml", "no-store"]);
    for (const url of ["/assets/none.js", "/none.txt", "/assets/..%2findex.html", "/..%2f..%2fetc%2fpasswd"]) {
      const answer = await api.nobody.get(url);
      expect(answer.body, url).not.toContain("root:");
      if (url.includes("none")) expect(answer.json()).toMatchObject({ status: 404, code: "route-not-found" });
    }
  });

  test("are hinted at when they are not built", async () => {
    const bare = await startTestApi();
    try {
      expect((await bare.nobody.get("/")).body).toContain("npm run build");
    } finally {
      await bare.close();
    }
  });
});

test("the API describes itself: OpenAPI 3.1, every route with a summary, for people who are signed in", async () => {
  expect((await api.nobody.get("/api/openapi.json")).statusCode).toBe(401);
  const description = (await analyst.get("/api/openapi.json")).json();
  expect(description.openapi).toBe("3.1.0");
  const paths = description.paths as Record<string, Record<string, { summary?: string; responses?: { default?: object } }>>;
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  expect(operations.length).toBeGreaterThan(30);
  expect(operations.filter(({ summary, responses }) => !summary || !responses?.default)).toEqual([]);
});

test("nobody may keep a connection waiting for ever", () => {
  const { headersTimeout, requestTimeout, timeout, keepAliveTimeout } = api.app.server;
  expect({ headersTimeout, requestTimeout, timeout, keepAliveTimeout }).toEqual({
    headersTimeout: 10_000,
    requestTimeout: 60_000,
    timeout: 30_000,
    keepAliveTimeout: 10_000,
  });
  expect(api.app.initialConfig).toMatchObject({ handlerTimeout: 30_000, bodyLimit: 1_048_576 });
});
