import {
  CaseDetail,
  CasePage,
  CaseQuery,
  FlagGroup,
  GroupQuery,
  IdentityView,
  JoinGroup,
  KeepReply,
  LeaveGroup,
  MakeGroup,
  OpenIdentity,
  TakeStep,
} from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { personOf } from "../guard.ts";
import { One } from "../ids.ts";
import type { Server } from "../server.ts";
import { keepReply, listCases, noteStep, openCaseIdentity, readCase } from "./cases.ts";
import { joinGroup, leaveGroup, makeGroup, readGroup } from "./groups.ts";

const tags = ["cases"];

/** Cases after an escalation, and groups of flags that rest on the same thing. */
export function caseRoutes(app: Server, deps: ApiDeps): void {
  app.get(
    "/api/cases",
    {
      config: { permission: "case.read" },
      schema: { tags, summary: "Cases of the own regions", querystring: CaseQuery, response: { 200: CasePage } },
    },
    (request) => listCases(deps, personOf(request), request.query),
  );
  app.get(
    "/api/cases/:id",
    {
      config: { permission: "case.read" },
      schema: { tags, summary: "One case, as far as the asker may see it", params: One, response: { 200: CaseDetail } },
    },
    (request) => readCase(deps, { person: personOf(request), caseId: request.params.id }),
  );
  app.post(
    "/api/cases/:id/steps",
    {
      config: { permission: "case.step" },
      schema: {
        tags,
        summary: "Note what the plenary decided, or correct the newest step",
        params: One,
        body: TakeStep,
        response: { 200: CaseDetail },
      },
    },
    (request) => noteStep(deps, { person: personOf(request), caseId: request.params.id, given: request.body }),
  );
  app.post(
    "/api/cases/:id/replies",
    {
      config: { permission: "case.reply" },
      schema: { tags, summary: "Keep what the person of a case says, word for word", params: One, body: KeepReply, response: { 200: CaseDetail } },
    },
    (request) => keepReply(deps, { person: personOf(request), caseId: request.params.id, given: request.body }),
  );
  app.post(
    "/api/cases/:id/identity",
    {
      config: { permission: "identity.open" },
      schema: { tags, summary: "Open who a case is about", params: One, body: OpenIdentity, response: { 200: IdentityView } },
    },
    (request) => openCaseIdentity(deps, { person: personOf(request), caseId: request.params.id, given: request.body }),
  );
  app.get(
    "/api/flags/:id/group",
    {
      config: { permission: "case.read" },
      schema: {
        tags,
        summary: "The group that a flag stands in, after the own reading",
        params: One,
        querystring: GroupQuery,
        response: { 200: FlagGroup },
      },
    },
    (request) => readGroup(deps, { person: personOf(request), flagId: request.params.id, suggest: request.query.suggest ?? false }),
  );
  const config = { permission: "case.group" } as const;
  app.post(
    "/api/flags/:id/group",
    { config, schema: { tags, summary: "Make a group with this flag as its first", params: One, body: MakeGroup, response: { 200: FlagGroup } } },
    (request) => makeGroup(deps, { person: personOf(request), flagId: request.params.id, given: request.body }),
  );
  app.post(
    "/api/flags/:id/group/members",
    { config, schema: { tags, summary: "Bring another flag into this one's group", params: One, body: JoinGroup, response: { 200: FlagGroup } } },
    (request) => joinGroup(deps, { person: personOf(request), flagId: request.params.id, given: request.body }),
  );
  app.post(
    "/api/flags/:id/group/leave",
    { config, schema: { tags, summary: "Take this flag out of its group", params: One, body: LeaveGroup, response: { 200: FlagGroup } } },
    (request) => leaveGroup(deps, { person: personOf(request), flagId: request.params.id, given: request.body }),
  );
}
