import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { ApiDeps } from "../deps.ts";
import { SLOW_LINE_MS } from "../download.ts";
import { personOf } from "../guard.ts";
import type { Server } from "../server.ts";
import { openUploads, UPLOAD_PATH } from "./uploads.ts";

const tags = ["intake"];
const OneUpload = Type.Object({ id: Type.String({ pattern: "^[0-9a-f]{32}$" }) }, { additionalProperties: false });

/** The tus protocol as Fastify routes, so that origin, session, permission and log are the same as everywhere. */
export async function uploadRoutes(app: Server, deps: ApiDeps): Promise<void> {
  const uploads = await openUploads(deps);
  const config = { permission: "capture.send" } as const;
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const response = await uploads.handle(toWebRequest(request), personOf(request));
    reply.code(response.status);
    for (const [name, value] of response.headers) if (!name.startsWith("access-control-")) reply.header(name, value);
    const body = await response.text();
    return reply.send(body === "" ? null : body);
  };

  // A part's bytes are read by the protocol's own handler, as a stream.
  app.addContentTypeParser("application/offset+octet-stream", (_request, _payload, done) => done(null));
  app.options(UPLOAD_PATH, { config, schema: { tags, summary: "What the upload protocol offers" } }, answer);
  app.post(UPLOAD_PATH, { handlerTimeout: SLOW_LINE_MS, config, schema: { tags, summary: "Begin an upload (tus 1.0)" } }, answer);
  app.head(`${UPLOAD_PATH}/:id`, { config, schema: { tags, summary: "How far an upload has come", params: OneUpload } }, answer);
  app.patch(
    `${UPLOAD_PATH}/:id`,
    { handlerTimeout: SLOW_LINE_MS, config, schema: { tags, summary: "Send the next part", params: OneUpload } },
    answer,
  );
  app.delete(`${UPLOAD_PATH}/:id`, { config, schema: { tags, summary: "Give an upload up", params: OneUpload } }, answer);
}

function toWebRequest(request: FastifyRequest): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) headers.set(name, String(value));
  const init: RequestInit & { duplex?: "half" } = { method: request.method, headers };
  // A part's size decides how much is written: without a body there is none to read.
  if (request.method === "PATCH" || request.method === "POST") {
    init.body = Readable.toWeb(request.raw) as WebStream<Uint8Array> as unknown as ReadableStream<Uint8Array>;
    init.duplex = "half";
  }
  return new Request(`http://${request.host || "localhost"}${request.url}`, init);
}
