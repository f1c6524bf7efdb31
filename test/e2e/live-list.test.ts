import type { FlagPage } from "@netra/service-api/contract";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { CLOSE } from "./api-client.ts";
import { type Instance, startInstance } from "./instance.ts";
import type { PostedFlag } from "./platform.ts";
import { button, eventually, hasFocus, row, rows, say, saying, text } from "./screens.ts";

/** The list beside other people's work: it says what changed and never moves by itself. And one field to find a flag in it. */
let netra: Instance;
let flags: readonly PostedFlag[];
beforeAll(async () => {
  netra = await startInstance();
  const made = await netra.publish([
    { text: "Ayo kawan, kita coblos nomor 2, Pak Bahar & Bu Ratih. Ajak keluarga ya 🙏 #BaharRatih" },
    { text: "Pak Arman ingkar janji, jangan pilih nomor 1 #ArmanIngkarJanji" },
    { text: "Coblos nomor 1, lanjutkan! #ArmanLestari", handle: "contoh.kenanga.rimba" },
  ]);
  flags = made.map((flag) => {
    if (!flag) throw new Error("e2e: a post raised no flag");
    return flag;
  });
});
afterEach(() => netra.settle());
afterAll(() => netra.stop());

const field = (page: Page) => page.getByRole("searchbox", { name: say("triage.search") });
const search = async (page: Page, words: string): Promise<void> => {
  await page.keyboard.press("/");
  await field(page).fill(words);
  await page.keyboard.press("Enter");
};
const orderOf = (page: Page): Promise<(string | null)[]> => rows(page).evaluateAll((all) => all.map((one) => one.id));

test("what another person decides is said in its place; what is new is announced, and comes in when it is asked for", async () => {
  const page = await netra.open("wulan");
  await page.goto("/triage");
  await rows(page).nth(2).waitFor();
  const heard = page.waitForResponse((response) => response.url().endsWith("/api/flags/live"));
  await page.reload();
  expect((await heard).headers()["content-type"]).toContain("text/event-stream");
  await rows(page).nth(2).waitFor();
  await page.keyboard.press("j");
  await eventually(async () => expect(await hasFocus(rows(page).nth(1))).toBe(true));
  const before = await orderOf(page);

  const decided = flags[1]!;
  await (await netra.actAs("toni")).decide(decided.id, { reading: "neither", targetId: null }, CLOSE);
  await text(row(page, decided), say("state.closed")).waitFor();
  expect(await row(page, decided).getAttribute("data-taken")).toBe("true");
  await page.getByRole("tab", { name: `${say("lane.closed")} 1` }).waitFor();

  const fresh = await netra.raise({ text: "Satu komando, coblos nomor 3 #CandraIndah", handle: "contoh.akar.seruni", platform: "tiktok" });
  await button(page, "triage.new", { n: 1 }).waitFor();
  expect(await orderOf(page)).toEqual(before);
  await page.keyboard.press(".");
  await row(page, fresh).waitFor();
  expect(await row(page, decided).count()).toBe(0);
});

test("words, a number and a pasted address find their flags; nothing of it stands in the address; Escape leaves", async () => {
  const page = await netra.open("wulan");
  await page.goto("/triage");
  await rows(page).first().waitFor();
  await search(page, "mencoblos ajak");
  await text(page, say("triage.search_count", { n: 1 })).waitFor();
  expect(await orderOf(page)).toEqual([`row-${flags[0]!.id}`]);
  expect(await page.locator("mark").allInnerTexts()).toEqual(["coblos", "Ajak"]);
  expect(page.url()).not.toContain("coblos");
  await page.keyboard.press("Escape");
  await page.getByRole("tab").first().waitFor();

  const [post] = await netra.see<{ url: string }>("select p.url from post p join flag f on f.post_id = p.id where f.id = $1", [flags[2]!.id]);
  await search(page, `${post?.url}?utm_source=salin`);
  await text(page, say("triage.search_count", { n: 1 })).waitFor();
  expect(await orderOf(page)).toEqual([`row-${flags[2]!.id}`]);
  await search(page, "takadasamasekali");
  await text(page, say("triage.search_none")).waitFor();
  await search(page, flags[0]!.number.toLowerCase());
  await page.getByRole("heading", { level: 1, name: flags[0]!.number }).waitFor();
  expect(await netra.see("select state from flag where id = $1", [flags[0]!.id])).toEqual([{ state: "open" }]);
});

test("while the line is down the list looks by itself and says so; when it is back, that goes away", async () => {
  const page = await netra.open("toni");
  await page.route("**/api/flags/live", (route) => route.abort());
  await page.goto("/triage");
  await text(page, say("triage.polling")).waitFor();
  await page.unroute("**/api/flags/live");
  await text(page, say("triage.polling")).waitFor({ state: "detached" });
});

test("a view keeps the filters for the team", async () => {
  const page = await netra.open("wulan");
  await page.goto("/triage?platform=facebook");
  await button(page, "triage.views").click();
  await page.getByRole("menuitem", { name: say("triage.views_keep") }).click();
  await page.getByLabel(say("triage.view_name"), { exact: true }).fill("Giliran pagi");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const other = await netra.open("toni");
  await other.goto("/triage");
  await button(other, "triage.views").click();
  await other.getByRole("menuitem", { name: "Giliran pagi" }).click();
  await other.waitForURL(/platform=facebook/);
});

test("ten thousand rows cost what a hundred do", async () => {
  const page = await netra.open("wulan");
  await page.route(/\/api\/flags\?/, async (route) => {
    const response = await route.fetch();
    const body = (await response.json()) as FlagPage;
    const many = Array.from({ length: 10_000 }, (_, n) => ({ ...body.flags[0]!, id: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}` }));
    await route.fulfill({ response, json: { ...body, flags: many, next: null } });
  });
  await page.goto("/triage");
  await rows(page).nth(5).waitFor();
  await page.evaluate("window.scrollTo(0, document.body.scrollHeight)");
  await page.locator("#row-00000000-0000-4000-8000-000000009999").waitFor();
  expect(await rows(page).count()).toBeLessThan(100);
  expect(await page.getByText(saying("triage.hidden_note")).count()).toBe(1);
});
