import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { buildPassport, VERIFY_PAGE, verifierKeyOf } from "@netra/evidence";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type FictionalPassport, fictionalPassport, newSigningKey, TYPED_WORDS } from "../evidence/fictional-passport.ts";
import { forgedPassports } from "../evidence/forged-passports.ts";
import { launchBrowser } from "../support/browser.ts";
import { hasFocus, tabTo } from "./screens.ts";

/** The page as an outsider has it: taken out of a passport, opened from disk, in a browser without a network. */
const PICTURES = "test-output/screens";
let browser: Browser;
let context: BrowserContext;
let made: FictionalPassport;
let folder: string;
const troubles: string[] = [];
const fileOf = (name: string): string => join(folder, name);

beforeAll(async () => {
  browser = await launchBrowser();
  folder = mkdtempSync(join(tmpdir(), "netra-verify-"));
  mkdirSync(PICTURES, { recursive: true });
  made = await fictionalPassport();
  const forgeries = await forgedPassports(made);
  writeFileSync(fileOf("passport.zip"), await buildPassport(made.parts));
  writeFileSync(fileOf("changed.zip"), forgeries.find(({ name }) => name === "the text changed")!.bytes);
  writeFileSync(fileOf("letter.zip"), "Bukan arsip.");
});
afterEach(async () => {
  await context?.close();
  expect(troubles.splice(0)).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open({ width = 900 } = {}): Promise<Page> {
  context = await browser.newContext({ viewport: { width, height: 1000 }, locale: "id-ID", offline: true });
  context.setDefaultTimeout(60_000);
  context.on("weberror", (error) => troubles.push(`uncaught: ${error.error().message}`));
  context.on("console", (message) => message.type() === "error" && troubles.push(`console: ${message.text()}`));
  context.on("request", (request) => !request.url().startsWith("file:") && troubles.push(`asked for ${request.url()}`));
  const page = await context.newPage();
  await page.goto(VERIFY_PAGE.href);
  return page;
}
const choose = (page: Page, name: string): Promise<void> => page.locator("#file").setInputFiles(fileOf(name));
const verdict = (page: Page, words: string) => page.getByRole("heading", { level: 2, name: words, exact: true });

test("a passport is whole, and with the office's key its signer is certain, in both languages", async () => {
  const page = await open();
  await choose(page, "passport.zip");
  await verdict(page, "UTUH, KUNCI BELUM DIBANDINGKAN").waitFor();
  await page.screenshot({ path: `${PICTURES}/verify-page-not-compared.png`, fullPage: true });
  await page.getByLabel("Kunci pemeriksa dari kantor").fill(made.verifierKey);
  await page.keyboard.press("Enter");
  await verdict(page, "UTUH").waitFor();
  expect(await page.locator("#checks li").allInnerTexts()).toHaveLength(11);
  expect(await page.locator("#checks li.good").count()).toBe(10);
  await page.getByText("11 berkas lengkap, tidak ada yang ditambah atau diubah.").waitFor();
  expect(await page.locator("#facts").innerText()).toContain("1. Aslinya tidak ada di dalam paspor ini.");
  const typed = page.locator("#typed");
  await typed.getByRole("heading", { level: 2, name: "Kata-kata yang diketik orang kedua dari gambar atau suara" }).waitFor();
  expect(await typed.locator("dd").allInnerTexts(), "and none of the author's").toEqual([TYPED_WORDS]);
  await page.screenshot({ path: `${PICTURES}/verify-page-whole.png`, fullPage: true });

  await page.getByRole("button", { name: "English" }).click();
  await verdict(page, "WHOLE").waitFor();
  await page.getByText("11 files are complete; nothing was added or changed.").waitFor();
  await typed.getByRole("heading", { level: 2, name: "Words that a second person typed from a picture or sound" }).waitFor();
  expect(await page.locator("html").getAttribute("lang")).toBe("en");
  expect(await page.title()).toBe("Netra passport check");
  expect(await page.locator("body").innerText()).not.toMatch(/Pemeriksaan|berkas|kunci/i);
});

test("a changed file is refused in words, and says which check refused it", async () => {
  const page = await open({ width: 390 });
  await choose(page, "changed.zip");
  await verdict(page, "DITOLAK").waitFor();
  expect(await page.locator("#checks li.bad").allInnerTexts()).toHaveLength(2);
  expect(await page.locator("#checks li.bad").first().innerText()).toMatch(/Berkas\s+ditolak\s+Isi text\/.* tidak sama dengan yang ditandatangani\./);
  await page.screenshot({ path: `${PICTURES}/verify-page-refused.png`, fullPage: true });
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is cut off on a phone").toBe(true);
  await choose(page, "letter.zip");
  await page.getByText("Arsip berubah atau rusak, mulai dari byte 0.").waitFor();
  expect(await page.locator("#checks li.open").count(), "what was not reached is not called good").toBe(10);
});

test("another office's key refuses, and a miscopied one is said at its field", async () => {
  const page = await open();
  const key = page.getByLabel("Kunci pemeriksa dari kantor");
  await choose(page, "passport.zip");
  await key.fill(await verifierKeyOf(made.parts.name, await newSigningKey()));
  await key.press("Enter");
  await verdict(page, "DITOLAK").waitFor();
  await key.fill(made.verifierKey.slice(0, -1));
  await key.press("Enter");
  await page.getByRole("alert").filter({ hasText: "salah salin" }).waitFor();
  expect(await key.getAttribute("aria-invalid")).toBe("true");
  expect(await page.locator("#result").isVisible(), "no verdict stands beside it").toBe(false);
});

test("all of it works by keyboard: language, file, key; the verdict gets the focus and is announced", async () => {
  const page = await open();
  // Heard from the start: a chooser that opens before the browser knows that somebody listens is lost.
  page.on("filechooser", () => undefined);
  await page.keyboard.press("Tab");
  expect(await hasFocus(page.locator("#language"))).toBe(true);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Netra passport check" }).waitFor();
  await tabTo(page, page.locator("#file"));
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(fileOf("passport.zip"));
  await verdict(page, "WHOLE, KEY NOT COMPARED").waitFor();
  await expect.poll(() => hasFocus(page.locator("#verdict")), { timeout: 60_000 }).toBe(true);
  expect(await page.locator("#result").getAttribute("aria-live")).toBe("polite");
  await page.keyboard.press("Shift+Tab");
  expect(await hasFocus(page.locator("#key"))).toBe(true);
  await page.keyboard.type(made.verifierKey);
  await page.keyboard.press("Enter");
  await verdict(page, "WHOLE").waitFor();
});

test("a file dropped anywhere on the page is checked", async () => {
  const page = await open();
  await page.evaluate(`(() => {
    const data = new DataTransfer();
    data.items.add(new File(["x"], "dropped.zip"));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  })()`);
  await verdict(page, "DITOLAK").waitFor();
  await page.getByText("(dropped.zip)").waitFor();
});

test("axe finds nothing, and the page can reach nothing", async () => {
  const page = await open();
  await choose(page, "changed.zip");
  await verdict(page, "DITOLAK").waitFor();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  const reached = await page.evaluate("fetch('https://example.org/').then(() => 'reached', () => 'refused')");
  expect(reached).toBe("refused");
  expect(troubles.splice(0).join("\n")).toMatch(/Content Security Policy/);
});
