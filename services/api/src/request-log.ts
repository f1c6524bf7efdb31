import { type FastifyBaseLogger, type FastifyReply, type FastifyRequest, LogController } from "fastify";

/** A request that is over. */
export interface EndedRequest {
  readonly method: string;
  /** The route's pattern, such as `/api/flags/:id`; null when no route fits. */
  readonly route: string | null;
  /** Null when the client went away before it was answered. */
  readonly status: number | null;
  readonly ms: number;
}

/** One line a request: route pattern, status, time, ids. Never an address with its query, a body, a header or an error's message. */
export class RequestLog extends LogController {
  readonly #onRequest: (request: EndedRequest) => void;

  constructor(onRequest: (request: EndedRequest) => void = () => undefined) {
    super({ disableRequestLogging: true });
    this.#onRequest = onRequest;
  }

  override incomingRequest(request: FastifyRequest, reply: FastifyReply): void {
    reply.raw.once("close", () => {
      if (!reply.raw.writableFinished) this.#end(request, reply, { event: "request.aborted", status: null });
    });
  }

  override requestCompleted(_error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    if (reply.raw.writableFinished) this.#end(request, reply, { event: "request.done", status: reply.statusCode });
  }

  /** A request that came over an open connection while the server was closing. It has no route yet. */
  override serviceUnavailable(logger: FastifyBaseLogger): void {
    logger.info({ status: 503 }, "request.refused");
  }

  #end(
    { method, routeOptions, signedIn, log }: FastifyRequest,
    reply: FastifyReply,
    { event, status }: { event: string; status: number | null },
  ): void {
    const ended: EndedRequest = { method, route: routeOptions.url ?? null, status, ms: reply.elapsedTime };
    log.info({ ...ended, ms: Math.round(ended.ms), userId: signedIn?.id ?? null }, event);
    if (!routeOptions.config?.stream) this.#onRequest(ended);
  }
}
