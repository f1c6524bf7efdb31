import { readFileSync } from "node:fs";
import { VERIFY_PAGE } from "@netra/evidence";
import type { FastifyReply } from "fastify";
import { MakePassport, VerifierKeyView } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { contentDisposition, SANDBOXED } from "../download.ts";
import { personOf } from "../guard.ts";
import { One } from "../ids.ts";
import type { Server } from "../server.ts";
import { makeCasePassport, makeFlagPassport, type PassportFile } from "./passports.ts";

const tags = ["passports"];

export function passportRoutes(app: Server, deps: ApiDeps): void {
  const page = readFileSync(VERIFY_PAGE);
  app.post(
    "/api/flags/:id/passport",
    {
      config: { permission: "passport.export" },
      schema: { tags, summary: "A flag with its evidence and proofs, as one file", params: One, body: MakePassport },
    },
    async (request, reply) =>
      sendPassport(reply, await makeFlagPassport(deps, { person: personOf(request), id: request.params.id, given: request.body })),
  );
  app.post(
    "/api/cases/:id/passport",
    {
      config: { permission: "passport.export" },
      schema: { tags, summary: "All flags of a case with their evidence and proofs, as one file", params: One, body: MakePassport },
    },
    async (request, reply) =>
      sendPassport(reply, await makeCasePassport(deps, { person: personOf(request), id: request.params.id, given: request.body })),
  );
  app.get(
    "/api/passports/key",
    {
      config: { permission: "passport.export" },
      schema: { tags, summary: "The key that others check passports with", response: { 200: VerifierKeyView } },
    },
    async () => ({ key: await deps.passports.verifierKey() }),
  );
  // For whoever has a passport and no account: a page that came with a file in doubt may be forged with it.
  app.get(
    "/api/passports/verify.html",
    { config: { permission: "public" }, schema: { tags, summary: "The page that checks a passport offline, to be saved and opened from disk" } },
    (_request, reply) => {
      reply.header("content-security-policy", SANDBOXED).header("content-disposition", contentDisposition("attachment", "verify.html"));
      return reply.type("text/html; charset=utf-8").send(page);
    },
  );
}

function sendPassport(reply: FastifyReply, { bytes, name }: PassportFile): FastifyReply {
  reply.header("content-security-policy", SANDBOXED).header("content-disposition", contentDisposition("attachment", name));
  return reply.type("application/zip").send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
