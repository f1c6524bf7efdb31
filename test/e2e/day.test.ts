import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { SUPPORTS } from "./api-client.ts";
import { type Instance, startInstance } from "./instance.ts";
import type { PostedFlag } from "./platform.ts";
import { answer, atFlag, button, eventually, say, saying, tabTo, text } from "./screens.ts";

/** A morning: what waits on others, a reminder, and what one shift leaves to the next. */
let netra: Instance;
let flag: PostedFlag;
let held: PostedFlag;
beforeAll(async () => {
  netra = await startInstance();
  const made = await netra.publish([
    { text: "Ayo kawan, kita coblos nomor 2, Pak Bahar & Bu Ratih. Ajak keluarga ya 🙏 #BaharRatih" },
    { text: "Pak Arman ingkar janji, jangan pilih nomor 1 #ArmanIngkarJanji" },
  ]);
  [flag, held] = made as [PostedFlag, PostedFlag];
  const wulan = await netra.actAs("wulan");
  const due = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  await wulan.decide(flag.id, SUPPORTS, { act: "needs_info", question: "Apakah sedang cuti?", addressee: "BKPSDM", due, reason: "" });
  await wulan.claim(held.id);
});
afterEach(() => netra.settle());
afterAll(() => netra.stop());

test("who asked sees it wait, copies a reminder without personal data, notes it, and leaves a note that the next one reads", async () => {
  await netra.see("update decision set due = due - 1 where flag_id = $1", [flag.id]);
  const page = await netra.open("wulan");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/");
  const waiting = page.getByRole("region", { name: say("day.waiting") });
  await text(waiting, "Apakah sedang cuti?").waitFor();
  await text(waiting, saying("deadline.late", { n: "1" })).waitFor();
  await page
    .getByRole("link", { name: say("nav.day_notices", { n: 1 }) })
    .filter({ visible: true })
    .waitFor();
  expect(await page.getByRole("region", { name: say("day.claims") }).innerText()).toContain(held.number);

  await button(waiting, "day.remind_about", { nomor: flag.number }).click();
  await button(waiting, "app.copy").click();
  await button(waiting, "app.copied").waitFor();
  const message = (await page.evaluate("navigator.clipboard.readText()")) as string;
  expect(message).toContain(flag.number);
  expect(message).toContain(`${netra.url}/triage/${flag.id}`);
  expect(message).not.toMatch(/sari|nilam|bahar|coblos/i);
  await button(waiting, "day.note_reminder").click();
  await text(waiting, saying("day.reminded", { n: "1" })).waitFor();

  await page.getByLabel(say("day.note_label")).fill(`Tunggu jawaban BKPSDM untuk ${flag.number}.`);
  await button(page, "day.leave_note").click();
  await text(page, say("day.nobody_read")).waitFor();

  const next = await netra.open("toni");
  await next.goto("/triage");
  await next.getByRole("grid").waitFor();
  await next.keyboard.press("g");
  await next.keyboard.press("h");
  const unread = next.getByRole("region", { name: say("day.unread") });
  await text(unread, `Tunggu jawaban BKPSDM untuk ${flag.number}.`).waitFor();
  await next.getByRole("button", { name: saying("day.tick_of", { nama: "Wulan" }) }).click();
  await unread.waitFor({ state: "detached" });
  await page.reload();
  await text(page, saying("day.read_by", { nama: "Toni" })).waitFor();
});

test("who answers is noted by whoever got it; Enter opens what is held, and the answered flag leads back to its reading", async () => {
  const colleague = await netra.open("toni");
  await colleague.goto(`/triage/${flag.id}`);
  await button(colleague, "day.answer_came").click();
  await colleague.getByLabel(say("answer.words")).fill("Tidak sedang cuti,\nmenurut surat 12.");
  await button(colleague, "answer.keep").click();
  await text(colleague, say("day.answer_noted")).waitFor();
  const page = await netra.open("wulan");
  await page.goto("/day");
  await text(page, saying("day.answered_by", { nama: "Toni" })).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: held.number }).waitFor();
  await page.goBack();
  await page.getByRole("link", { name: say("day.read_on_about", { nomor: flag.number }) }).click();
  // What was answered comes after the text: asking for information began the reading anew.
  await atFlag(page, flag);
  await answer(page, "neither").click();
  await button(page, "read.save").click();
  await page
    .locator("summary")
    .filter({ hasText: say("history.title") })
    .click();
  expect(await page.locator("blockquote").filter({ visible: true }).innerText()).toBe("Tidak sedang cuti,\nmenurut surat 12.");
  await eventually(async () =>
    expect(await netra.see("select act from flag_note where flag_id = $1 order by at", [flag.id])).toEqual([
      { act: "reminded" },
      { act: "answered" },
    ]),
  );
});

test("with keys alone somebody notes a contest that they do not read, is offered nothing of it, and ends the entry again", async () => {
  const page = await netra.open("toni");
  await page.goto("/day");
  await tabTo(page, page.getByRole("link", { name: say("nav_more.settings") }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByLabel(say("rec.about")));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await tabTo(page, page.getByRole("main").getByLabel(say("rec.which_contest"), { exact: true }));
  await page.keyboard.press("ArrowDown");
  await tabTo(page, button(page, "rec.enter"));
  await page.keyboard.press("Enter");
  const end = page.getByRole("button", { name: saying("rec.end_of") });
  await end.waitFor();
  const toni = await netra.actAs("toni");
  const { counts } = await toni.call<{ counts: Record<string, number> }>("GET", "/api/flags");
  expect(Object.values(counts).reduce((sum, n) => sum + n, 0)).toBe(0);
  await tabTo(page, end);
  await page.keyboard.press("Enter");
  await end.waitFor({ state: "detached" });
  await page.goto(`/triage/${flag.id}`);
  await page.getByRole("heading", { level: 1, name: flag.number }).waitFor();
});
