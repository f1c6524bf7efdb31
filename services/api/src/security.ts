import helmet from "@fastify/helmet";
import { forbidden } from "@netra/domain";
import { decodeText } from "@netra/evidence";
import type { FastifyRequest } from "fastify";
import type { Server } from "./server.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** Headers of every answer, and who may change state: a page of this origin only. */
export async function installSecurity(app: Server, config: { readonly publicUrl: string }): Promise<void> {
  const origin = new URL(config.publicUrl).origin;
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    crossOriginEmbedderPolicy: true,
    hsts: config.publicUrl.startsWith("https:") && { maxAge: 63_072_000 },
    xFrameOptions: { action: "deny" },
  });
  app.addHook("onRequest", async (request, reply) => {
    reply.header("cache-control", "no-store");
    if (!SAFE.has(request.method) && !isSameOrigin(request, origin))
      throw forbidden(
        "other-origin",
        "State can only be changed from this server's own pages. Other clients send an Origin header with its address.",
      );
  });
}

/** A browser says where a request comes from in headers that a page cannot forge; a request that says nothing is not trusted. */
function isSameOrigin({ headers }: FastifyRequest, origin: string): boolean {
  const site = headers["sec-fetch-site"];
  return site === undefined ? headers.origin === origin : site === "same-origin";
}

/** Bodies are JSON (and, for uploads, their own kind); text that Postgres cannot hold is made visible before any handler sees it. */
export function installBodies(app: Server): void {
  app.removeContentTypeParser("text/plain");
  app.decorateRequest("rawBody", null);
  app.addHook("preValidation", async (request) => {
    if (!request.routeOptions.config.textAsSent) request.body = storable(request.body);
    request.query = storable(request.query);
    request.params = storable(request.params);
  });
}

/** Bodies, queries and params are JSON-like trees, whatever prototype their parser gave them. */
function storable<T>(value: T): T {
  if (typeof value === "string") return decodeText(value).text as T;
  if (Array.isArray(value)) return value.map(storable) as T;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [decodeText(key).text, storable(member)])) as T;
}
