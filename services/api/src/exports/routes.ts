import { AskExport, ExportEstimate, ExportList, ExportView } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { contentDisposition, SANDBOXED, SLOW_LINE_MS } from "../download.ts";
import { personOf } from "../guard.ts";
import { One } from "../ids.ts";
import type { Server } from "../server.ts";
import { readExportFile } from "./export-file.ts";
import { askExport, cancelExport, decideExport, estimateExport, listExports, readExport } from "./exports.ts";

const tags = ["exports"];

export function exportRoutes(app: Server, deps: ApiDeps): void {
  app.get(
    "/api/exports",
    { config: { permission: "export.ask" }, schema: { tags, summary: "Own exports, and what waits for one's word", response: { 200: ExportList } } },
    (request) => listExports(deps, personOf(request)),
  );
  app.post(
    "/api/exports/estimate",
    {
      config: { permission: "export.ask" },
      schema: { tags, summary: "How many rows an export would have", body: AskExport, response: { 200: ExportEstimate } },
    },
    (request) => estimateExport(deps, { person: personOf(request), given: request.body }),
  );
  app.post(
    "/api/exports",
    {
      config: { permission: "export.ask", confirmed: "by-code" },
      schema: { tags, summary: "Ask for an export", body: AskExport, response: { 200: ExportView } },
    },
    (request) => askExport(deps, { person: personOf(request), given: request.body }),
  );
  app.get(
    "/api/exports/:id",
    { config: { permission: "export.ask" }, schema: { tags, summary: "One export", params: One, response: { 200: ExportView } } },
    (request) => readExport(deps, { person: personOf(request), id: request.params.id }),
  );
  app.post(
    "/api/exports/:id/approve",
    {
      config: { permission: "export.approve", confirmed: "by-code" },
      schema: { tags, summary: "Say yes to another's export", params: One, response: { 200: ExportView } },
    },
    (request) => decideExport(deps, { person: personOf(request), id: request.params.id, act: "approve" }),
  );
  app.post(
    "/api/exports/:id/refuse",
    {
      config: { permission: "export.approve" },
      schema: { tags, summary: "Say no to another's export", params: One, response: { 200: ExportView } },
    },
    (request) => decideExport(deps, { person: personOf(request), id: request.params.id, act: "refuse" }),
  );
  app.post(
    "/api/exports/:id/cancel",
    { config: { permission: "export.ask" }, schema: { tags, summary: "Stop one's own export", params: One, response: { 200: ExportView } } },
    (request) => cancelExport(deps, { person: personOf(request), id: request.params.id }),
  );
  app.get(
    "/api/exports/:id/file",
    {
      handlerTimeout: SLOW_LINE_MS,
      // A question for the head would stand in the audit as a download.
      exposeHeadRoute: false,
      config: { permission: "export.ask", confirmed: "by-code" },
      schema: { tags, summary: "The file of one's own export, whole or from a byte on", params: One },
    },
    async (request, reply) => {
      const { range, "if-range": ifRange } = request.headers;
      const file = await readExportFile(deps, { person: personOf(request), id: request.params.id, headers: { range, ifRange: ifRange as string } });
      reply.header("etag", file.etag).header("accept-ranges", "bytes").header("cache-control", "private, no-store");
      if (file.range === "unsatisfiable") return reply.code(416).header("content-range", `bytes */${file.bytes}`).send();
      const { first, last } = file.range ?? { first: 0, last: file.bytes - 1 };
      if (file.range) reply.code(206).header("content-range", `bytes ${first}-${last}/${file.bytes}`);
      reply
        .type(file.mediaType)
        .header("content-length", last - first + 1)
        .header("content-security-policy", SANDBOXED);
      return reply.header("content-disposition", contentDisposition("attachment", file.name)).send(await file.open());
    },
  );
}
