import { Type } from "typebox";
import { Day, HandoverList, LeaveHandover, NoteAnswer, NoteOnFlag } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { personOf } from "../guard.ts";
import { One } from "../ids.ts";
import type { Server } from "../server.ts";
import { noteOnFlag, readDay } from "./day.ts";
import { leaveHandover, listHandovers, tickHandover } from "./handovers.ts";

const tags = ["day"];
const config = { permission: "day.own" } as const;

/** Where an analyst and a supervisor start: what waits for them, and what the last shift left. */
export function dayRoutes(app: Server, deps: ApiDeps): void {
  app.get("/api/day", { config, schema: { tags, summary: "What waits for the asker", response: { 200: Day } } }, (request) =>
    readDay(deps, personOf(request)),
  );
  app.post(
    "/api/flags/:id/reminder",
    {
      config: { permission: "flag.claim" },
      schema: {
        tags,
        summary: "Note that the addressee of a request was reminded",
        params: One,
        body: NoteOnFlag,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await noteOnFlag(deps, { person: personOf(request), flagId: request.params.id, note: { act: "reminded", ...request.body } });
      return reply.code(204).send(null);
    },
  );
  app.post(
    "/api/flags/:id/answer",
    {
      config: { permission: "flag.claim" },
      schema: { tags, summary: "Keep the answer to a request, word for word", params: One, body: NoteAnswer, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { idempotencyKey, words, from } = request.body;
      const note = { act: "answered", idempotencyKey, answer: { words, givenBy: from } } as const;
      await noteOnFlag(deps, { person: personOf(request), flagId: request.params.id, note });
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
    { config, schema: { tags, summary: "Tick a note as read", params: One, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await tickHandover(deps, { person: personOf(request), handoverId: request.params.id });
      return reply.code(204).send(null);
    },
  );
}
