import { readCanonicalZip, verifyPassport } from "@netra/evidence";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Caller, startTestApi, type TestApi } from "../support/api.ts";
import { raiseFlag } from "../support/seed.ts";

const ASK = { reason: "plenary", withPeople: false };
let api: TestApi;
let flagId: string;
let supervisor: Caller;
let auditor: Caller;
beforeAll(async () => {
  api = await startTestApi();
  ({ flagId } = await raiseFlag(api.store, api.office));
  supervisor = await api.as(api.office.here.supervisor);
  auditor = await api.as(api.office.here.auditor);
});
afterAll(() => api?.close());

const ask = (caller: Caller, body: object = ASK) => caller.post(`/api/flags/${flagId}/passport`, body);

test("an auditor has it at once, as a file that holds under the key that the API tells", async () => {
  const answer = await ask(auditor);
  expect([answer.statusCode, answer.headers["content-type"], answer.headers["content-disposition"]]).toEqual([
    200,
    "application/zip",
    expect.stringMatching(/^attachment; filename="B-\d{5}\.passport\.zip"$/),
  ]);
  const { key } = (await auditor.get("/api/passports/key")).json() as { key: string };
  const verdict = await verifyPassport(new Uint8Array(answer.rawPayload), { verifierKey: key });
  expect([verdict.ok, verdict.facts]).toMatchObject([true, { kind: "flag", compared: true, withPeople: false }]);
  expect((await ask(auditor, { ...ASK, withPeople: true })).json()).toMatchObject({ status: 403, code: "role-may-not" });
});

test("a supervisor has it after the own reading, and not before", async () => {
  expect((await ask(supervisor)).json()).toMatchObject({ status: 403, code: "reading-first" });
  const { fence } = (await supervisor.post(`/api/flags/${flagId}/claim`)).json() as { fence: number };
  expect((await ask(supervisor)).json()).toMatchObject({ status: 403, code: "reading-first" });
  await supervisor.post(`/api/flags/${flagId}/reading`, { fence, reading: "neither", targetId: null });
  const answer = await ask(supervisor, { ...ASK, withPeople: true });
  expect([answer.statusCode, (await verifyPassport(new Uint8Array(answer.rawPayload))).facts?.withPeople]).toEqual([200, true]);
});

test("nobody else has it, nor without saying what for, nor of what lies elsewhere", async () => {
  expect((await ask(await api.as(api.office.here.analyst))).statusCode).toBe(403);
  expect((await ask(await api.as(api.office.there.supervisor))).json()).toMatchObject({ status: 404 });
  expect((await ask(auditor, { withPeople: false })).statusCode).toBe(400);
  expect((await auditor.post("/api/cases/00000000-0000-4000-8000-000000000000/passport", ASK)).json()).toMatchObject({
    status: 404,
    code: "case-not-found",
  });
});

test("the page that checks it is anybody's, to be saved and not to be run here", async () => {
  const page = await api.nobody.get("/api/passports/verify.html");
  expect([page.statusCode, page.headers["content-disposition"]]).toEqual([200, 'attachment; filename="verify.html"']);
  expect(page.headers["content-security-policy"]).toMatch(/default-src 'none'.*sandbox/);
  const inside = readCanonicalZip(new Uint8Array((await ask(auditor)).rawPayload)).find(({ path }) => path === "verify.html");
  expect(page.rawPayload.equals(inside?.bytes ?? new Uint8Array(0)), "the very page that is in a passport").toBe(true);
});
