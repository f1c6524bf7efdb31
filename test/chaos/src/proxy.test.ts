import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { type ChaosProxy, startChaosProxy } from "./proxy.ts";

const DELAY_MS = 150;
let echo: Server;
let proxy: ChaosProxy;
/** What the far side received, in order. */
let received: string[];

beforeEach(async () => {
  received = [];
  echo = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (piece) => {
      received.push(piece.toString());
      socket.write(piece);
    });
  });
  await new Promise<void>((resolve) => echo.listen(0, "127.0.0.1", resolve));
  const address = echo.address();
  proxy = await startChaosProxy({
    target: { host: "127.0.0.1", port: typeof address === "object" && address ? address.port : 0 },
    delayMs: DELAY_MS,
  });
});
afterEach(async () => {
  await proxy.close();
  await new Promise((resolve) => echo.close(resolve));
});

interface Line {
  readonly socket: Socket;
  readonly heard: () => string;
}

async function open(): Promise<Line> {
  const socket = connect(proxy.port, "127.0.0.1");
  let heard = "";
  socket.on("data", (piece) => {
    heard += piece.toString();
  });
  socket.on("error", () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, "connect");
  return { socket, heard: () => heard };
}

const until = (line: Line, text: string): Promise<void> => vi.waitFor(() => expect(line.heard()).toBe(text), { timeout: 30_000 });

async function say(line: Line, text: string): Promise<void> {
  const before = line.heard();
  line.socket.write(text);
  await until(line, before + text);
}

describe("the chaos proxy", () => {
  it("passes bytes and ends of both sides", async () => {
    const line = await open();
    await say(line, "satu");
    line.socket.end();
    await once(line.socket, "close");
    expect(received).toEqual(["satu"]);
  });

  it("swallows bytes in both directions without telling anybody, for open connections and new ones", async () => {
    const [old, witness] = [await open(), await open()];
    await say(old, "satu");
    proxy.set("blackhole");
    const fresh = await open();
    old.socket.write("dua");
    fresh.socket.write("tiga");
    proxy.set("pass");
    // Whatever was on its way would have arrived before an answer that was asked for later.
    await say(witness, "");
    const later = await open();
    await say(later, "empat");
    expect(received).toEqual(["satu", "empat"]);
    expect(old.heard()).toBe("satu");
    for (const { socket } of [old, fresh]) expect(socket.readyState).toBe("open");
  });

  it("keeps a connection dead that met the hole, and does not tell the other side of its end", async () => {
    const line = await open();
    await say(line, "satu");
    proxy.set("blackhole");
    proxy.set("pass");
    line.socket.write("dua");
    line.socket.destroy();
    const later = await open();
    await say(later, "tiga");
    expect(received).toEqual(["satu", "tiga"]);
    const open_ = await new Promise<number>((resolve) => echo.getConnections((_, count) => resolve(count)));
    expect(open_).toBe(2);
  });

  it("resets open connections, and new ones while it lasts", async () => {
    const line = await open();
    await say(line, "satu");
    const broken = new Promise((resolve) => line.socket.once("close", resolve));
    proxy.set("reset");
    expect(await broken).toBe(true);
    const failure = await new Promise<NodeJS.ErrnoException>((resolve) => connect(proxy.port, "127.0.0.1").once("error", resolve));
    expect(failure.code).toBe("ECONNRESET");
    proxy.set("pass");
    await say(await open(), "dua");
  });

  it("is late, but keeps the order", async () => {
    const line = await open();
    await say(line, "satu");
    proxy.set("slow");
    const begun = performance.now();
    line.socket.write("dua");
    line.socket.write("tiga");
    await until(line, "satuduatiga");
    expect(performance.now() - begun).toBeGreaterThanOrEqual(DELAY_MS - 1);
  });

  it("does not let what was sent in time overtake what is late", async () => {
    const line = await open();
    proxy.set("slow");
    line.socket.write("dua");
    // Both ends live in this process: after a few turns the proxy has read it.
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    proxy.set("pass");
    line.socket.write("tiga");
    await until(line, "duatiga");
  });
});
