import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { ApiConfig } from "./deps.ts";
import { SLOW_LINE_MS } from "./download.ts";
import { answerUnknownRoute } from "./errors.ts";
import type { Server } from "./server.ts";

const HINT = "Netra's API runs, but its pages are not built yet. Build them with: npm run build\n";

const PAGE_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** A worker lives by the policy that its own file came with: the capture page's keeps that page's files, and asks nobody else for anything. */
const WORKER_CSP = "default-src 'none'; connect-src 'self'";

/**
 * Serves the built console: its files as they are, its page for every other address outside /api. The page is
 * never cached; files with a hash in their name are cached for ever.
 */
export async function consoleRoutes(app: Server, { consoleDir }: Pick<ApiConfig, "consoleDir">): Promise<void> {
  const schema = { hide: true };
  if (consoleDir === null) {
    app.get("/", { config: { permission: "public" }, schema }, (_request, reply) => reply.type("text/plain; charset=utf-8").send(HINT));
    return;
  }
  await app.register(fastifyStatic, { root: consoleDir, serve: false, cacheControl: false, preCompressed: true });
  const sendPage = async (reply: FastifyReply): Promise<FastifyReply> => {
    const page = await readFile(join(consoleDir, "index.html"), "utf8");
    return reply.type("text/html; charset=utf-8").header("content-security-policy", PAGE_CSP).send(page);
  };
  app.get("/", { config: { permission: "public" }, schema }, (_request, reply) => sendPage(reply));
  app.get("/assets/*", { handlerTimeout: SLOW_LINE_MS, config: { permission: "public" }, schema }, (request, reply) => {
    reply.header("cache-control", "public, max-age=31536000, immutable");
    return reply.sendFile(`assets/${wildcard(request)}`);
  });
  app.get("/*", { handlerTimeout: SLOW_LINE_MS, config: { permission: "public" }, schema }, (request, reply) => {
    const path = wildcard(request);
    if (path === "api" || path.startsWith("api/")) return answerUnknownRoute(request, reply);
    if (path === "capture-worker.js") reply.header("content-security-policy", WORKER_CSP);
    return /^[\w-]+\.(?!html)\w+$/.test(path) ? reply.sendFile(path) : sendPage(reply);
  });
}

const wildcard = (request: FastifyRequest): string => (request.params as { "*": string })["*"];
