import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createGuard, type HostAddress } from "./guard.ts";
import { createFetch, createGuardedFetch, type GuardedFetch } from "./guarded-fetch.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
const servers: Server[] = [];
let handler: Handler;
let hits: string[];

beforeEach(() => {
  hits = [];
  handler = (_request, response) => void response.end("baik");
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A server on one of this machine's loopback addresses. Returns its port. */
async function serve(address = "127.0.0.1", port = 0): Promise<number> {
  const server = createServer((request, response) => {
    hits.push(`${address} ${request.url}`);
    handler(request, response);
  });
  servers.push(server.listen(port, address));
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** A guard to which 127.0.0.1 is the public internet and everything else is not. */
const pretend = (
  port: number,
  resolve: () => Promise<readonly HostAddress[]>,
  limits: Partial<Parameters<typeof createFetch>[1]> = {},
): GuardedFetch =>
  createFetch(createGuard({ allow: [], resolve, isPublic: (address) => address === "127.0.0.1", ports: new Set([port]) }), {
    userAgent: "Netra test",
    ...limits,
  });
const HERE: HostAddress = { address: "127.0.0.1", family: 4 };
const ELSEWHERE: HostAddress = { address: "127.0.0.2", family: 4 };

describe("an answer", () => {
  const allowed = async (limits: Partial<Parameters<typeof createFetch>[1]> = {}) => {
    const origin = `http://127.0.0.1:${await serve()}`;
    return { origin, fetch: createGuardedFetch({ userAgent: "Netra/1 (uji)", allow: [origin], ...limits }) };
  };

  it("comes with status, headers and bytes, an error's too", async () => {
    handler = (request, response) => {
      response.writeHead(404, { "x-a": ["1", "2"], "x-ua": request.headers["user-agent"], "x-accept": request.headers.accept });
      response.end("tidak ada");
    };
    const { origin, fetch } = await allowed();
    const answer = await fetch(`${origin}/a`, { accept: "application/json" });
    expect({ ...answer, body: Buffer.from(answer.body).toString() }).toMatchObject({
      status: 404,
      headers: { "x-a": "1, 2", "x-ua": "Netra/1 (uji)", "x-accept": "application/json" },
      body: "tidak ada",
      url: `${origin}/a`,
    });
  });

  it("goes to whoever takes it piece by piece, and what they throw comes through; another status is held as ever", async () => {
    const { origin, fetch } = await allowed();
    const taken: Uint8Array[] = [];
    const into = async (body: AsyncIterable<Uint8Array>): Promise<void> => {
      for await (const piece of body) taken.push(piece);
    };
    expect((await fetch(origin, { into })).body).toHaveLength(0);
    expect(Buffer.concat(taken).toString()).toBe("baik");
    await expect(fetch(origin, { into: () => Promise.reject(new RangeError("no")) })).rejects.toBeInstanceOf(RangeError);
    await expect(fetch(origin, { into, maxBytes: 3 })).rejects.toMatchObject({ code: "too-large" });
    handler = (_request, response) => void response.writeHead(404).end("tidak ada");
    expect(Buffer.from((await fetch(origin, { into })).body).toString()).toBe("tidak ada");
  });

  it.each([
    ["gzip", gzipSync],
    ["br", brotliCompressSync],
  ] as const)("in %s is decompressed", async (encoding, compress) => {
    handler = (_request, response) => void response.writeHead(200, { "content-encoding": encoding }).end(compress("Selamat pagi"));
    const { origin, fetch } = await allowed();
    expect(Buffer.from((await fetch(origin)).body).toString()).toBe("Selamat pagi");
  });

  it("that is too long is cut off, its length named or not", async () => {
    const { origin, fetch } = await allowed({ maxBytes: 1_000 });
    handler = (_request, response) => void response.end(Buffer.alloc(1_001));
    await expect(fetch(origin)).rejects.toMatchObject({ code: "too-large" });
    let sent = 0;
    let closed = false;
    handler = (_request, response) => {
      const more = (): void => {
        while (!closed && response.write(Buffer.alloc(10_000))) sent += 10_000;
      };
      response.on("drain", more).on("close", () => {
        closed = true;
      });
      more();
    };
    await expect(fetch(origin)).rejects.toMatchObject({ code: "too-large" });
    await expect.poll(() => closed, { timeout: 20_000 }).toBe(true);
    expect(sent).toBeLessThan(20_000_000);
    handler = (_request, response) => void response.end(Buffer.alloc(1_000));
    expect((await fetch(origin)).body.byteLength).toBe(1_000);
    await expect(fetch(origin, { maxBytes: 999 })).rejects.toMatchObject({ code: "too-large" });
  });

  it("that is a bomb is stopped while it unpacks", async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024), { level: 9 });
    expect(bomb.byteLength).toBeLessThan(1024 * 1024);
    handler = (_request, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
    const { origin, fetch } = await allowed();
    const before = process.memoryUsage().rss;
    await expect(fetch(origin)).rejects.toMatchObject({ code: "too-large" });
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  it.each([
    ["is not what its headers say", "gzip", Buffer.from("bukan gzip")],
    ["ends in the middle", "gzip", gzipSync("Selamat pagi").subarray(0, 15)],
    ["is not the brotli it says", "br", Buffer.from("bukan brotli")],
    ["is packed in an unknown way", "compress", Buffer.from("a")],
    ["is packed twice", "gzip, gzip", gzipSync(gzipSync("a"))],
  ])("whose body %s is no answer", async (_, encoding, body) => {
    handler = (_request, response) => void response.writeHead(200, { "content-encoding": encoding }).end(body);
    const { origin, fetch } = await allowed();
    await expect(fetch(origin)).rejects.toMatchObject({ code: "bad-body" });
  });

  it("that breaks off is no answer", async () => {
    handler = (_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("sebagian", () => response.destroy());
    };
    const { origin, fetch } = await allowed();
    await expect(fetch(origin)).rejects.toMatchObject({ code: "connection-failed" });
  });

  it.each<[string, Handler, object]>([
    ["never begins", () => undefined, { idleMs: 200 }],
    ["stops in the middle", (_request, response) => void response.writeHead(200).write("a"), { idleMs: 200 }],
    [
      "drips for ever",
      (_request, response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write("a"), 20);
        response.on("close", () => clearInterval(drip));
      },
      { idleMs: 10_000, totalMs: 300 },
    ],
  ])("that %s is given up", async (_, slow, limits) => {
    handler = slow;
    const { origin, fetch } = await allowed(limits);
    await expect(fetch(origin)).rejects.toMatchObject({ code: "timed-out" });
  });

  it("is not waited for when the caller stops; then the caller's reason is thrown", async () => {
    handler = () => undefined;
    const { origin, fetch } = await allowed();
    const stop = new AbortController();
    const waiting = fetch(origin, { signal: stop.signal });
    await expect.poll(() => hits.length, { timeout: 20_000 }).toBe(1);
    stop.abort(new Error("shutdown"));
    await expect(waiting).rejects.toThrow("shutdown");
    await expect(fetch(origin, { signal: AbortSignal.abort(new Error("late")) })).rejects.toThrow("late");
    expect(hits).toHaveLength(1);
  });

  it("does not come from a closed port", async () => {
    const { origin, fetch } = await allowed();
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    await expect(fetch(origin)).rejects.toMatchObject({ code: "connection-failed" });
  });
});

describe("a host that others chose", () => {
  it("is refused when its name leads to a local address, and nobody is called", async () => {
    const port = await serve("127.0.0.2");
    for (const addresses of [[ELSEWHERE], [HERE, ELSEWHERE], [{ address: "::1", family: 6 }]])
      await expect(pretend(port, async () => addresses)(`http://jahat.example:${port}/`)).rejects.toMatchObject({ code: "blocked-address" });
    await expect(pretend(port, async () => Promise.reject(new Error("ENOTFOUND")))(`http://jahat.example:${port}/`)).rejects.toMatchObject({
      code: "dns-failed",
    });
    expect(hits).toEqual([]);
  });

  it("is refused by the real guard at every hostile form of this machine's address", async () => {
    const port = await serve();
    const fetch = createGuardedFetch({ userAgent: "Netra test" });
    for (const host of [
      "127.0.0.1",
      "127.1",
      "0x7f.1",
      "0177.0.0.1",
      "2130706433",
      "0",
      "[::1]",
      "[::ffff:127.0.0.1]",
      "[64:ff9b::7f00:1]",
      "localhost",
    ])
      await expect(fetch(`http://${host}/`), host).rejects.toMatchObject({ code: "blocked-address" });
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ code: "blocked-url" });
    await expect(fetch("file:///etc/passwd")).rejects.toMatchObject({ code: "blocked-url" });
    await expect(fetch("bukan alamat")).rejects.toMatchObject({ code: "blocked-url" });
    expect(hits).toEqual([]);
  });

  it("cannot rebind: each connection goes to the address that was checked for it", async () => {
    const port = await serve("127.0.0.1");
    await serve("127.0.0.2", port);
    handler = (_request, response) => void response.writeHead(200, { connection: "close" }).end("baik");
    const answers = [[HERE], [ELSEWHERE], [HERE]];
    let asked = 0;
    const fetch = pretend(port, async () => answers[asked++] ?? []);
    const url = `http://jahat.example:${port}/`;
    expect((await fetch(url)).status).toBe(200);
    await expect(fetch(url)).rejects.toMatchObject({ code: "blocked-address" });
    expect((await fetch(url)).status).toBe(200);
    expect([asked, hits]).toEqual([3, ["127.0.0.1 /", "127.0.0.1 /"]]);
  });
});

describe("a redirect", () => {
  const to = (location: string, status = 302): Handler => {
    return (request, response) =>
      request.url === "/mulai" ? void response.writeHead(status, { location }).end("dipindah") : void response.end("sampai");
  };

  it.each([301, 302, 303, 307, 308])("%i within what may be called is followed", async (status) => {
    const port = await serve();
    handler = to("../akhir", status);
    const answer = await pretend(port, async () => [HERE])(`http://baik.example:${port}/mulai`);
    expect([Buffer.from(answer.body).toString(), answer.url]).toEqual(["sampai", `http://baik.example:${port}/akhir`]);
  });

  it.each([
    ["a local address", "http://127.0.0.2:PORT/", "blocked-address"],
    ["the metadata address", "http://169.254.169.254:PORT/latest", "blocked-address"],
    ["another port", "http://127.0.0.1:22/", "blocked-url"],
    ["another scheme", "file:///etc/passwd", "blocked-url"],
    ["no address", "http://", "blocked-url"],
  ])("to %s is not", async (_, location, code) => {
    const port = await serve();
    await serve("127.0.0.2", port);
    handler = to(location.replace("PORT", String(port)));
    await expect(pretend(port, async () => [HERE])(`http://baik.example:${port}/mulai`)).rejects.toMatchObject({ code });
    expect(hits).toEqual(["127.0.0.1 /mulai"]);
  });

  it("to an allowed origin is not followed from anywhere else", async () => {
    const port = await serve();
    const own = `http://127.0.0.1:${await serve()}`;
    handler = to(`${own}/admin`);
    const guard = createGuard({ allow: [own], resolve: async () => [HERE], isPublic: () => true, ports: new Set([port]) });
    await expect(createFetch(guard, { userAgent: "Netra test" })(`http://jahat.example:${port}/mulai`)).rejects.toMatchObject({
      code: "blocked-redirect",
    });
    expect(hits).toEqual(["127.0.0.1 /mulai"]);
  });

  it("without end is left after three", async () => {
    const port = await serve();
    handler = (_request, response) => void response.writeHead(302, { location: "/lagi" }).end();
    await expect(pretend(port, async () => [HERE])(`http://baik.example:${port}/mulai`)).rejects.toMatchObject({ code: "too-many-redirects" });
    expect(hits).toHaveLength(4);
  });

  it("that names no place is the answer", async () => {
    const port = await serve();
    handler = (_request, response) => void response.writeHead(302).end("ke mana");
    expect((await pretend(port, async () => [HERE])(`http://baik.example:${port}/`)).status).toBe(302);
  });
});

it("no error says whom it was about", async () => {
  const port = await serve();
  const fetch = pretend(port, async () => [ELSEWHERE]);
  const error = (await fetch(`http://sekar.example:${port}/?handle=sekar`).catch((thrown: unknown) => thrown)) as Error;
  expect(error.message).toBe("blocked-address: the address is not a public one");
  expect(String(error.cause ?? "")).not.toContain("sekar");
});
