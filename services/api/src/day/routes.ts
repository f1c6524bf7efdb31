import { Type } from "typebox";
import { Day, HandoverList, LeaveHandover, NoteOnFlag } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { personOf } from "../guard.ts";
import type { Server } from "../server.ts";
import { noteOnFlag, readDay } from "./day.ts";
import { leaveHandover, listHandovers, tickHandover } from "./handovers.ts";

const tags = ["day"];
const Uuid = Type.String({ format: "uuid" });
const OneOfThem = Type.Object({ id: Uuid }, { additionalProperties: false });
const config = { permission: "day.own" } as const;

/** Where an analyst and a supervisor start: what waits for them, and what the last shift left. */
export function dayRoutes(app: Server, deps: ApiDeps): void {
  app.get("/api/day", { config, schema: { tags, summary: "What waits for the asker", response: { 200: Day } } }, (request) =>
    readDay(deps, personOf(request)),
  );
  for (const [path, act, summary] of [
    ["reminder", "reminded", "Note that the addressee of a request was reminded"],
    ["answer", "answered", "Note that the answer to a request came"],
  ] as const)
    app.post(
      `/api/flags/:id/${path}`,
      { config: { permission: "flag.claim" }, schema: { tags, summary, params: OneOfThem, body: NoteOnFlag, response: { 204: Type.Null() } } },
      async (request, reply) => {
        await noteOnFlag(deps, { person: personOf(request), flagId: request.params.id, act, idempotencyKey: request.body.idempotencyKey });
        return reply.code(204).send(null);
      },
    );
  app.get(
    "/api/handovers",
    { config, schema: { tags, summary: "Notes left to the own regions, a week back", response: { 200: HandoverList } } },
    (request) => listHandovers(deps, personOf(request)),
  );
  app.post(
    "/api/handovers",
    { config, schema: { tags, summary: "Leave a note to the next shift", body: LeaveHandover, response: { 200: HandoverList } } },
    (request) => leaveHandover(deps, { person: personOf(request), given: request.body }),
  );
  app.post(
    "/api/handovers/:id/read",
    { config, schema: { tags, summary: "Tick a note as read", params: OneOfThem, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await tickHandover(deps, { person: personOf(request), handoverId: request.params.id });
      return reply.code(204).send(null);
    },
  );
}
