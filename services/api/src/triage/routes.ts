import { Type } from "typebox";
import {
  AlikeList,
  AskColleagues,
  Colleagues,
  Decide,
  Decided,
  Fenced,
  FlagDetail,
  IdentityView,
  JudgeSpans,
  Lease,
  OpenIdentity,
  PassedOn,
  PassOn,
  ProposeTerm,
  Reopen,
  SaveReading,
  Together,
  Undo,
} from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { contentDisposition, SLOW_LINE_MS } from "../download.ts";
import { personOf } from "../guard.ts";
import { One, OneFile, Uuid } from "../ids.ts";
import { sendFile } from "../send-file.ts";
import type { Server } from "../server.ts";
import { listAlike } from "./alike.ts";
import { decide, reopen, undoDecision } from "./decide.ts";
import { claimFlag, recuse, releaseFlag, renewClaim } from "./lease.ts";
import { listColleagues, passOn, takeBack } from "./pass-on.ts";
import { readFlag, saveReading } from "./read.ts";
import { findFlagFile, openIdentity, readEvidence } from "./reveal.ts";
import { findSmallFile } from "./small-file.ts";
import { judgeSpans, proposeTerm } from "./teach.ts";
import { decideTogether } from "./together.ts";

const tags = ["triage"];
const OneVersion = Type.Object({ id: Uuid, versionId: Uuid }, { additionalProperties: false });
const WhichFile = Type.Object({ original: Type.Optional(Type.Boolean()), small: Type.Optional(Type.Boolean()) }, { additionalProperties: false });
const Nothing = Type.Null();

export function triageRoutes(app: Server, deps: ApiDeps): void {
  app.get(
    "/api/flags/:id",
    {
      config: { permission: "flag.read" },
      schema: { tags, summary: "One flag, as far as the asker may see it", params: One, response: { 200: FlagDetail } },
    },
    (request) => readFlag(deps, { person: personOf(request), flagId: request.params.id }),
  );
  app.post(
    "/api/flags/:id/claim",
    { config: { permission: "flag.claim" }, schema: { tags, summary: "Take a flag for reading", params: One, response: { 200: Lease } } },
    (request) => claimFlag(deps, { person: personOf(request), flagId: request.params.id }),
  );
  app.post(
    "/api/flags/:id/renew",
    {
      config: { permission: "flag.claim" },
      schema: { tags, summary: "Prolong the own claim", params: One, body: Fenced, response: { 200: Lease } },
    },
    (request) => renewClaim(deps, { person: personOf(request), flagId: request.params.id, fence: request.body.fence }),
  );
  app.post(
    "/api/flags/:id/release",
    {
      config: { permission: "flag.claim" },
      schema: { tags, summary: "Give a flag back", params: One, body: Fenced, response: { 204: Nothing } },
    },
    async (request, reply) => {
      await releaseFlag(deps, { person: personOf(request), flagId: request.params.id, fence: request.body.fence });
      return reply.code(204).send(null);
    },
  );
  app.post(
    "/api/flags/:id/pass-on",
    {
      config: { permission: "flag.claim" },
      schema: { tags, summary: "Pass the own claim on to a colleague", params: One, body: PassOn, response: { 200: PassedOn } },
    },
    (request) => passOn(deps, { person: personOf(request), flagId: request.params.id, given: request.body }),
  );
  app.post(
    "/api/flags/:id/pass-on/back",
    {
      config: { permission: "flag.claim" },
      schema: { tags, summary: "Take back what was passed on within the minute", params: One, body: Fenced, response: { 200: FlagDetail } },
    },
    (request) => takeBack(deps, { person: personOf(request), flagId: request.params.id, fence: request.body.fence }),
  );
  app.post(
    "/api/flags/colleagues",
    {
      config: { permission: "flag.claim" },
      schema: { tags, summary: "Who may be given flags that the asker holds", body: AskColleagues, response: { 200: Colleagues } },
    },
    (request) => listColleagues(deps, { person: personOf(request), ids: request.body.ids }),
  );
  app.post(
    "/api/flags/:id/recuse",
    {
      config: { permission: "flag.claim" },
      schema: { tags, summary: "Pass a flag on: the reader knows the people or the event", params: One, response: { 204: Nothing } },
    },
    async (request, reply) => {
      await recuse(deps, { person: personOf(request), flagId: request.params.id });
      return reply.code(204).send(null);
    },
  );
  app.post(
    "/api/flags/:id/reading",
    {
      config: { permission: "flag.claim" },
      schema: { tags, summary: "Save the own reading", params: One, body: SaveReading, response: { 200: FlagDetail } },
    },
    (request) => saveReading(deps, { person: personOf(request), flagId: request.params.id, given: request.body }),
  );
  app.post(
    "/api/flags/:id/verdicts",
    {
      config: { permission: "term.judge" },
      schema: { tags, summary: "Say whether a signal fits, after the own reading", params: One, body: JudgeSpans, response: { 200: FlagDetail } },
    },
    (request) => judgeSpans(deps, { person: personOf(request), flagId: request.params.id, given: request.body }),
  );
  app.post(
    "/api/flags/:id/terms",
    {
      config: { permission: "term.propose" },
      schema: { tags, summary: "Propose words to the engineer of rules", params: One, body: ProposeTerm, response: { 204: Nothing } },
    },
    async (request, reply) => {
      await proposeTerm(deps, { person: personOf(request), flagId: request.params.id, given: request.body });
      return reply.code(204).send(null);
    },
  );
  app.post(
    "/api/flags/:id/decision",
    {
      config: { permission: "flag.decide" },
      schema: { tags, summary: "Close, ask for information or escalate", params: One, body: Decide, response: { 200: Decided } },
    },
    (request) => decide(deps, { person: personOf(request), flagId: request.params.id, given: request.body }),
  );
  app.get(
    "/api/flags/:id/alike",
    {
      config: { permission: "flag.read" },
      schema: { tags, summary: "Flags that say the same, once the own reading is saved", params: One, response: { 200: AlikeList } },
    },
    (request) => listAlike(deps, { person: personOf(request), flagId: request.params.id }),
  );
  app.post(
    "/api/flags/:id/together",
    {
      config: { permission: "flag.decide" },
      schema: { tags, summary: "Close a flag as another of its cluster", params: One, body: Together, response: { 200: Decided } },
    },
    (request) => decideTogether(deps, { person: personOf(request), flagId: request.params.id, given: request.body }),
  );
  app.post(
    "/api/flags/:id/undo",
    {
      config: { permission: "flag.decide" },
      schema: { tags, summary: "Take the own last decision back", params: One, body: Undo, response: { 200: FlagDetail } },
    },
    (request) => undoDecision(deps, { person: personOf(request), flagId: request.params.id, decisionId: request.body.decisionId }),
  );
  app.post(
    "/api/flags/:id/reopen",
    {
      config: { permission: "flag.reopen" },
      schema: { tags, summary: "Open a closed flag again", params: One, body: Reopen, response: { 200: FlagDetail } },
    },
    (request) => reopen(deps, { person: personOf(request), flagId: request.params.id, reason: request.body.reason }),
  );
  app.post(
    "/api/flags/:id/identity",
    {
      config: { permission: "identity.open" },
      schema: { tags, summary: "Open who stands behind a flag", params: One, body: OpenIdentity, response: { 200: IdentityView } },
    },
    (request) => openIdentity(deps, { person: personOf(request), flagId: request.params.id, given: request.body }),
  );
  app.get(
    "/api/flags/:id/evidence/:versionId",
    { config: { permission: "evidence.read" }, schema: { tags, summary: "The pinned bytes of a version, as fetched", params: OneVersion } },
    async (request, reply) => {
      const { bytes, name } = await readEvidence(deps, { person: personOf(request), flagId: request.params.id, versionId: request.params.versionId });
      return reply.type("application/octet-stream").header("content-disposition", contentDisposition("attachment", name)).send(bytes);
    },
  );
  app.get(
    "/api/flags/:id/files/:fileId",
    {
      handlerTimeout: SLOW_LINE_MS,
      config: { permission: "flag.read" },
      schema: {
        tags,
        summary: "A file that was sent with a capture, masked where it was, or fetched with the post; with small=true a copy of at most 30 kB",
        params: OneFile,
        querystring: WhichFile,
      },
    },
    async (request, reply) => {
      const { fileId, id } = request.params;
      const { original = false, small = false } = request.query;
      const on = { person: personOf(request), flagId: id, fileId };
      const file = small ? await findSmallFile(deps, on) : await findFlagFile(deps, { ...on, original });
      return sendFile(deps, reply, { id: fileId, ...file });
    },
  );
}
