import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { verifyPassport } from "@netra/evidence";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Instance, startInstance, type Username } from "./instance.ts";
import type { PostedFlag } from "./platform.ts";
import { button, say, text } from "./screens.ts";

/** Who is shown what: a page of another role says so, what lies outside the own region does not exist. */
let netra: Instance;
let flag: PostedFlag;
beforeAll(async () => {
  netra = await startInstance();
  flag = await netra.raise({ text: "Ayo kawan, kita coblos nomor 2, Pak Bahar & Bu Ratih. Ajak keluarga ya 🙏 #BaharRatih" });
});
afterEach(() => netra.settle());
afterAll(() => netra.stop());

const HOMES: readonly (readonly [Username, string])[] = [
  ["rani", "/capture"],
  ["wulan", "/day"],
  ["dewi", "/day"],
  ["yoga", "/rules"],
  ["mira", "/status"],
  ["laras", "/status"],
];

test.each(HOMES)("%s starts the day at %s, and sees the state of the system in numbers, without anybody's name", async (username, home) => {
  const page = await netra.open(username);
  await page.goto("/");
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(new URL(page.url()).pathname).toBe(home);
  if (username === "rani") return expect(await page.getByRole("link", { name: say("nav.status") }).count()).toBe(0);
  await page
    .getByRole("link", { name: say("nav.status"), exact: true })
    .filter({ visible: true })
    .click();
  await page.getByRole("heading", { level: 1, name: say("status.title") }).waitFor();
  await page.getByRole("row").filter({ hasText: "ingest" }).waitFor();
  expect(await page.locator("main").innerText()).not.toContain("contoh.");
  expect(await button(page, "status.confirm").count(), "only a supervisor confirms the pack").toBe(username === "dewi" ? 1 : 0);
});

test("a supervisor confirms the pack that came with the program, asked once", async () => {
  const page = await netra.open("dewi");
  await page.goto("/status");
  await text(page, say("status.pack_unconfirmed")).waitFor();
  await button(page, "status.confirm").click();
  await text(page, "Nama Anda tercatat pada audit.").waitFor();
  await button(page, "status.confirm_yes").click();
  await page.getByText(say("status.pack_confirmed"), { exact: true }).waitFor();
  expect(await netra.see("select from audit_event where act like 'pack.confirmed' and actor_role = 'supervisor'")).toHaveLength(1);
});

test.each([
  ["yoga", "/triage", "Peran Perekayasa tidak membuka halaman ini. Yang dapat membantu: Analis, Pengawas, Auditor."],
  ["mira", "/reports", "Peran Admin tidak membuka halaman ini. Yang dapat membantu: Analis, Pengawas, Auditor."],
  ["laras", "/capture", "Peran Auditor tidak membuka halaman ini. Yang dapat membantu: Petugas lapangan, Analis, Pengawas."],
] as const)("%s is told whose page %s is", async (username, path, sentence) => {
  const page = await netra.open(username);
  await page.goto(path);
  await text(page, sentence).waitFor();
});

test("an engineer is refused by the API itself, not by a hidden link", async () => {
  const yoga = await netra.actAs("yoga");
  for (const path of ["/api/flags", `/api/flags/${flag.id}`, "/api/reports"]) expect((await yoga.ask("GET", path)).status, path).toBe(403);
});

test("a flag of another region does not exist there, in the list or by its address", async () => {
  const page = await netra.open("sinta");
  await page.goto("/triage");
  await text(page, "Tidak ada bendera terbuka. Ini bukan berarti tidak ada unggahan: lihat cakupan.").waitFor();
  await page.goto(`/triage/${flag.id}`);
  await text(page, "Bendera ini tidak ada di wilayah Anda.").waitFor();
  await button(page, "triage.back").waitFor();
  const here = await (await netra.actAs("sinta")).ask("GET", `/api/flags/${flag.id}`);
  const nowhere = await (await netra.actAs("sinta")).ask("GET", "/api/flags/00000000-0000-4000-8000-000000000000");
  expect([here.status, nowhere.status]).toEqual([404, 404]);
  const withoutId = async (answer: Response) => ({ ...((await answer.json()) as object), requestId: "" });
  expect(await withoutId(here)).toEqual(await withoutId(nowhere));
});

test("an auditor reads text and signals but is offered no act; the identity asks for a reason all the same", async () => {
  const page = await netra.open("laras");
  await page.goto(`/triage/${flag.id}`);
  await text(page, say("read.auditor")).waitFor();
  await page.getByRole("region", { name: say("signal.for") }).waitFor();
  await text(page, say("unmask.closed")).waitFor();
  expect(await button(page, "act.claim_to_read").count()).toBe(0);
});

test("an address that does not exist says so", async () => {
  const page = await netra.open("wulan");
  await page.goto("/tidak-ada");
  await text(page, say("err.page_not_found")).waitFor();
});

test("a supervisor who has read a flag saves its passport, which holds for everybody; nobody else is offered it", async () => {
  const { fence } = (await (await (await netra.actAs("dewi")).ask("POST", `/api/flags/${flag.id}/claim`)).json()) as { fence: number };
  await (await netra.actAs("dewi")).ask("POST", `/api/flags/${flag.id}/reading`, { fence, reading: "neither", targetId: null });
  const page = await netra.open("dewi");
  await page.route(`**/api/flags/${flag.id}`, async (route) => {
    const answer = await route.fetch();
    const sent = {
      id: "f-tip",
      from: "sender",
      guarded: "citizen",
      mediaType: "application/pdf",
      bytes: 9,
      sha256: "a".repeat(64),
      pictureText: null,
    };
    const covered = { ...sent, id: "f-own", guarded: "masked", mediaType: "image/png", sha256: "b".repeat(64), masked: true };
    await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), files: [{ ...sent, masked: false }, covered] } });
  });
  const asked: unknown[] = [];
  page.on("request", (request) => request.url().endsWith("/passport") && asked.push(request.postDataJSON()));
  await page.goto(`/triage/${flag.id}`);
  await page.getByText(say("history.title"), { exact: true }).click();
  await page.getByRole("heading", { name: say("passport.title") }).waitFor();
  await text(page, `${say("passport.originals_citizen")} ${say("passport.originals_masked")}`).waitFor();
  const coming = page.waitForEvent("download");
  await button(page, "passport.make").click();
  const saved = await coming;
  expect(saved.suggestedFilename()).toBe(`${flag.number}.passport.zip`);
  const path = await saved.path();
  const verdict = await verifyPassport(new Uint8Array(readFileSync(path)));
  expect([verdict.ok, verdict.facts]).toMatchObject([true, { kind: "flag", withPeople: false, unsealed: 0 }]);
  expect(execFileSync("python3", ["docs/verify/netra_verify.py", path], { encoding: "utf8" })).toContain("HOLDS");
  await page
    .locator("section")
    .filter({ hasText: say("passport.title") })
    .last()
    .scrollIntoViewIfNeeded();
  await page.screenshot({ path: "test-output/screens/passport.png", fullPage: true });
  const again = page.waitForEvent("download");
  await page.getByLabel(say("passport.originals", { n: 2 })).check();
  await button(page, "passport.make").click();
  await again;
  const none = { reason: "plenary", withPeople: false };
  expect(asked, "guarded originals are given away only where somebody ticked it").toEqual([none, { ...none, withoutFiles: false }]);
  const { key } = (await (await (await netra.actAs("dewi")).ask("GET", "/api/passports/key")).json()) as { key: string };
  await page.getByText(key, { exact: true }).waitFor();
  expect(await netra.see("select from audit_event where act = 'passport.exported' and reason = 'plenary'")).toHaveLength(2);
});
