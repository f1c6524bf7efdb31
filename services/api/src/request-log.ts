import { type FastifyReply, type FastifyRequest, LogController } from "fastify";

/** One line a request: route pattern, status, time, ids. Never an address with its query, a body, a header or an error's message. */
export class RequestLog extends LogController {
  constructor() {
    super({ disableRequestLogging: true });
  }

  override requestCompleted(_error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    const { method, routeOptions, signedIn } = request;
    request.log.info(
      { method, route: routeOptions.url ?? null, status: reply.statusCode, ms: Math.round(reply.elapsedTime), userId: signedIn?.id ?? null },
      "request.done",
    );
  }
}
