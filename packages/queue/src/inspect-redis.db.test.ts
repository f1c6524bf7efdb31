import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { startTestRedis, type TestRedis } from "../../../test/support/redis.ts";
import { inspectRedis } from "./inspect-redis.ts";

const PATIENCE = { timeoutMs: 3_000 };

let printed: unknown[];
beforeAll(() => {
  for (const method of ["warn", "error", "log"] as const) vi.spyOn(console, method).mockImplementation((...said) => void printed.push(said));
  printed = [];
});
afterEach(() => {
  expect(printed).toEqual([]);
});

async function redis(...args: string[]): Promise<TestRedis> {
  const server = await startTestRedis({ args });
  onTestFinished(() => server.stop());
  return server;
}

/** A server of ours that is not Redis, on a free port. */
async function listening(answer: (socket: Socket) => void): Promise<number> {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    answer(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as { port: number }).port;
}

test("a server set up as Netra asks says so", async () => {
  const { url } = await redis();
  expect(await inspectRedis(url, PATIENCE)).toEqual({
    reached: true,
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    role: "master",
    cluster: false,
    maxmemoryPolicy: "noeviction",
    maxmemoryBytes: 0,
    usedBytes: expect.any(Number),
    appendOnly: true,
    appendFsync: "everysec",
    saving: true,
    password: "not-given",
  });
});

test("a server that evicts, forgets and is nearly full is seen as it is", async () => {
  const { url } = await redis("--maxmemory-policy", "allkeys-lru", "--maxmemory", "100mb", "--appendonly", "no");
  expect(await inspectRedis(url, PATIENCE)).toMatchObject({ maxmemoryPolicy: "allkeys-lru", maxmemoryBytes: 104_857_600, appendOnly: false });
});

test("a copy of another server is no master", async () => {
  const master = await redis();
  const copy = await redis("--replicaof", `127.0.0.1 ${master.port}`);
  expect(await inspectRedis(copy.url, PATIENCE)).toMatchObject({ role: "slave" });
});

test("a password is sent, and one that is wrong or missing is told apart", async () => {
  const { port } = await redis("--requirepass", "rahasia:@1");
  const at = (login: string) => inspectRedis(`redis://${login}127.0.0.1:${port}/3`, PATIENCE);
  expect(await at(":rahasia%3A%401@")).toMatchObject({ reached: true, password: "accepted" });
  expect(await at("default:rahasia%3A%401@")).toMatchObject({ reached: true, password: "accepted" });
  expect(await at(":tebakan@")).toEqual({ reached: false, code: "WRONGPASS" });
  expect(await at("")).toEqual({ reached: false, code: "NOAUTH" });
});

test("a password that the server never asked for is told, and nothing is printed", async () => {
  const { port } = await redis();
  expect(await inspectRedis(`redis://:rahasia@127.0.0.1:${port}`, PATIENCE)).toMatchObject({ reached: true, password: "not-asked" });
});

test("a login that may not read settings still learns the rest", async () => {
  const { port } = await redis("--user", "netra", "on", ">rahasia", "~*", "+@all", "-config");
  expect(await inspectRedis(`redis://netra:rahasia@127.0.0.1:${port}`, PATIENCE)).toMatchObject({
    maxmemoryPolicy: "noeviction",
    appendFsync: null,
    password: "accepted",
  });
});

test.each([
  ["a closed port", async () => `redis://127.0.0.1:${await closedPort()}`, "ECONNREFUSED"],
  ["a host that does not exist", async () => "redis://tidak-ada.invalid", "ENOTFOUND"],
  ["an address that is none", async () => "redis://:a#b@127.0.0.1", "ERR_INVALID_URL"],
])("%s is an answer, not an error", async (_what, url, code) => {
  expect(await inspectRedis(await url(), PATIENCE)).toEqual({ reached: false, code });
});

test("a server that takes the connection and says nothing costs the time given: who gave less is answered first, though asked later", async () => {
  const port = await listening(() => undefined);
  const order: number[] = [];
  const look = async (timeoutMs: number): Promise<void> => {
    expect(await inspectRedis(`redis://127.0.0.1:${port}`, { timeoutMs })).toEqual({ reached: false, code: "no-answer" });
    order.push(timeoutMs);
  };
  await Promise.all([look(2_000), look(300)]);
  expect(order).toEqual([300, 2_000]);
});

test("a server without TLS that is asked for it waits for more, so time runs out", async () => {
  const { port } = await redis();
  expect(await inspectRedis(`rediss://127.0.0.1:${port}`, { timeoutMs: 300 })).toEqual({ reached: false, code: "no-answer" });
});

test("another kind of server is not taken for Redis", async () => {
  const port = await listening((socket) => void socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  expect(await inspectRedis(`redis://127.0.0.1:${port}`, PATIENCE)).toEqual({ reached: false, code: "not-redis" });
});

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
