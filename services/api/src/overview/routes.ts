import { Type } from "typebox";
import { CountedPage, CountedQuery, CoveragePage, CoverageQuery, Overview, OverviewQuery, OverviewRegions } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { personOf } from "../guard.ts";
import type { Server } from "../server.ts";
import { listCounted, listCoverage, listOverviewRegions } from "./lists.ts";
import { createOverviews } from "./read-overview.ts";

const tags = ["overview"];

const ABOUT = `The week so far and the seven before in one region, from the same document (\`docs/report\`) that a weekly report of that region, week and time is written from. It counts as of the last full five minutes (\`asOf\`) and is the same for everybody who may see the region, but for \`list\`, \`report\` and \`rules\`. Ask again with \`If-None-Match\`: 304 while
nothing has changed. \`list\` is an address under \`/api/overview/\` that answers with what was counted.`;

/** A proxy that compresses an answer weakens its tag; a browser may name several. */
const knows = (header: string | undefined, etag: string): boolean =>
  (header ?? "").split(",").some((one) => one.trim() === "*" || one.trim().replace(/^W\//, "") === etag);

/** The running week by the figures of the report, and the lists behind them. */
export function overviewRoutes(app: Server, deps: ApiDeps): void {
  const readOverview = createOverviews(deps);
  app.get(
    "/api/overview",
    {
      config: { permission: "overview.read" },
      schema: {
        tags,
        summary: "This week so far, trends, coverage, and the backlog against what the desk decides",
        description: ABOUT,
        querystring: OverviewQuery,
        headers: Type.Object({ "if-none-match": Type.Optional(Type.String({ description: "The ETag of an earlier answer" })) }),
        response: { 200: Overview, 304: Type.Null({ description: "As it was" }) },
      },
    },
    async (request, reply) => {
      const { overview, etag } = await readOverview(personOf(request), request.query.region);
      reply.header("etag", etag).header("cache-control", "private, no-cache");
      return knows(request.headers["if-none-match"], etag) ? reply.code(304).send(null) : overview;
    },
  );
  app.get(
    "/api/overview/regions",
    {
      config: { permission: "overview.read" },
      schema: { tags, summary: "Regions that an overview or a report may be asked of", response: { 200: OverviewRegions } },
    },
    (request) => listOverviewRegions(deps, personOf(request)),
  );
  app.get(
    "/api/overview/flags",
    {
      config: { permission: "flag.list" },
      schema: { tags, summary: "The flags behind a figure", querystring: CountedQuery, response: { 200: CountedPage } },
    },
    (request) => listCounted(deps, { person: personOf(request), query: request.query }),
  );
  app.get(
    "/api/overview/accounts",
    {
      config: { permission: "registry.read" },
      schema: { tags, summary: "The accounts behind a figure of coverage", querystring: CoverageQuery, response: { 200: CoveragePage } },
    },
    (request) => listCoverage(deps, { person: personOf(request), query: request.query }),
  );
}
