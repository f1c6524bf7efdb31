import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { CLOSE, SUPPORTS } from "./api-client.ts";
import { type Instance, REGISTER, startInstance } from "./instance.ts";
import { button, say, text } from "./screens.ts";

let netra: Instance;
beforeAll(async () => {
  netra = await startInstance();
});
afterEach(() => netra.settle());
afterAll(() => netra.stop());

const CALL = "Ayo kawan, kita coblos nomor 2, Pak Bahar & Bu Ratih. Ajak keluarga ya 🙏 #BaharRatih";

/** Takes a file the way a person does, and compares its bytes with the fingerprint beside the link. */
async function download(page: Page, item: Locator): Promise<Buffer> {
  const [taken] = await Promise.all([page.waitForEvent("download"), item.getByRole("link").click()]);
  const bytes = await readFile(await taken.path());
  expect(await item.locator("code").innerText()).toContain(`sha256 ${createHash("sha256").update(bytes).digest("hex")}`);
  return bytes;
}

test("a supervisor asks for a week, sees the report become ready, and takes files whose bytes are what their fingerprints say", async () => {
  const [one] = [await netra.raise({ text: CALL }), await netra.raise({ text: CALL.replace("Ajak", "Bawa") })];
  await (await netra.actAs("toni")).decide(one.id, SUPPORTS, CLOSE);
  const page = await netra.open("dewi");
  await page.goto("/reports");
  await text(page, say("rep.empty")).waitFor();
  const weeks = page.getByLabel(say("rep.make_week"), { exact: true });
  await weeks.selectOption({ index: 0 });
  await button(page, "rep.make").click();
  const report = page.locator("main li").filter({ has: page.getByRole("heading", { level: 2 }) });
  await report.getByText(say("rep.state.ready"), { exact: true }).waitFor();
  const number = (key: "rep.opened" | "rep.decided" | "rep.backlog") =>
    report
      .locator("dl > div")
      .filter({ has: page.getByText(say(key), { exact: true }) })
      .locator("dd")
      .innerText();
  expect([await number("rep.opened"), await number("rep.decided"), await number("rep.backlog")]).toEqual(["2", "1", "1"]);

  const files = report.getByRole("list", { name: say("rep.files") }).getByRole("listitem");
  const table = (await download(page, files.filter({ hasText: say("rep.file_csv") }))).toString("utf8");
  expect(table.split("\n").length).toBeGreaterThan(3);
  const printed = await download(page, files.filter({ hasText: say("rep.file_html") }).last());
  for (const { name, handle, nip } of REGISTER)
    for (const secret of [name, handle, nip]) if (secret) for (const file of [table, printed.toString("utf8")]) expect(file).not.toContain(secret);

  const paper = await netra.open(null);
  await paper.setContent(printed.toString("utf8"));
  await paper.getByRole("heading", { level: 1 }).waitFor();
  expect(await paper.locator("script, iframe, object, embed, [onload], [onclick], link[rel=stylesheet]").count()).toBe(0);
  expect(await paper.locator("table").count()).toBeGreaterThan(0);
});

test("an analyst reads the numbers but is told who may download; an auditor may", async () => {
  await (await netra.actAs("dewi")).call("POST", "/api/reports", { week: await thisWeek(), region: "19.06" });
  const analyst = await netra.open("wulan");
  await analyst.goto("/reports");
  await text(analyst, say("rep.no_download")).waitFor();
  expect(await analyst.getByRole("link", { name: say("rep.download") }).count()).toBe(0);
  expect(await button(analyst, "rep.make").count()).toBe(0);

  const auditor = await netra.open("laras");
  await auditor.goto("/reports");
  const [taken] = await Promise.all([
    auditor.waitForEvent("download"),
    auditor
      .getByRole("link", { name: say("rep.file_csv") })
      .first()
      .click(),
  ]);
  expect((await readFile(await taken.path())).length).toBeGreaterThan(0);
  expect(await netra.see("select from audit_event where act = 'report.downloaded' and actor_role = 'auditor'")).toHaveLength(1);
});

const thisWeek = async (): Promise<string> => (await (await netra.actAs("dewi")).call<{ currentWeek: string }>("GET", "/api/reports")).currentWeek;
