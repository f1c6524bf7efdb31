import { Type } from "typebox";
import { FinalizeReport, ReportDetail, ReportList, ReportView, RequestReport, WriteReportNote } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { contentDisposition, SANDBOXED } from "../download.ts";
import { personOf } from "../guard.ts";
import { One, Uuid } from "../ids.ts";
import type { Server } from "../server.ts";
import { annotateReport, finalizeReport } from "./finalize.ts";
import { listReports, readReport, readReportFile, requestReport } from "./reports.ts";

const tags = ["reports"];
const OneReportFile = Type.Object({ id: Uuid, name: Type.String({ minLength: 1, maxLength: 200 }) }, { additionalProperties: false });

/** The report page brings its own style and nothing else; it cannot load, run or reach anything. */
const REPORT_PAGE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

export function reportRoutes(app: Server, deps: ApiDeps): void {
  app.get(
    "/api/reports",
    {
      config: { permission: "report.list" },
      schema: { tags, summary: "Reports of weeks and spans of days, newest first", response: { 200: ReportList } },
    },
    (request) => listReports(deps, personOf(request)),
  );
  app.post(
    "/api/reports",
    {
      config: { permission: "report.make" },
      schema: {
        tags,
        summary: "Ask for a report of a week or a span of days; with a reason, for a correction",
        body: RequestReport,
        response: { 200: ReportView },
      },
    },
    (request) => requestReport(deps, { person: personOf(request), given: request.body }),
  );
  app.get(
    "/api/reports/:id",
    { config: { permission: "report.list" }, schema: { tags, summary: "One report", params: One, response: { 200: ReportDetail } } },
    (request) => readReport(deps, { person: personOf(request), id: request.params.id }),
  );
  app.put(
    "/api/reports/:id/note",
    {
      config: { permission: "report.finalize" },
      schema: { tags, summary: "Write a draft's note", params: One, body: WriteReportNote, response: { 200: ReportDetail } },
    },
    (request) => annotateReport(deps, { person: personOf(request), id: request.params.id, given: request.body }),
  );
  app.post(
    "/api/reports/:id/final",
    {
      config: { permission: "report.finalize" },
      schema: { tags, summary: "Make a draft final", params: One, body: FinalizeReport, response: { 200: ReportDetail } },
    },
    (request) => finalizeReport(deps, { person: personOf(request), id: request.params.id, given: request.body }),
  );
  app.get(
    "/api/reports/:id/files/:name",
    { config: { permission: "report.download" }, schema: { tags, summary: "A report's file, as stored", params: OneReportFile } },
    async (request, reply) => {
      const { id, name } = request.params;
      const { bytes, mediaType, sha256 } = await readReportFile(deps, { person: personOf(request), id, name });
      const page = mediaType.startsWith("text/html");
      reply
        .header("etag", `"${sha256}"`)
        .header("cache-control", "private, no-cache")
        .header("content-security-policy", page ? REPORT_PAGE : SANDBOXED);
      if (request.headers["if-none-match"] === `"${sha256}"`) return reply.code(304).send();
      return reply
        .type(mediaType)
        .header("content-disposition", contentDisposition(page ? "inline" : "attachment", name))
        .send(bytes);
    },
  );
}
