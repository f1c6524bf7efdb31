import { Type } from "typebox";
import {
  AskStandings,
  FlagPage,
  FlagQuery,
  FlagStandings,
  KeepView,
  NameView,
  SavedView,
  SavedViews,
  SearchFlags,
  SearchResult,
} from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { onDrain } from "../drain.ts";
import { personOf } from "../guard.ts";
import { One } from "../ids.ts";
import type { Server } from "../server.ts";
import { createLiveLists } from "./live-lists.ts";
import { listFlags, listStandings } from "./read.ts";
import { keepView, listViews, removeView, renameView } from "./saved-views.ts";
import { searchFlags } from "./search.ts";

const tags = ["triage"];
const config = { permission: "flag.list" } as const;
/** A stream ends with its session; this is only longer than any. */
const DAY_MS = 86_400_000;

/** The list: its lanes, what changed in it, what is looked for in it, and the views that a team keeps of it. */
export function listRoutes(app: Server, deps: ApiDeps): void {
  const live = createLiveLists(deps);
  onDrain(app, () => live.stop());
  app.addHook("preClose", async () => live.stop());

  app.get(
    "/api/flags",
    { config, schema: { tags, summary: "A lane of flags, keyset-paged", querystring: FlagQuery, response: { 200: FlagPage } } },
    (request) => listFlags(deps, personOf(request), request.query),
  );
  app.get(
    "/api/flags/live",
    {
      config: { ...config, stream: true },
      exposeHeadRoute: false,
      handlerTimeout: DAY_MS,
      schema: { tags, summary: "Server-sent events: that lists changed, and nothing of what" },
    },
    async (request, reply) => {
      const { session } = personOf(request);
      const opened = await live.open(session);
      reply.hijack();
      // A proxy that gathers an answer before it passes it on would keep every event.
      const headers = { ...reply.getHeaders(), "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" };
      reply.raw.writeHead(200, headers as Record<string, string>);
      opened.begin(reply.raw);
    },
  );
  app.post(
    "/api/flags/look",
    { config, schema: { tags, summary: "How flags that a list shows stand now", body: AskStandings, response: { 200: FlagStandings } } },
    (request) => listStandings(deps, personOf(request), request.body.ids),
  );
  app.post(
    "/api/flags/search",
    { config, schema: { tags, summary: "Flags by number, address, handle or words", body: SearchFlags, response: { 200: SearchResult } } },
    (request) => searchFlags(deps, personOf(request), request.body),
  );
  app.get("/api/views", { config, schema: { tags, summary: "Views of the own team", response: { 200: SavedViews } } }, (request) =>
    listViews(deps, personOf(request)),
  );
  app.post("/api/views", { config, schema: { tags, summary: "Keep filters as a view", body: KeepView, response: { 200: SavedView } } }, (request) =>
    keepView(deps, personOf(request), request.body),
  );
  app.put(
    "/api/views/:id",
    { config, schema: { tags, summary: "Give a view another name", params: One, body: NameView, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await renameView(deps, { person: personOf(request), id: request.params.id, name: request.body.name });
      return reply.code(204).send(null);
    },
  );
  app.delete(
    "/api/views/:id",
    { config, schema: { tags, summary: "Take a view away", params: One, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await removeView(deps, { person: personOf(request), id: request.params.id });
      return reply.code(204).send(null);
    },
  );
}
