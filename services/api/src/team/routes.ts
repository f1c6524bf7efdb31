import { Type } from "typebox";
import {
  AgencyList,
  Agreement,
  AgreementQuery,
  EnterInterest,
  InterestList,
  InterestView,
  OwnSettings,
  SetAddress,
  SetDigest,
  Team,
} from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { personOf } from "../guard.ts";
import { One } from "../ids.ts";
import type { Server } from "../server.ts";
import { endInterest, enterInterest, listAgencies, listOwnInterests } from "./recusals.ts";
import { readAgreement, readSettings, readTeam, setAddress, setDigest, setReportMail } from "./team.ts";

const tags = ["team"];
const own = { permission: "recusal.own" } as const;
const mine = { permission: "day.own" } as const;
const team = { permission: "team.read" } as const;

/** A person's own settings, and a region's team: who is in it, what its readers are kept from, and how they agree. */
export function teamRoutes(app: Server, deps: ApiDeps): void {
  app.get(
    "/api/recusals",
    { config: own, schema: { tags, summary: "What the asker has an interest in", response: { 200: InterestList } } },
    (request) => listOwnInterests(deps, personOf(request)),
  );
  app.post(
    "/api/recusals",
    { config: own, schema: { tags, summary: "Enter an interest, one's own or a reader's", body: EnterInterest, response: { 200: InterestView } } },
    (request) => enterInterest(deps, { person: personOf(request), given: request.body }),
  );
  app.post(
    "/api/recusals/:id/end",
    { config: own, schema: { tags, summary: "End an entry", params: One, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await endInterest(deps, { person: personOf(request), id: request.params.id });
      return reply.code(204).send(null);
    },
  );
  app.get(
    "/api/recusals/agencies",
    { config: own, schema: { tags, summary: "Agencies of the own regions", response: { 200: AgencyList } } },
    (request) => listAgencies(deps, personOf(request)),
  );
  app.get("/api/settings", { config: mine, schema: { tags, summary: "The own morning mail", response: { 200: OwnSettings } } }, (request) =>
    readSettings(deps, personOf(request)),
  );
  app.put(
    "/api/settings/digest",
    { config: mine, schema: { tags, summary: "Switch the own morning mail on or off", body: SetDigest, response: { 200: OwnSettings } } },
    (request) => setDigest(deps, { person: personOf(request), on: request.body.on }),
  );
  app.put(
    "/api/settings/report-mail",
    {
      config: { permission: "report.finalize" },
      schema: { tags, summary: "Switch the own notices of drafts on or off", body: SetDigest, response: { 200: OwnSettings } },
    },
    (request) => setReportMail(deps, { person: personOf(request), on: request.body.on }),
  );
  app.get("/api/team", { config: team, schema: { tags, summary: "Who works in the own regions", response: { 200: Team } } }, (request) =>
    readTeam(deps, personOf(request)),
  );
  app.put(
    "/api/team/:id/address",
    {
      config: { permission: "team.address" },
      schema: { tags, summary: "Where a member's morning mail goes", params: One, body: SetAddress, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await setAddress(deps, { person: personOf(request), userId: request.params.id, address: request.body.address });
      return reply.code(204).send(null);
    },
  );
  app.get(
    "/api/team/agreement",
    { config: team, schema: { tags, summary: "How two readers agree", querystring: AgreementQuery, response: { 200: Agreement } } },
    (request) => readAgreement(deps, personOf(request), request.query.weeks === "12" ? 12 : 4),
  );
}
