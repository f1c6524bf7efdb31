import { randomUUID } from "node:crypto";
import { type PassportManifest, readCanonicalZip, verifyPassport } from "@netra/evidence";
import { runOnce } from "@netra/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Caller, startTestApi, type TestApi } from "../support/api.ts";
import { lookAt } from "../support/second-look.ts";
import { HANDLE_HERE, openFlag, raiseFlag } from "../support/seed.ts";

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

test("what a second person typed from a picture is told apart from what the author wrote", async () => {
  const sent = await (await api.as(api.office.here.field)).post("/api/captures", {
    ...{
      clientId: randomUUID(),
      url: null,
      platform: "facebook",
      handle: HANDLE_HERE,
      kind: "photo",
      text: "Lihat \ud83d\ude00",
      visibility: "public",
    },
    ...{ seenHow: "Beranda", officeAccount: false, uploader: "owner", seenAt: new Date().toISOString(), origin: "own", uploads: [] },
  });
  const { id } = sent.json<{ id: string }>();
  await lookAt((await api.as(api.office.here.analyst)).post, id, { mediaText: "Ayo coblos nomor 1, kata berita" });
  const [version] = await runOnce(
    api.url,
    `select v.id, v.post_id from netra.post_version v join netra.capture c on c.post_id = v.post_id where c.id = '${id}'`,
  );
  const text = "Lihat \ud83d\ude00\n\nAyo coblos nomor 1, kata berita";
  const typed = await openFlag(api.store, api.office, { postId: String(version?.post_id), versionId: String(version?.id), text });
  const bytes = new Uint8Array((await auditor.post(`/api/flags/${typed}/passport`, ASK)).rawPayload);
  const entries = readCanonicalZip(bytes);
  const read = (path: string): string => new TextDecoder().decode(entries.find((one) => one.path === path)?.bytes);
  const [evidence] = (JSON.parse(read("passport.json")) as PassportManifest).flags[0]?.evidence ?? [];
  expect([read(evidence?.text ?? ""), evidence?.words_from]).toEqual([text, text.indexOf("Ayo")]);
  const { ok, facts } = await verifyPassport(bytes);
  expect([ok, facts?.typedWords]).toEqual([true, [{ flag: facts?.number, words: "Ayo coblos nomor 1, kata berita" }]]);
  const plain = JSON.parse(
    new TextDecoder().decode(readCanonicalZip(new Uint8Array((await ask(auditor)).rawPayload)).find(({ path }) => path === "passport.json")?.bytes),
  ) as PassportManifest;
  expect(plain.flags[0]?.evidence[0], "all of it is the author's").not.toHaveProperty("words_from");
});

test("the page that checks it is anybody's, to be saved and not to be run here", async () => {
  const page = await api.nobody.get("/api/passports/verify.html");
  expect([page.statusCode, page.headers["content-disposition"]]).toEqual([200, 'attachment; filename="verify.html"']);
  expect(page.headers["content-security-policy"]).toMatch(/default-src 'none'.*sandbox/);
  const inside = readCanonicalZip(new Uint8Array((await ask(auditor)).rawPayload)).find(({ path }) => path === "verify.html");
  expect(page.rawPayload.equals(inside?.bytes ?? new Uint8Array(0)), "the very page that is in a passport").toBe(true);
});
