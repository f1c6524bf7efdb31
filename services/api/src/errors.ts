import { DomainError, type ErrorKind, traceOf } from "@netra/domain";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { ProblemDetails } from "./contract.ts";

/** Kinds of failure as HTTP. Here and nowhere else. */
const STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 422,
  "not-signed-in": 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  gone: 410,
  limited: 429,
  unavailable: 503,
};

/** Failures that HTTP has a better word for than their kind. */
const STATUS_BY_CODE: Readonly<Record<string, number>> = { "media-refused": 415, "upload-too-large": 413 };

const TITLES: Readonly<Record<number, string>> = {
  400: "The request cannot be read",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  409: "It has changed meanwhile",
  410: "Gone",
  413: "Too large",
  415: "Type not accepted",
  422: "Something is missing or wrong",
  429: "Too many tries",
  500: "Something broke on our side",
  503: "Not available right now",
};

/** Answers of Postgres and the network that pass by themselves: shutting down, out of connections, waited too long for a lock. */
const PASSING = /^(?:08\w{3}|53\w{3}|57P0\d|57014|55P03|40P01|40001|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;
const RETRY_SECONDS = 5;

/** Turns whatever was thrown into an RFC 9457 problem. What we do not know becomes a 500 that tells its request id and nothing else. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = toProblem(error, request.id);
  if (problem.status >= 500) request.log.error({ route: request.routeOptions.url, ...traceOf(error) }, "request.failed");
  if (problem.status === 503) reply.header("retry-after", RETRY_SECONDS);
  if (error instanceof DomainError && typeof error.detail.retrySeconds === "number") reply.header("retry-after", error.detail.retrySeconds);
  return reply.code(problem.status).type("application/problem+json; charset=utf-8").serializer(JSON.stringify).send(problem);
}

export function answerUnknownRoute(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return answerError(new DomainError("not-found", "route-not-found", "There is no such address."), request, reply);
}

function toProblem(error: unknown, requestId: string): ProblemDetails {
  const make = (status: number, code: string, detail: string, more: Partial<ProblemDetails> = {}): ProblemDetails => ({
    type: "about:blank",
    title: TITLES[status] ?? "The request was refused",
    status,
    code,
    detail,
    requestId,
    ...more,
  });
  if (error instanceof DomainError) {
    const more = {
      ...(error.problems.length > 0 ? { problems: error.problems.map((problem) => ({ ...problem })) } : {}),
      ...(Object.keys(error.detail).length > 0 ? { context: { ...error.detail } } : {}),
    };
    return make(STATUS_BY_CODE[error.code] ?? STATUS[error.kind], error.code, error.message, more);
  }
  const { validation, validationContext, statusCode = 500, code = "" } = (error ?? {}) as Partial<FastifyError>;
  if (validation)
    return make(400, "request-invalid", "The request does not have the form that the API asks for.", {
      problems: placesOf(validation, validationContext),
    });
  if (PASSING.test(code)) return make(503, "unavailable", "The database does not answer. Nothing was saved; try again in a moment.");
  if (statusCode >= 400 && statusCode < 500)
    return make(
      statusCode,
      code
        ? code
            .toLowerCase()
            .replace(/^fst_(?:err_)?/, "")
            .replaceAll("_", "-")
        : "request-refused",
      TITLES[statusCode] ?? "The request was refused.",
    );
  return make(500, "unexpected", "Something broke on our side. Nothing was saved; if it happens again, report the request id.");
}

/** Where a request breaks its schema. Names fields and rules, never values. */
function placesOf(validation: NonNullable<FastifyError["validation"]>, part = "body"): NonNullable<ProblemDetails["problems"]> {
  return validation.slice(0, 20).map((place) => ({
    at: `${part}${place.instancePath}`,
    what: `breaks the rule "${place.keyword}"`,
    remedy: place.keyword === "additionalProperties" ? "Send only the fields of the API description." : "See /api/openapi.json for the form.",
  }));
}
