import { Transform } from "node:stream";
import type { preParsingAsyncHookHandler } from "fastify";

/** Keeps the body's bytes beside what is parsed from them: a capture is hashed as it came. The body limit still holds. */
export const keepRawBody: preParsingAsyncHookHandler = async (request, _reply, payload) => {
  const chunks: Buffer[] = [];
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done(null, chunk);
    },
    flush(done) {
      request.rawBody = Buffer.concat(chunks);
      done();
    },
  });
  payload.on("error", (error) => tap.destroy(error));
  // Fastify compares this with the announced length; a tap changes nothing.
  return Object.assign(payload.pipe(tap), { receivedEncodedLength: Number(request.headers["content-length"] ?? 0) });
};
