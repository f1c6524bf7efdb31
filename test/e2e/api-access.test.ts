import { randomUUID } from "node:crypto";
import { PERMISSIONS, type Permission, ROLES } from "@netra/domain";
import { runOnce } from "@netra/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Caller, startTestApi, type TestApi } from "../support/api.ts";
import { expectClosed, seedRows } from "../support/reach.ts";
import { seedUser } from "../support/seed.ts";

/** Every route and who may call it. A route without a line here fails the test below; so does a line without a route. */
const ROUTES: Readonly<Record<string, Permission | "public">> = {
  "GET /": "public",
  "GET /api/health": "public",
  "GET /api/health/live": "public",
  "GET /api/health/ready": "public",
  "GET /api/openapi.json": "session.own",
  "GET /api/session": "session.own",
  "POST /api/session": "public",
  "DELETE /api/session": "session.own",
  "POST /api/session/link": "public",
  "PUT /api/session/password": "session.own",
  "POST /api/session/confirm": "session.own",
  "POST /api/session/second-factor": "session.own",
  "PUT /api/session/second-factor": "session.own",
  "DELETE /api/session/second-factor": "session.own",
  "GET /api/exports": "export.ask",
  "POST /api/exports": "export.ask",
  "POST /api/exports/estimate": "export.ask",
  "GET /api/exports/:id": "export.ask",
  "POST /api/exports/:id/approve": "export.approve",
  "POST /api/exports/:id/refuse": "export.approve",
  "POST /api/exports/:id/cancel": "export.ask",
  "GET /api/exports/:id/file": "export.ask",
  "PUT /api/session/locale": "session.own",
  "GET /api/flags": "flag.list",
  "GET /api/flags/live": "flag.list",
  "POST /api/flags/look": "flag.list",
  "POST /api/flags/search": "flag.list",
  "GET /api/views": "flag.list",
  "POST /api/views": "flag.list",
  "PUT /api/views/:id": "flag.list",
  "DELETE /api/views/:id": "flag.list",
  "GET /api/flags/:id": "flag.read",
  "POST /api/flags/:id/claim": "flag.claim",
  "POST /api/flags/:id/renew": "flag.claim",
  "POST /api/flags/:id/release": "flag.claim",
  "POST /api/flags/:id/recuse": "flag.claim",
  "POST /api/flags/:id/pass-on": "flag.claim",
  "POST /api/flags/:id/pass-on/back": "flag.claim",
  "POST /api/flags/colleagues": "flag.claim",
  "POST /api/flags/:id/reading": "flag.claim",
  "POST /api/flags/:id/decision": "flag.decide",
  "GET /api/flags/:id/alike": "flag.read",
  "POST /api/flags/:id/together": "flag.decide",
  "POST /api/flags/:id/undo": "flag.decide",
  "POST /api/flags/:id/reopen": "flag.reopen",
  "POST /api/flags/:id/identity": "identity.open",
  "POST /api/flags/:id/reminder": "flag.claim",
  "POST /api/flags/:id/answer": "flag.claim",
  "GET /api/day": "day.own",
  "GET /api/handovers": "day.own",
  "POST /api/handovers": "day.own",
  "POST /api/handovers/:id/read": "day.own",
  "GET /api/flags/:id/evidence/:versionId": "evidence.read",
  "GET /api/flags/:id/files/:fileId": "flag.read",
  "GET /api/guidance": "flag.read",
  "POST /api/flags/:id/passport": "passport.export",
  "POST /api/cases/:id/passport": "passport.export",
  "GET /api/passports/key": "passport.export",
  "GET /api/passports/verify.html": "public",
  "GET /api/cases": "case.read",
  "GET /api/cases/:id": "case.read",
  "POST /api/cases/:id/steps": "case.step",
  "POST /api/cases/:id/replies": "case.reply",
  "POST /api/cases/:id/identity": "identity.open",
  "GET /api/flags/:id/group": "case.read",
  "POST /api/flags/:id/group": "case.group",
  "POST /api/flags/:id/group/members": "case.group",
  "POST /api/flags/:id/group/leave": "case.group",
  "GET /api/captures": "capture.send",
  "POST /api/captures": "capture.send",
  "POST /api/captures/guess": "capture.send",
  "GET /api/intake": "intake.read",
  "GET /api/intake/:id": "intake.read",
  "GET /api/intake/:id/files/:fileId": "intake.read",
  "POST /api/intake/:id/look": "intake.look",
  "POST /api/intake/:id/address-check": "intake.look",
  "POST /api/intake/:id/reporter": "reporter.open",
  "GET /api/loans": "loan.manage",
  "POST /api/loans": "loan.manage",
  "POST /api/loans/:id/end": "loan.manage",
  "GET /api/recusals": "recusal.own",
  "POST /api/recusals": "recusal.own",
  "POST /api/recusals/:id/end": "recusal.own",
  "GET /api/recusals/agencies": "recusal.own",
  "GET /api/settings": "day.own",
  "PUT /api/settings/digest": "day.own",
  "PUT /api/settings/report-mail": "report.finalize",
  "GET /api/team": "team.read",
  "PUT /api/team/:id/address": "team.address",
  "GET /api/team/agreement": "team.read",
  "OPTIONS /api/uploads": "capture.send",
  "POST /api/uploads": "capture.send",
  "HEAD /api/uploads/:id": "capture.send",
  "PATCH /api/uploads/:id": "capture.send",
  "DELETE /api/uploads/:id": "capture.send",
  "GET /api/reports": "report.list",
  "POST /api/reports": "report.make",
  "GET /api/reports/:id": "report.list",
  "PUT /api/reports/:id/note": "report.finalize",
  "POST /api/reports/:id/final": "report.finalize",
  "GET /api/reports/:id/files/:name": "report.download",
  "GET /api/overview": "overview.read",
  "GET /api/overview/regions": "overview.read",
  "GET /api/overview/flags": "flag.list",
  "GET /api/overview/accounts": "registry.read",
  "GET /api/registry/people": "registry.read",
  "POST /api/registry/search": "registry.read",
  "POST /api/registry/people/:id/identity": "registry.read",
  "GET /api/registry/accounts/:id": "registry.read",
  "POST /api/registry/accounts/:id/revocation": "link.revoke",
  "POST /api/registry/accounts/:id/revocation/preview": "link.revoke",
  "GET /api/registry/corrections": "registry.read",
  "POST /api/registry/corrections/:id/settled": "link.revoke",
  "POST /api/registry/import": "registry.write",
  "GET /api/contests": "contest.read",
  "GET /api/status": "status.read",
  "POST /api/flags/:id/verdicts": "term.judge",
  "POST /api/flags/:id/terms": "term.propose",
  "GET /api/rules": "pack.read",
  "GET /api/rules/categories": "term.propose",
  "GET /api/rules/terms": "pack.read",
  "POST /api/rules/lookup": "pack.read",
  "POST /api/rules/proposals/:id/decline": "pack.draft",
  "POST /api/rules/drafts": "pack.draft",
  "GET /api/rules/drafts/:id": "pack.read",
  "PUT /api/rules/drafts/:id": "pack.draft",
  "DELETE /api/rules/drafts/:id": "pack.draft",
  "POST /api/rules/drafts/:id/try": "pack.sample",
  "POST /api/rules/drafts/:id/comparison": "pack.draft",
  "GET /api/rules/drafts/:id/samples": "pack.sample",
  "POST /api/rules/samples/:id/read": "pack.sample",
  "GET /api/rules/drafts/:id/pack.zip": "pack.read",
  "POST /api/rules/drafts/:id/offer": "pack.publish",
  "POST /api/rules/drafts/:id/approve": "pack.approve",
  "POST /api/rules/drafts/:id/refuse": "pack.approve",
  "POST /api/rules/back": "pack.approve",
  "POST /api/rules/packs/:hash/confirm": "pack.confirm",
};

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

/** Routes as they stand in the server's own tree. */
const registered = (): string[] => {
  const found: string[] = [];
  const path: string[] = [];
  for (const line of api.app.printRoutes({ commonPrefix: false }).split("\n")) {
    const match = /^([\s│]*)[└├]── (\S*)(?: \(([^)]+)\))?/.exec(line);
    if (!match) continue;
    const depth = (match[1] ?? "").length / 4;
    path.length = depth;
    path.push(match[2] ?? "");
    for (const method of match[3]?.split(", ") ?? []) found.push(`${method} ${path.join("")}`);
  }
  return found;
};

test("every route stands in the matrix, and nothing else does", () => {
  const routes = registered();
  // A HEAD beside a GET is the same route without its body.
  const own = routes.filter((route) => !route.startsWith("HEAD ") || !routes.includes(route.replace("HEAD", "GET")));
  expect(own.toSorted()).toEqual(Object.keys(ROUTES).toSorted());
});

test("a route that does not say who may call it cannot be registered", async () => {
  const other = await startTestApi();
  try {
    // Registering on a started server is refused for another reason, so look at the hook through a fresh one.
    const { installGuard } = await import("../../services/api/src/guard.ts");
    const { default: Fastify } = await import("fastify");
    const bare = Fastify();
    installGuard(bare as never, { store: other.store, cookie: "netra", codeRequired: false });
    expect(() => bare.get("/open", () => "secrets")).toThrow(/say who may call it/);
    bare.get("/said", { config: { permission: "public" } }, () => "fine");
    await bare.close();
  } finally {
    await other.close();
  }
});

describe("role by route", () => {
  const fill = (route: string): { method: string; url: string } => {
    const [method = "", pattern = ""] = route.split(" ");
    const url = pattern
      .replace("uploads/:id", `uploads/${"0".repeat(32)}`)
      .replace(":hash", "sha256:none")
      .replace(":name", "x.csv")
      .replace(/:\w+/g, () => randomUUID());
    return { method, url };
  };
  const outcome = async (caller: Caller, route: string): Promise<"in" | "signed out" | "forbidden"> => {
    const { method, url } = fill(route);
    const payload = method === "POST" || method === "PUT" ? { payload: {} } : {};
    const ask = () => caller.send({ method: method as "GET", url, ...payload, ...(url === "/api/flags/live" ? { payloadAsStream: true } : {}) });
    let answer = await ask();
    // A machine that stands still for a moment says nothing about rights.
    for (let again = 0; answer.statusCode === 503 && again < 3; again += 1) answer = await ask();
    expect(answer.statusCode, `${route} answers`).not.toBe(503);
    // Lasts as long as its reader: let in is all that is asked.
    if (answer.headers["content-type"]?.toString().startsWith("text/event-stream")) {
      answer.stream().destroy();
      return "in";
    }
    if (url === "/api/flags/live") return answer.statusCode === 401 ? "signed out" : "forbidden";
    const code = answer.headers["content-type"]?.toString().includes("problem") ? (answer.body === "" ? "" : answer.json().code) : "";
    // A HEAD answer has no body to say why.
    if (answer.statusCode === 401 && (code === "not-signed-in" || method === "HEAD")) return "signed out";
    return answer.statusCode === 403 && (code === "role-may-not" || method === "HEAD") ? "forbidden" : "in";
  };

  test.each(ROLES)("%s is let in where the table says so and nowhere else", async (role) => {
    const caller = await api.as(api.office.here[role]);
    for (const [route, permission] of Object.entries(ROUTES)) {
      if (route === "DELETE /api/session") continue; // would end this very session; covered with sign-out
      const may = permission === "public" || (PERMISSIONS[permission] as readonly string[]).includes(role);
      expect(await outcome(caller, route), `${role} ${route}`).toBe(may ? "in" : "forbidden");
    }
  });

  test("nobody is let in without a session, except where the table says public", async () => {
    for (const [route, permission] of Object.entries(ROUTES))
      expect(await outcome(api.nobody, route), route).toBe(permission === "public" ? "in" : "signed out");
  });
});

describe("regions", () => {
  test("another region's rows do not exist", async () => {
    const rows = await seedRows(api);
    const { analyst, supervisor, auditor } = api.office.there;
    await expectClosed(api, rows, [analyst, supervisor, auditor]);
    const acts = await runOnce(api.url, `select count(*)::int as n from netra.audit_event where object_id in ('${rows.flagId}', '${rows.reportId}')`);
    expect(acts).toEqual([{ n: 0 }]);
  });

  test("the province and the country see into their parts, a part does not see up", async () => {
    const { flagId } = await seedRows(api);
    for (const [region, status] of [
      ["19", 200],
      ["ID", 200],
      ["19.71.01", 404],
      ["19.7", 404],
      ["1", 404],
    ] as const) {
      const person = await seedUser(api.store, { username: `wilayah-${region}`, role: "analyst", regions: [region] });
      expect((await (await api.as(person)).get(`/api/flags/${flagId}`)).statusCode, region).toBe(status);
    }
  });

  test("the service's check alone keeps them closed: row security switched off", async () => {
    const bare = await startTestApi();
    try {
      const rows = await seedRows(bare);
      const tables = await runOnce(bare.url, "select relname from pg_class where relnamespace = 'netra'::regnamespace and relrowsecurity");
      for (const { relname } of tables) await runOnce(bare.url, `alter table netra.${String(relname)} disable row level security`);
      const { analyst, supervisor, auditor } = bare.office.there;
      await expectClosed(bare, rows, [analyst, supervisor, auditor]);
      expect((await (await bare.as(bare.office.here.analyst)).get(`/api/flags/${rows.flagId}`)).statusCode).toBe(200);
    } finally {
      await bare.close();
    }
  });
});
