import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { PROJECT_ROOT } from "@netra/config";
import { expect, test } from "vitest";

const PATIENCE = 15_000;

test("a process that lives is well, whatever it depends on", async () => {
  const answer: RequestListener = (request, response) => response.writeHead(request.url === "/live" ? 200 : 503).end();
  await withServer(answer, async (port) => {
    expect(await probe({ NETRA_METRICS_PORT: port })).toEqual({ code: 0, said: "live: yes\n" });
    expect(await probe({ NETRA_METRICS_PORT: port }, "ready")).toEqual({ code: 1, said: "ready: no (503)\n" });
  });
});

test("a process that hangs, or is not there, is not well", { timeout: PATIENCE }, async () => {
  const port = await withServer(
    () => undefined,
    async (port) => {
      expect(await probe({ NETRA_METRICS_PORT: port })).toEqual({ code: 1, said: "live: no answer in 4 s\n" });
      return port;
    },
  );
  expect(await probe({ NETRA_METRICS_PORT: port })).toEqual({ code: 1, said: "live: ECONNREFUSED\n" });
});

test("a question that cannot be asked is not a yes", async () => {
  expect(await probe({})).toMatchObject({ code: 1, said: expect.stringMatching(/NETRA_METRICS_PORT is not set/) });
  expect(await probe({ NETRA_METRICS_PORT: "9464" }, "happy")).toMatchObject({ code: 1, said: "no such question: ask live or ready\n" });
});

async function probe(env: Record<string, string>, ...args: readonly string[]): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn(process.execPath, [join(PROJECT_ROOT, "bin/probe.mjs"), ...args], { env, stdio: ["ignore", "pipe", "inherit"] });
  const said: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, said: Buffer.concat(said).toString() };
}

async function withServer<T>(answer: RequestListener, act: (port: string) => Promise<T>): Promise<T> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await act(String((server.address() as AddressInfo).port));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
