import { randomUUID } from "node:crypto";
import cookie from "@fastify/cookie";
import rateLimit from "@fastify/rate-limit";
import swagger, { type SwaggerTransform } from "@fastify/swagger";
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from "@fastify/type-provider-typebox";
import { DomainError } from "@netra/domain";
import Fastify from "fastify";
import { caseRoutes } from "./cases/routes.ts";
import { consoleRoutes } from "./console.ts";
import { ProblemDetails } from "./contract.ts";
import { dayRoutes } from "./day/routes.ts";
import type { ApiDeps } from "./deps.ts";
import { installDrain } from "./drain.ts";
import { answerError, answerUnknownRoute } from "./errors.ts";
import { exportRoutes } from "./exports/routes.ts";
import { installGuard } from "./guard.ts";
import { intakeRoutes } from "./intake/intake-routes.ts";
import { captureRoutes } from "./intake/routes.ts";
import { uploadRoutes } from "./intake/upload-routes.ts";
import { loanRoutes } from "./loans/routes.ts";
import { overviewRoutes } from "./overview/routes.ts";
import { passportRoutes } from "./passports/routes.ts";
import { registryRoutes } from "./registry/routes.ts";
import { reportRoutes } from "./reports/routes.ts";
import { RequestLog } from "./request-log.ts";
import { ruleRoutes } from "./rules/routes.ts";
import { installBodies, installSecurity } from "./security.ts";
import type { Server } from "./server.ts";
import { sessionRoutes } from "./session/routes.ts";
import { statusRoutes } from "./status/routes.ts";
import { teamRoutes } from "./team/routes.ts";
import { guidanceRoutes } from "./triage/guidance.ts";
import { listRoutes } from "./triage/list-routes.ts";
import { triageRoutes } from "./triage/routes.ts";

const SECONDS = 1_000;

/** Nobody waits for ever: a slow client, a silent one, and a handler of ours each have an end. */
const PATIENCE = {
  requestTimeout: 60 * SECONDS,
  connectionTimeout: 30 * SECONDS,
  keepAliveTimeout: 10 * SECONDS,
  handlerTimeout: 30 * SECONDS,
  http: { headersTimeout: 10 * SECONDS, connectionsCheckingInterval: 5 * SECONDS },
} as const;

/**
 * Builds the API: every route, nothing listening yet. Call `listen` on what it returns, and `drain` before the store closes.
 *
 * Every request is checked in this order: origin, session, permission, rate, schema; then one transaction as the person who asked.
 */
export async function buildApi(deps: ApiDeps): Promise<Server> {
  const app: Server = Fastify({
    loggerInstance: deps.logger,
    logController: new RequestLog(deps.onRequest),
    genReqId: () => randomUUID(),
    frameworkErrors: answerError,
    bodyLimit: 1_048_576,
    // An address that anybody may claim would let one caller use up another's rate limit.
    trustProxy: deps.config.trustedProxies.length > 0 ? [...deps.config.trustedProxies] : false,
    routerOptions: { ignoreTrailingSlash: true },
    ...PATIENCE,
  }).withTypeProvider<TypeBoxTypeProvider>();
  const cookieName = deps.config.publicUrl.startsWith("https:") ? "__Host-netra" : "netra";

  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerUnknownRoute);

  installDrain(app);
  await app.register(cookie);
  await installSecurity(app, deps.config);
  await app.register(rateLimit, { global: false, errorResponseBuilder: tooMany });
  await app.register(swagger, { openapi: { openapi: "3.1.0", info: { title: "Netra", version: "1" } }, transform: describeProblems });
  installGuard(app, { store: deps.store, cookie: cookieName, codeRequired: deps.config.exportCodeRequired });
  installBodies(app);

  app.get(
    "/api/openapi.json",
    { config: { permission: deps.config.demo ? "public" : "session.own" }, schema: { summary: "This description", tags: ["status"] } },
    () => app.swagger(),
  );
  sessionRoutes(app, { ...deps, cookie: cookieName });
  listRoutes(app, deps);
  triageRoutes(app, deps);
  caseRoutes(app, deps);
  guidanceRoutes(app, deps);
  dayRoutes(app, deps);
  captureRoutes(app, deps);
  intakeRoutes(app, deps);
  await uploadRoutes(app, deps);
  loanRoutes(app, deps);
  teamRoutes(app, deps);
  reportRoutes(app, deps);
  exportRoutes(app, deps);
  overviewRoutes(app, deps);
  registryRoutes(app, deps);
  passportRoutes(app, deps);
  ruleRoutes(app, deps);
  statusRoutes(app, deps);
  await consoleRoutes(app, deps.config);
  return app;
}

/** Says once, for every route, what a refusal looks like. */
const describeProblems: SwaggerTransform = ({ schema, url }) => ({
  schema: {
    ...schema,
    response: { ...(schema?.response as object | undefined), default: { ...ProblemDetails, description: "A problem (RFC 9457)" } },
  },
  url,
});

const tooMany = (_request: unknown, { ttl }: { ttl: number }): DomainError =>
  new DomainError("limited", "too-many-requests", "Too many requests from this address. Wait a little.", {
    detail: { retrySeconds: Math.ceil(ttl / SECONDS) },
  });
