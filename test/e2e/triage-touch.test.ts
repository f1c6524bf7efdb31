import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Instance, startInstance } from "./instance.ts";
import type { PostedFlag } from "./platform.ts";
import { answer, button, eventually, panel, row, say, saying, text } from "./screens.ts";

/** The same work on a phone of 390 pixels, by taps alone. */
let netra: Instance;
beforeAll(async () => {
  netra = await startInstance();
});
afterEach(() => netra.settle());
afterAll(() => netra.stop());

const CALL = "Ayo kawan, kita coblos nomor 2, Pak Bahar & Bu Ratih. Ajak keluarga ya 🙏 #BaharRatih";
const stateOf = async (flag: PostedFlag): Promise<unknown> => (await netra.see("select state, outcome from flag where id = $1", [flag.id]))[0];
const reasonField = (page: Page) => page.getByLabel(say("reason.label"), { exact: true });

async function openByTap(page: Page, flag: PostedFlag): Promise<void> {
  await page.goto("/triage");
  await row(page, flag).tap();
  await page.getByRole("heading", { level: 1, name: flag.number }).waitFor();
  await answer(page, "neither").waitFor();
}

async function readByTap(page: Page): Promise<void> {
  await answer(page, "support").tap();
  await page.getByLabel(say("read.target")).selectOption("bahar-ratih");
  await button(page, "read.save").tap();
  await page.getByRole("region", { name: say("signal.for") }).waitFor();
}

async function chooseReasonByTap(page: Page): Promise<void> {
  await panel(page)
    .getByRole("button", { name: say("act.close_short") })
    .tap();
  await panel(page)
    .getByRole("radio", { name: say("outcome.not_partisan") })
    .tap();
  await page
    .getByRole("list", { name: say("reason.pick") })
    .getByRole("button", { name: say("reason.duty") })
    .tap();
}

test("a flag is opened, read, decided and taken back with a thumb", async () => {
  const flag = await netra.raise({ text: CALL });
  const page = await netra.open("wulan", { device: "narrow" });
  await openByTap(page, flag);
  expect(await page.locator("mark").count()).toBe(0);
  await readByTap(page);
  expect(await page.locator("mark").count()).toBeGreaterThan(0);
  const [left, right] = await Promise.all(
    (["signal.for", "signal.against"] as const).map((key) => page.getByRole("region", { name: say(key) }).boundingBox()),
  );
  expect(left!.y, "for and against stay side by side").toBe(right!.y);
  expect(Math.abs(left!.width - right!.width)).toBeLessThan(1);

  await chooseReasonByTap(page);
  await button(page, "decide.save_next").tap();
  await text(page, saying("undo", { putusan: `${flag.number}, ${say("state.closed")}: ${say("outcome.not_partisan")}` })).waitFor();
  expect(await stateOf(flag)).toEqual({ state: "closed", outcome: "not_partisan" });
  await page.getByRole("button", { name: /^Urungkan/ }).tap();
  await page.getByRole("heading", { level: 1, name: flag.number }).waitFor();
  await eventually(async () => expect(await stateOf(flag)).toEqual({ state: "claimed", outcome: null }));
});

test("a claim that ran out and went to somebody else is said, with the name; the reading and what was written stay", async () => {
  const flag = await netra.raise({ text: CALL.replace("Ajak", "Bawa") });
  const page = await netra.open("wulan", { device: "narrow" });
  await openByTap(page, flag);
  await readByTap(page);
  await chooseReasonByTap(page);

  await netra.see("update flag_lease set until = clock_timestamp() - interval '1 minute' where flag_id = $1 and ended_at is null", [flag.id]);
  const toni = await netra.actAs("toni");
  const { fence } = await toni.claim(flag.id);
  await button(page, "decide.save_next").tap();
  await text(page, /^Bendera ini sudah berpindah ke Toni pada \d\d\.\d\d WIB\. Bacaan Anda tersimpan; putusan belum tercatat\.$/).waitFor();
  expect(await stateOf(flag)).toEqual({ state: "claimed", outcome: null });
  expect(await netra.see("select reading, target_id from reading where flag_id = $1", [flag.id])).toEqual([
    { reading: "support", target_id: "bahar-ratih" },
  ]);

  await toni.call("POST", `/api/flags/${flag.id}/release`, { fence });
  await page.reload();
  await page.getByRole("button", { name: say("act.claim_to_read") }).tap();
  await panel(page)
    .getByRole("heading", { name: say("decide.step") })
    .waitFor();
});

test("a claim that ran out while nobody took the flag is taken again with one tap, and what was written is still there", async () => {
  const flag = await netra.raise({ text: CALL.replace("kita", "mari") });
  const page = await netra.open("wulan", { device: "narrow" });
  await openByTap(page, flag);
  await readByTap(page);
  await chooseReasonByTap(page);
  await netra.see("update flag_lease set until = clock_timestamp() - interval '1 minute' where flag_id = $1 and ended_at is null", [flag.id]);
  // What the page asks when the claim is lost is answered only after the flag was taken again.
  const [late, lateTold] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await page.route(
    `**/api/flags/${flag.id}`,
    async (route) => {
      const response = await route.fetch();
      await late.promise;
      await route.fulfill({ response }).catch(() => undefined);
      lateTold.resolve();
    },
    { times: 1 },
  );
  await button(page, "decide.save_next").tap();
  await text(page, "Waktu ambil sudah habis. Isian Anda aman; ambil lagi untuk melanjutkan.").waitFor();
  await button(page, "act.claim_again").tap();
  await reasonField(page).waitFor();
  late.resolve();
  await lateTold.promise;
  expect(await reasonField(page).inputValue()).toBe(say("reason.duty"));
  await button(page, "decide.save_next").tap();
  await eventually(async () => expect(await stateOf(flag)).toEqual({ state: "closed", outcome: "not_partisan" }));
});

test("a route that is tapped brings its form into sight", async () => {
  const flag = await netra.raise({ text: CALL.replace("kawan", "dulur") });
  const page = await netra.open("wulan", { device: "narrow" });
  await openByTap(page, flag);
  await readByTap(page);
  await panel(page)
    .getByRole("button", { name: say("act.escalate_long") })
    .tap();
  const first = text(page, "Tindakan pemilik akun sendiri, bukan tag atau unggahan pihak ketiga?");
  await first.waitFor();
  await eventually(async () => {
    const box = await first.boundingBox();
    expect(box!.y).toBeGreaterThan(0);
    expect(box!.y + box!.height).toBeLessThan(page.viewportSize()!.height);
  });
});

test("somebody who knows the people passes the flag on, and it is not offered again", async () => {
  const flag = await netra.raise({ text: CALL.replace("keluarga", "tetangga") });
  const page = await netra.open("wulan", { device: "narrow" });
  await openByTap(page, flag);
  await button(page, "recuse").tap();
  await page.getByRole("heading", { level: 1, name: flag.number }).waitFor({ state: "detached" });
  await page.goto(`/triage/${flag.id}`);
  await text(page, say("claim.recused")).waitFor();
  expect(await stateOf(flag)).toEqual({ state: "open", outcome: null });
});

test("no page is wider than the phone, and every control is large enough for a thumb", async () => {
  const flag = await netra.raise({ text: CALL.replace("keluarga", "kawan-kawan") });
  const page = await netra.open("toni", { device: "narrow" });
  const tooSmall = () =>
    page.locator("button:visible, a:visible, select:visible, [role=radio]:visible").evaluateAll((all) =>
      all
        .map((control) => ({ name: control.textContent, box: control.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 1 && (box.height < 24 || box.width < 24))
        .map(({ name, box }) => `${name} ${Math.round(box.width)}×${Math.round(box.height)}`),
    );
  const overflow = () => page.locator("html").evaluate((html) => html.scrollWidth - html.clientWidth);
  for (const path of ["/day", "/triage", "/overview", "/reports", "/reports/exports", "/status", "/capture"]) {
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await overflow(), path).toBe(0);
    expect(await tooSmall(), path).toEqual([]);
  }
  await openByTap(page, flag);
  expect(await overflow()).toBe(0);
  expect(await tooSmall()).toEqual([]);
  await readByTap(page);
  expect(await overflow()).toBe(0);
  expect(await tooSmall()).toEqual([]);
});
