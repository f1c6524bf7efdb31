import { CaptureList, CaptureView, GuessUrl, SendCapture, UrlGuess } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { personOf } from "../guard.ts";
import type { Server } from "../server.ts";
import { guessUrl, listCaptures, receiveCapture } from "./captures.ts";
import { keepRawBody } from "./raw-body.ts";

const tags = ["intake"];

export function captureRoutes(app: Server, deps: ApiDeps): void {
  app.get(
    "/api/captures",
    { config: { permission: "capture.send" }, schema: { tags, summary: "The own captures of the last 30 days", response: { 200: CaptureList } } },
    (request) => listCaptures(deps, personOf(request)),
  );
  app.post(
    "/api/captures/guess",
    { config: { permission: "capture.send" }, schema: { tags, summary: "What an address alone tells", body: GuessUrl, response: { 200: UrlGuess } } },
    (request) => guessUrl(deps, personOf(request), request.body.url),
  );
  app.post(
    "/api/captures",
    {
      config: { permission: "capture.send", textAsSent: true },
      preParsing: keepRawBody,
      schema: { tags, summary: "Send what was seen", body: SendCapture, response: { 200: CaptureView } },
    },
    (request) => receiveCapture(deps, { person: personOf(request), given: request.body, raw: request.rawBody ?? Buffer.alloc(0) }),
  );
}
