import { Type } from "typebox";
import {
  CorrectionList,
  ImportQuery,
  OpenIdentity,
  PreviewRevocation,
  RegisterImport,
  RegistryAccount,
  RegistryIdentity,
  RegistryPeople,
  RegistryQuery,
  RegistrySearch,
  RevocationCascade,
  RevokeAccount,
  SettleCorrection,
} from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { personOf } from "../guard.ts";
import { One } from "../ids.ts";
import type { Server } from "../server.ts";
import { createRegisterImport } from "./import-register.ts";
import { listCorrections, listPeople, openPerson, readAccount, searchPeople, settleCorrection } from "./registry.ts";
import { previewRevocation, revokeAccount } from "./revocation.ts";

const tags = ["registry"];
/** Some 40,000 rows. */
const FILE_BYTES = 8_388_608;
/** What a browser calls such a file; its content decides. */
const FILE_TYPES = ["application/octet-stream", "text/csv"];

export function registryRoutes(app: Server, deps: ApiDeps): void {
  app.get(
    "/api/registry/people",
    {
      config: { permission: "registry.read" },
      schema: { tags, summary: "People and accounts", querystring: RegistryQuery, response: { 200: RegistryPeople } },
    },
    (request) => listPeople(deps, personOf(request), request.query.cursor),
  );
  app.post(
    "/api/registry/search",
    {
      config: { permission: "registry.read" },
      schema: { tags, summary: "People by handle, NIP or id", body: RegistrySearch, response: { 200: RegistryPeople } },
    },
    (request) => searchPeople(deps, personOf(request), request.body.words),
  );
  app.post(
    "/api/registry/people/:id/identity",
    {
      config: { permission: "registry.read" },
      schema: { tags, summary: "Open who somebody is, with a reason", params: One, body: OpenIdentity, response: { 200: RegistryIdentity } },
    },
    (request) => openPerson(deps, { person: personOf(request), id: request.params.id, given: request.body }),
  );
  app.get(
    "/api/registry/accounts/:id",
    { config: { permission: "registry.read" }, schema: { tags, summary: "One account", params: One, response: { 200: RegistryAccount } } },
    (request) => readAccount(deps, { person: personOf(request), id: request.params.id }),
  );
  app.post(
    "/api/registry/accounts/:id/revocation/preview",
    {
      config: { permission: "link.revoke" },
      schema: { tags, summary: "What revoking a link would do", params: One, body: PreviewRevocation, response: { 200: RevocationCascade } },
    },
    (request) => previewRevocation(deps, { person: personOf(request), id: request.params.id, ...request.body }),
  );
  app.post(
    "/api/registry/accounts/:id/revocation",
    {
      config: { permission: "link.revoke" },
      schema: { tags, summary: "Revoke a link, with all that follows", params: One, body: RevokeAccount, response: { 200: RevocationCascade } },
    },
    (request) => revokeAccount(deps, { person: personOf(request), id: request.params.id, given: request.body }),
  );
  app.get(
    "/api/registry/corrections",
    { config: { permission: "registry.read" }, schema: { tags, summary: "Papers to correct", response: { 200: CorrectionList } } },
    (request) => listCorrections(deps, personOf(request)),
  );
  app.post(
    "/api/registry/corrections/:id/settled",
    {
      config: { permission: "link.revoke" },
      schema: { tags, summary: "Note that a paper was corrected", params: One, body: SettleCorrection, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await settleCorrection(deps, { person: personOf(request), id: request.params.id, note: request.body.note });
      return reply.code(204).send(null);
    },
  );
  const importRegister = createRegisterImport(deps);
  void app.register(async (scope: Server) => {
    scope.addContentTypeParser(FILE_TYPES, { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    scope.post(
      "/api/registry/import",
      {
        bodyLimit: FILE_BYTES,
        config: { permission: "registry.write", textAsSent: true },
        schema: { tags, summary: "Look at a file of the register, or save it", querystring: ImportQuery, response: { 200: RegisterImport } },
      },
      (request) =>
        importRegister({
          person: personOf(request),
          query: request.query,
          bytes: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
        }),
    );
  });
}
