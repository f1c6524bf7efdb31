import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import type { ReportView } from "@netra/service-api/contract";
import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { CLOSE, SUPPORTS } from "./api-client.ts";
import { type Instance, REGISTER, startInstance } from "./instance.ts";
import { button, eventually, hasFocus, say, saying, tabTo, text } from "./screens.ts";

let netra: Instance;
beforeAll(async () => {
  netra = await startInstance();
});
afterEach(() => netra.settle());
afterAll(() => netra.stop());

const CALL = "Ayo kawan, kita coblos nomor 2, Pak Bahar & Bu Ratih. Ajak keluarga ya 🙏 #BaharRatih";

/** Takes a file the way a person does, and compares its bytes with the fingerprint that stands at its name. */
async function download(page: Page, item: Locator): Promise<Buffer> {
  const [taken] = await Promise.all([page.waitForEvent("download"), item.getByRole("link").click()]);
  const bytes = await readFile(await taken.path());
  const fingerprint = page.locator("main li").filter({ has: page.getByText(taken.suggestedFilename(), { exact: true }) });
  expect(await fingerprint.locator("code").first().textContent()).toBe(createHash("sha256").update(bytes).digest("hex"));
  return bytes;
}

/** Waits until a version is no longer under way. */
const settled = async (id: string, state: ReportView["state"]): Promise<ReportView> => {
  const dewi = await netra.actAs("dewi");
  await eventually(async () => expect((await dewi.call<ReportView>("GET", `/api/reports/${id}`)).state).toBe(state));
  return dewi.call<ReportView>("GET", `/api/reports/${id}`);
};
const state = (page: Page, key: ReportView["state"]): Locator =>
  page
    .locator(`main [data-state="${key}"]`)
    .getByText(say(`rep.state.${key}`), { exact: true })
    .first();
const ONE = /\/reports\/[0-9a-f-]{36}$/;

test("a supervisor asks for a week, leaves and comes back, sees the draft become ready, and takes files whose bytes are what their fingerprints say", async () => {
  const [one] = [await netra.raise({ text: CALL }), await netra.raise({ text: CALL.replace("Ajak", "Bawa") })];
  await (await netra.actAs("toni")).decide(one.id, SUPPORTS, CLOSE);
  const page = await netra.open("dewi");
  await page.goto("/reports");
  await text(page, saying("rep.empty")).waitFor();
  const weeks = page.getByLabel(say("rep.make_week"), { exact: true });
  expect(await weeks.evaluate((select) => (select as unknown as { selectedIndex: number }).selectedIndex), "the last closed week stands first").toBe(
    1,
  );
  expect(await text(page, /tidak dapat dinyatakan final/).count()).toBe(0);
  await weeks.selectOption({ index: 0 });
  await text(page, /tidak dapat dinyatakan final/).waitFor();
  await button(page, "rep.make").click();
  await page.waitForURL(ONE);
  await page
    .locator("main")
    .getByRole("link", { name: say("rep.title"), exact: true })
    .waitFor();
  await page.keyboard.press("Escape");
  await page.waitForURL(/\/reports$/);
  const report = page.locator("main li").filter({ has: page.getByRole("heading", { level: 2 }) });
  await state(page, "draft").waitFor();
  const number = (key: "rep.opened" | "rep.decided" | "rep.closed" | "rep.escalated" | "rep.backlog") =>
    report
      .locator("dl > div")
      .filter({ has: page.getByText(say(key), { exact: true }) })
      .locator("dd")
      .innerText();
  expect([await number("rep.opened"), await number("rep.decided"), await number("rep.closed"), await number("rep.escalated")]).toEqual([
    "2",
    "1",
    "1",
    "0",
  ]);
  expect(await number("rep.backlog")).toBe("1");

  await report.getByRole("link", { name: say("rep.open", { n: 1 }) }).click();
  await text(page, say("rep.not_over")).waitFor();
  await page.getByText(saying("rep.still_week")).waitFor();
  expect(await button(page, "rep.finalize").count()).toBe(0);
  const files = page.getByRole("list", { name: say("rep.files") }).getByRole("listitem");
  await page.getByText(say("rep.files_data", { n: 6 }), { exact: true }).click();
  // Fingerprints are folded away, and are there for who wants them: copied, or selected where a page may not copy.
  const hashes = page.getByText(saying("rep.fingerprints_of"));
  expect(await page.locator("main code").first().isVisible()).toBe(false);
  await hashes.first().click();
  await button(page, "app.copy").first().click();
  await page.getByRole("button", { name: new RegExp(`^(${saying("app.copied").source}|${saying("rep.copy_by_hand").source}) netra-`) }).waitFor();
  const table = (await download(page, files.filter({ hasText: say("rep.file_csv") }))).toString("utf8");
  expect(table.split("\n").length).toBeGreaterThan(3);
  const printed = await download(page, files.filter({ hasText: say("rep.file_html") }).first());
  for (const { name, handle, nip } of REGISTER)
    for (const secret of [name, handle, nip]) if (secret) for (const file of [table, printed.toString("utf8")]) expect(file).not.toContain(secret);

  const paper = await netra.open(null);
  await paper.setContent(printed.toString("utf8"));
  await paper.getByRole("heading", { level: 1, name: /^DRAF · / }).waitFor();
  expect(await paper.locator("script, iframe, object, embed, [onload], [onclick], link[rel=stylesheet]").count()).toBe(0);
  expect(await paper.locator("table").count()).toBeGreaterThan(0);
  // It is the form for screen readers: what names a row is said with its cells.
  expect(await paper.locator('tbody th[scope="row"]').count()).toBeGreaterThan(0);
  expect((await new AxeBuilder({ page: paper }).analyze()).violations).toEqual([]);

  // On a phone its tables move by themselves, by thumb and by key; the page does not.
  const phone = await netra.open(null, { device: "phone" });
  await phone.setContent(printed.toString("utf8"));
  expect(await phone.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  const wide = await phone.locator(".frame").evaluateAll((frames) => frames.filter((frame) => frame.scrollWidth > frame.clientWidth).length);
  expect(wide).toBeGreaterThan(0);
  await phone.keyboard.press("Tab");
  expect(await hasFocus(phone.locator(".frame").first())).toBe(true);
  expect((await phone.locator(".frame").first().getAttribute("aria-label"))?.length).toBeGreaterThan(3);
});

test("an analyst reads the numbers but is told who may download; an auditor may", async () => {
  const { id } = await (await netra.actAs("dewi")).call<ReportView>("POST", "/api/reports", { week: await thisWeek(), region: "19.06" });
  await settled(id, "draft");
  const analyst = await netra.open("wulan");
  await analyst.goto(`/reports/${id}`);
  await text(analyst, say("rep.no_download")).waitFor();
  expect(await analyst.getByRole("link", { name: say("rep.download") }).count()).toBe(0);
  expect(await analyst.getByRole("textbox").count()).toBe(0);
  await analyst.goto("/reports");
  await analyst.getByRole("link", { name: say("rep.open", { n: 2 }) }).waitFor();
  expect(await button(analyst, "rep.make").count()).toBe(0);

  const auditor = await netra.open("laras");
  await auditor.goto(`/reports/${id}`);
  await auditor.locator("main summary").first().click();
  const [taken] = await Promise.all([
    auditor.waitForEvent("download"),
    auditor
      .getByRole("link", { name: say("rep.file_csv") })
      .first()
      .click(),
  ]);
  expect((await readFile(await taken.path())).length).toBeGreaterThan(0);
  expect(await button(auditor, "rep.finalize").count()).toBe(0);
  expect(await netra.see("select from audit_event where act = 'report.downloaded' and actor_role = 'auditor'")).toHaveLength(1);
});

test("a supervisor makes a week's draft, annotates it and makes it final by keyboard alone, and then corrects it with a reason", async () => {
  const page = await netra.open("dewi");
  await page.goto("/reports");
  const weeks = page.getByLabel(say("rep.make_week"), { exact: true });
  await tabTo(page, button(page, "rep.make"));
  await page.keyboard.press("Enter");
  await page.waitForURL(ONE);
  await state(page, "draft").waitFor();
  for (const [edition, mark] of [
    ["rep.edition_internal", /^Edisi internal: angka tepat, jangan dibagikan$/],
    ["rep.edition_shareable", /^Edisi untuk dibagikan: angka kecil disembunyikan$/],
  ] as const) {
    await tabTo(page, page.getByRole("link", { name: `${say("rep.preview")}: ${say(edition)}` }));
    const [opened] = await Promise.all([page.waitForEvent("popup"), page.keyboard.press("Enter")]);
    await opened.getByRole("heading", { level: 1, name: /^DRAF · / }).waitFor();
    await opened.getByText(mark).waitFor();
    await opened.close();
  }

  const note = page.getByRole("textbox", { name: say("rep.note") });
  await tabTo(page, note);
  await page.keyboard.type("NIP 199001012022211001");
  expect(await button(page, "rep.finalize").isDisabled()).toBe(true);
  await tabTo(page, button(page, "rep.note_save"));
  await page.keyboard.press("Enter");
  await text(page, say("rep.words_bad")).waitFor();
  await note.focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Listrik padam pada hari Senin.");
  await tabTo(page, button(page, "rep.note_save"));
  await page.keyboard.press("Enter");
  await page.getByText(/^Ditulis Dewi, /).waitFor();
  await tabTo(page, button(page, "rep.finalize"));
  await page.keyboard.press("Enter");
  await text(page, say("rep.finalize_ask", { n: 1 })).waitFor();
  // No account was registered when that week closed: it is final only for who says that this is known, and going back forgets that it was said.
  await page
    .getByRole("alert")
    .filter({ hasText: say("rep.unwatched_no_accounts") })
    .waitFor();
  const known = page.getByRole("checkbox", { name: say("rep.finalize_known") });
  expect([await hasFocus(known), await button(page, "rep.finalize_yes").isDisabled()]).toEqual([true, true]);
  await page.keyboard.press("Space");
  await tabTo(page, button(page, "app.back"));
  await page.keyboard.press("Enter");
  await tabTo(page, button(page, "rep.finalize"));
  await page.keyboard.press("Enter");
  expect([await hasFocus(known), await known.isChecked(), await button(page, "rep.finalize_yes").isDisabled()]).toEqual([true, false, true]);
  await page.keyboard.press("Space");
  await tabTo(page, button(page, "rep.finalize_yes"));
  await page.keyboard.press("Enter");
  await state(page, "final").waitFor();
  await page.getByText(/^ ?Sejak .*, oleh Dewi\.$/).waitFor();
  expect(await page.getByRole("textbox", { name: say("rep.note") }).count()).toBe(0);
  const files = page.getByRole("list", { name: say("rep.files") }).getByRole("listitem");
  const printed = (await download(page, files.filter({ hasText: say("rep.file_html") }).first())).toString("utf8");
  expect(printed).toContain("Listrik padam pada hari Senin.");
  expect(await files.filter({ hasText: "DRAFT" }).count()).toBe(0);

  const reason = page.getByRole("textbox", { name: say("rep.reason") });
  await tabTo(page, reason);
  await page.keyboard.type("Dua kiriman terlambat masuk.");
  await tabTo(page, button(page, "rep.correct"));
  await page.keyboard.press("Enter");
  await text(page, say("rep.changes", { n: 1 })).waitFor();
  await text(page, say("rep.why", { alasan: "Dua kiriman terlambat masuk." })).waitFor();
  await text(page, say("rep.changes_none")).waitFor();

  // The list says of it that nobody looked, and whoever asks for that week from there is asked why, too.
  await page.goto("/reports");
  await state(page, "final").waitFor();
  expect(await page.locator("main li").getByText(say("rep.unwatched"), { exact: true }).count()).toBeGreaterThan(1);
  await weeks.selectOption({ index: 1 });
  await button(page, "rep.make").click();
  await text(page, say("rep.final_stands")).waitFor();
});

test("a supervisor asks for a span of days, and is told which days do not do", async () => {
  const page = await netra.open("dewi");
  await page.goto("/reports");
  await page.getByLabel(say("rep.make_of"), { exact: true }).selectOption("days");
  await page.getByLabel(say("rep.make_from"), { exact: true }).fill("2024-01-01");
  await button(page, "rep.make").click();
  await text(page, say("rep.span_bad")).waitFor();
  await page.getByLabel(say("rep.make_from"), { exact: true }).fill("2026-02-25");
  await page.getByLabel(say("rep.make_to"), { exact: true }).fill("2026-03-24");
  await button(page, "rep.make").click();
  await page.getByRole("heading", { level: 1, name: "25 Feb 2026–24 Mar 2026" }).waitFor();
  await state(page, "draft").waitFor();
  await button(page, "rep.finalize").waitFor();
});

test("each edition says as of when it counts, and a supervisor of a province chooses one of its regencies", async () => {
  const page = await netra.open("hasan");
  await page.goto("/reports");
  const regions = page.getByLabel(say("rep.make_region"), { exact: true });
  await regions.getByRole("option").nth(3).waitFor({ state: "attached" });
  await regions.selectOption("19.06");
  await page.getByLabel(say("rep.make_week"), { exact: true }).selectOption({ index: 2 });
  await button(page, "rep.make").click();
  await page.waitForURL(ONE);
  await state(page, "draft").waitFor();
  await text(page, /^Peristiwa dalam edisi ini dihitung sejauh diketahui per .*menurut keadaan per \d+ \w+ \d{4}, 06\.00 WIB\.$/).waitFor();
  await text(page, /Angka edisi ini dihitung menurut keadaan saat minggu ditutup, \d+ \w+ \d{4}, 06\.00 WIB/).waitFor();
  await page.getByText(say("rep.unwatched_no_accounts")).waitFor();
  await page.goto("/reports");
  await regions.getByRole("option").nth(3).waitFor({ state: "attached" });
  await regions.selectOption("19.03");
  await text(page, say("rep.region_without")).waitFor();
});

const thisWeek = async (): Promise<string> => (await (await netra.actAs("dewi")).call<{ currentWeek: string }>("GET", "/api/reports")).currentWeek;
