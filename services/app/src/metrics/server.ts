import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { codeOf, DomainError } from "@netra/domain";
import type { Log } from "@netra/queue";
import type { Health } from "../health.ts";

/** What is served. Nothing in it tells about a person, and it is for this machine alone all the same. */
export interface Served {
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  readonly health: Health;
  readonly log: Log;
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

const HOST = "127.0.0.1";
/** A page elsewhere that lets its own name point here reaches this port, but cannot say one of these. */
const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;
const SECONDS = 1_000;

/** Answers `/metrics`, `/live` and `/ready` on 127.0.0.1. Throws unavailable `port-taken` with the setting's name. */
export async function startMetricsServer(port: number, served: Served): Promise<{ stop(): Promise<void> }> {
  const server = createServer({ requestTimeout: 5 * SECONDS, headersTimeout: 5 * SECONDS, keepAliveTimeout: 5 * SECONDS }, (request, response) => {
    void answer(request, served)
      .catch((error: unknown) => {
        served.log.error("metrics.failed", { code: codeOf(error) });
        return plain(500, "Something broke on our side.");
      })
      .then((told) => send(response, told));
  });
  server.maxConnections = 32;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(error.code === "EADDRINUSE" ? taken(port, error) : error));
    server.listen(port, HOST, resolve);
  });
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, { metrics, health }: Served): Promise<Answer> {
  if (!LOOPBACK.test(request.headers.host ?? "")) return plain(421, "This port answers to this machine's own names only.");
  const path = request.method === "GET" ? request.url?.split("?")[0] : undefined;
  if (path === "/metrics") return { status: 200, ...(await metrics()) };
  if (path === "/live") return json(200, { status: "ok" });
  if (path === "/ready") {
    const told = await health.answer();
    return json(told.status === "ok" ? 200 : 503, told);
  }
  return plain(404, "There is no such address: /metrics, /live and /ready are.");
}

function send(response: ServerResponse, { status, contentType, text }: Answer): void {
  response.writeHead(status, { "content-type": contentType, "cache-control": "no-store", "x-content-type-options": "nosniff" });
  response.end(text);
}

const plain = (status: number, text: string): Answer => ({ status, contentType: "text/plain; charset=utf-8", text: `${text}\n` });
const json = (status: number, body: unknown): Answer => ({ status, contentType: "application/json; charset=utf-8", text: JSON.stringify(body) });

const taken = (port: number, cause: Error): DomainError =>
  new DomainError(
    "unavailable",
    "port-taken",
    `Port ${port} is taken by another program: stop it, or choose another with NETRA_METRICS_PORT. Each process of a machine needs its own.`,
    { cause },
  );
