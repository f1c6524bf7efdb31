import { IntakeDetail, IntakePage, IntakeQuery, Look, OpenReporter, Reporter } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { SLOW_LINE_MS } from "../download.ts";
import { personOf } from "../guard.ts";
import { One, OneFile } from "../ids.ts";
import { sendFile } from "../send-file.ts";
import type { Server } from "../server.ts";
import { checkAddress } from "./check-address.ts";
import { takeLook } from "./take-look.ts";
import { findIntakeFile, listIntake, openReporter, readIntake } from "./waiting.ts";

const tags = ["intake"];

/** The second look at what people sent. */
export function intakeRoutes(app: Server, deps: ApiDeps): void {
  app.get(
    "/api/intake",
    {
      config: { permission: "intake.read" },
      schema: { tags, summary: "Captures that wait for a second look, or had one", querystring: IntakeQuery, response: { 200: IntakePage } },
    },
    (request) => listIntake(deps, personOf(request), request.query),
  );
  app.get(
    "/api/intake/:id",
    {
      config: { permission: "intake.read" },
      schema: { tags, summary: "One capture beside its files", params: One, response: { 200: IntakeDetail } },
    },
    (request) => readIntake(deps, { person: personOf(request), captureId: request.params.id }),
  );
  app.get(
    "/api/intake/:id/files/:fileId",
    {
      handlerTimeout: SLOW_LINE_MS,
      config: { permission: "intake.read" },
      schema: { tags, summary: "A file of a capture, as it was sent", params: OneFile },
    },
    async (request, reply) => {
      const { id, fileId } = request.params;
      return sendFile(deps, reply, await findIntakeFile(deps, { person: personOf(request), captureId: id, fileId }));
    },
  );
  app.post(
    "/api/intake/:id/look",
    {
      config: { permission: "intake.look" },
      schema: { tags, summary: "Say what a capture is, as the second person", params: One, body: Look, response: { 200: IntakeDetail } },
    },
    (request) => takeLook(deps, { person: personOf(request), captureId: request.params.id, given: request.body }),
  );
  app.post(
    "/api/intake/:id/address-check",
    {
      config: { permission: "intake.look", rateLimit: { max: 20, timeWindow: 60_000 } },
      schema: {
        tags,
        summary: "Ask the platform whether a capture's address still shows a post",
        params: One,
        response: { 200: IntakeDetail },
      },
    },
    (request) => checkAddress(deps, { person: personOf(request), captureId: request.params.id }),
  );
  app.post(
    "/api/intake/:id/reporter",
    {
      config: { permission: "reporter.open" },
      schema: { tags, summary: "Open who told the office", params: One, body: OpenReporter, response: { 200: Reporter } },
    },
    (request) => openReporter(deps, { person: personOf(request), captureId: request.params.id, reason: request.body.reason }),
  );
}
