import { Type } from "typebox";
import {
  DraftView,
  FoundTerms,
  LookupTerms,
  PackNote,
  PackReason,
  RulesView,
  SampleList,
  SampleQuery,
  SampleView,
  SaveDraft,
  TermCategories,
  TermQuality,
  TryResult,
  TryText,
} from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { contentDisposition, SANDBOXED } from "../download.ts";
import { personOf } from "../guard.ts";
import { One } from "../ids.ts";
import type { Server } from "../server.ts";
import { askComparison, beginDraft, dropDraft, exportDraft, listSamples, openSample, readDraft, saveDraft, tryText } from "./drafts.ts";
import { declineProposal, listCategories, lookupTerms, readQuality, readRules } from "./overview.ts";

const tags = ["rules"];
const NOTHING = { 204: Type.Null() };
const DRAFT = { 200: DraftView };

/** From a proposed word to a pack in force: engineers draft, supervisors approve, auditors look. */
export function ruleRoutes(app: Server, deps: ApiDeps): void {
  const read = { permission: "pack.read" } as const;
  const draft = { permission: "pack.draft" } as const;
  const approve = { permission: "pack.approve" } as const;

  app.get("/api/rules", { config: read, schema: { tags, summary: "Packs, proposals and the draft", response: { 200: RulesView } } }, (request) =>
    readRules(deps, personOf(request)),
  );
  app.get(
    "/api/rules/categories",
    { config: { permission: "term.propose" }, schema: { tags, summary: "What a proposed word may do", response: { 200: TermCategories } } },
    (request) => listCategories(deps, personOf(request)),
  );
  app.get("/api/rules/terms", { config: read, schema: { tags, summary: "How terms fare with readers", response: { 200: TermQuality } } }, (request) =>
    readQuality(deps, personOf(request)),
  );
  app.post(
    "/api/rules/lookup",
    { config: read, schema: { tags, summary: "Terms of the pack in force", body: LookupTerms, response: { 200: FoundTerms } } },
    (request) => lookupTerms(deps, personOf(request), request.body.words),
  );
  app.post(
    "/api/rules/proposals/:id/decline",
    { config: draft, schema: { tags, summary: "Decline a proposal", params: One, body: PackReason, response: NOTHING } },
    async (request, reply) => {
      await declineProposal(deps, { person: personOf(request), id: request.params.id, reason: request.body.reason });
      return reply.code(204).send(null);
    },
  );
  app.post("/api/rules/drafts", { config: draft, schema: { tags, summary: "Begin a draft, or go on with it", response: DRAFT } }, (request) =>
    beginDraft(deps, personOf(request)),
  );
  app.get("/api/rules/drafts/:id", { config: read, schema: { tags, summary: "A draft", params: One, response: DRAFT } }, (request) =>
    readDraft(deps, { person: personOf(request), id: request.params.id }),
  );
  app.put(
    "/api/rules/drafts/:id",
    { config: draft, schema: { tags, summary: "Save a draft's changes", params: One, body: SaveDraft, response: DRAFT } },
    (request) => saveDraft(deps, { person: personOf(request), id: request.params.id, given: request.body }),
  );
  app.delete(
    "/api/rules/drafts/:id",
    { config: draft, schema: { tags, summary: "Drop a draft", params: One, response: NOTHING } },
    async (request, reply) => {
      await dropDraft(deps, { person: personOf(request), id: request.params.id });
      return reply.code(204).send(null);
    },
  );
  app.post(
    "/api/rules/drafts/:id/try",
    { config: { permission: "pack.sample" }, schema: { tags, summary: "Try a text", params: One, body: TryText, response: { 200: TryResult } } },
    (request) => tryText(deps, { person: personOf(request), id: request.params.id, given: request.body }),
  );
  app.post(
    "/api/rules/drafts/:id/comparison",
    { config: draft, schema: { tags, summary: "Ask what a draft would change", params: One, response: DRAFT } },
    (request) => askComparison(deps, { person: personOf(request), id: request.params.id }),
  );
  app.get(
    "/api/rules/drafts/:id/samples",
    {
      config: { permission: "pack.sample" },
      schema: { tags, summary: "What would differ, without words", params: One, querystring: SampleQuery, response: { 200: SampleList } },
    },
    (request) => listSamples(deps, { person: personOf(request), id: request.params.id, kind: request.query.kind }),
  );
  app.post(
    "/api/rules/samples/:id/read",
    {
      config: { permission: "pack.sample" },
      schema: { tags, summary: "Open one text of it, people covered", params: One, response: { 200: SampleView } },
    },
    (request) => openSample(deps, { person: personOf(request), id: request.params.id }),
  );
  app.get(
    "/api/rules/drafts/:id/pack.zip",
    { config: read, schema: { tags, summary: "A draft as the pack's files", params: One } },
    async (request, reply) => {
      const { name, bytes } = await exportDraft(deps, { person: personOf(request), id: request.params.id });
      reply.header("content-security-policy", SANDBOXED).header("content-disposition", contentDisposition("attachment", name));
      return reply.type("application/zip").send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    },
  );
  app.post(
    "/api/rules/drafts/:id/offer",
    {
      config: { permission: "pack.publish" },
      schema: { tags, summary: "Put a draft before a supervisor", params: One, body: PackNote, response: DRAFT },
    },
    async (request) => {
      const on = { person: personOf(request), id: request.params.id };
      await deps.packs.offer(on.person, on.id, request.body.note);
      return readDraft(deps, on);
    },
  );
  app.post(
    "/api/rules/drafts/:id/approve",
    { config: approve, schema: { tags, summary: "Put an offered draft in force", params: One, body: PackNote, response: DRAFT } },
    async (request) => {
      const on = { person: personOf(request), id: request.params.id };
      await deps.packs.approve(on.person, on.id, request.body.note);
      return readDraft(deps, on);
    },
  );
  app.post(
    "/api/rules/drafts/:id/refuse",
    { config: approve, schema: { tags, summary: "Refuse an offered draft", params: One, body: PackReason, response: DRAFT } },
    async (request) => {
      const on = { person: personOf(request), id: request.params.id };
      await deps.packs.refuse(on.person, on.id, request.body.reason);
      return readDraft(deps, on);
    },
  );
  app.post(
    "/api/rules/back",
    { config: approve, schema: { tags, summary: "Go back to the version before", body: PackReason, response: { 200: RulesView } } },
    async (request) => {
      const person = personOf(request);
      await deps.packs.back(person, request.body.reason);
      return readRules(deps, person);
    },
  );
}
