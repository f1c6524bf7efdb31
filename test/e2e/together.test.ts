import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Instance, startInstance } from "./instance.ts";
import type { PostedFlag } from "./platform.ts";
import { answer, atFlag, button, eventually, hasFocus, pressUntil, row, say, saying, tabTo, text } from "./screens.ts";

/** Posts that say the same, and many rows at once: by keys alone, and with a thumb. */
let netra: Instance;
beforeAll(async () => {
  netra = await startInstance();
});
afterEach(() => netra.settle());
afterAll(() => netra.stop());

const [SARI, KENANGA] = ["contoh.sari.nilam", "contoh.kenanga.rimba"];
const states = async (flags: readonly PostedFlag[]): Promise<string[]> => {
  const rows = await netra.see<{ id: string; is: string }>("select id, state || coalesce(' ' || outcome, '') as is from flag where id = any($1)", [
    flags.map(({ id }) => id),
  ]);
  return flags.map(({ id }) => rows.find((one) => one.id === id)?.is ?? "none");
};
async function raised(posts: readonly { readonly text: string; readonly handle?: string }[]): Promise<PostedFlag[]> {
  return (await netra.publish(posts)).map((flag) => {
    if (flag === null) throw new Error("e2e: a post raised no flag");
    return flag;
  });
}
/** Moves along the list by J and K until a row has the tab stop. */
async function goTo(page: Page, flag: PostedFlag): Promise<void> {
  await row(page, flag).waitFor();
  const all = page.locator("[id^=row-]");
  const at = (name: string): Promise<number> => all.evaluateAll((rows, wanted) => rows.findIndex((one) => one.matches(wanted)), name);
  const [from, to] = [await at("[tabindex='0']"), await at(`#row-${flag.id}`)];
  for (let steps = Math.abs(to - from); steps > 0; steps -= 1) await page.keyboard.press(to > from ? "j" : "k");
  await row(page, flag).and(page.locator("[tabindex='0']")).waitFor();
}
const picked = (page: Page, flag: PostedFlag) => row(page, flag).and(page.locator("[aria-selected=true]"));

test("by keys: the count before the reading, L opens the texts by what differs, ticked ones are closed with this one, and U takes the whole back", async () => {
  const call = "Ayo kawan, kita coblos nomor 2, Pak Bahar & Bu Ratih. Ajak keluarga dan tetangga sebelah rumah ya 🙏 #BaharRatih";
  const flags = await raised([
    { text: call },
    { text: call.replace("kawan", "sanak"), handle: KENANGA },
    { text: `${call} Jangan lupa!`, handle: SARI },
  ]);
  const [lead, copy, own] = flags as [PostedFlag, PostedFlag, PostedFlag];
  const page = await netra.open("wulan");
  await page.goto("/triage");
  // Which of them came first, two workers decide.
  await text(row(page, lead), new RegExp(["chip.alike", "chip.repeats"].map((chip) => say(chip as "chip.alike", { n: 2 })).join("|"))).waitFor();
  await goTo(page, lead);
  await page.keyboard.press("Enter");
  await atFlag(page, lead);
  await text(page, say("alike.before")).waitFor();
  await page.keyboard.press("l");
  expect(await page.locator("ins").count(), "no text before the reading").toBe(0);
  await pressUntil(page, "t", answer(page, "neither").and(page.getByRole("radio", { checked: true })));
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: say("signal.for") }).waitFor();

  await page.keyboard.press("l");
  await page.locator("ins", { hasText: "sanak" }).waitFor();
  expect((await page.locator("main").innerText()).includes(KENANGA as string), "whose they are stays closed").toBe(false);
  await eventually(async () => expect(await hasFocus(page.locator("summary", { hasText: say("alike.title", { n: 2 }) }))).toBe(true));
  const tick = (flag: PostedFlag) => page.getByRole("checkbox", { name: say("alike.tick", { nomor: flag.number }) });
  for (const flag of [copy, own]) {
    await tabTo(page, tick(flag));
    await page.keyboard.press("Space");
    expect(await tick(flag).isChecked()).toBe(true);
  }
  await page.keyboard.press("1");
  await page.getByRole("list", { name: say("reason.pick") }).waitFor();
  await page.keyboard.press("2");
  await button(page, "alike.save", { n: 3 }).waitFor();
  await page.keyboard.press("Control+Enter");
  await text(
    page,
    saying("undo", { putusan: say("many.done", { n: 3, putusan: `${say("state.closed")}: ${say("outcome.not_partisan")}` }) }),
  ).waitFor();
  expect(await states(flags)).toEqual(flags.map(() => "closed not_partisan"));
  const rows = await netra.see(
    "select count(*)::int as n, count(distinct flag_id)::int as flags, count(distinct reason)::int as reasons from decision where flag_id = any($1)",
    [flags.map(({ id }) => id)],
  );
  expect(rows).toEqual([{ n: 3, flags: 3, reasons: 1 }]);
  await page.keyboard.press("u");
  await eventually(async () => expect(await states(flags)).toEqual(["claimed", "open", "open"]));
  await atFlag(page, lead);
});

test("by keys: X and Shift+X pick rows, the bar closes them as repeats of one after every text was shown, and U takes the whole back", async () => {
  const call =
    "Bismillah, sekeluarga sudah mantap nomor tiga. Jangan lupa coblos Pak Candra & Bu Indah demi nelayan dan petani kita semua #CandraIndah";
  await netra.see("update flag set state = 'withdrawn' where state = 'open'");
  const flags = await raised([
    { text: call },
    { text: `${call} Salam`, handle: KENANGA },
    { text: `${call} Sehat selalu` },
    { text: "Pak Arman ingkar janji, jangan pilih nomor 1 #ArmanIngkarJanji" },
  ]);
  const [original, copy, third] = flags as [PostedFlag, PostedFlag, PostedFlag];
  const page = await netra.open("toni");
  await page.goto("/triage");
  await goTo(page, original);
  await page.keyboard.press("x");
  await picked(page, original).waitFor();
  await button(page, "pick.close").waitFor();
  expect(await button(page, "pick.close").isDisabled(), "one alone that nobody read").toBe(true);
  await page.keyboard.press("Escape");
  await button(page, "pick.close").waitFor({ state: "detached" });

  const order = await page.locator("[id^=row-]").evaluateAll((all) => all.map(({ id }) => id.slice(4)));
  const cluster = [original, copy, third].toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  expect(order.slice(-2), "repeats stand after everything new").toEqual(cluster.slice(1).map(({ id }) => id));
  for (const flag of cluster.slice(1)) await text(row(page, flag), say("chip.repeats", { n: 2 })).waitFor();
  for (const flag of cluster.slice(0, 2)) {
    await goTo(page, flag);
    await page.keyboard.press("x");
  }
  await goTo(page, cluster[2] as PostedFlag);
  await page.keyboard.press("Shift+x");
  for (const flag of cluster) await picked(page, flag).waitFor();
  await tabTo(page, button(page, "pick.close"));
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  for (const one of [call, `${call} Salam`, `${call} Sehat selalu`]) await text(dialog, one).waitFor();
  await tabTo(page, dialog.getByRole("radio", { name: say("outcome.duplicate") }));
  await page.keyboard.press("Space");
  await dialog.getByLabel(say("close_many.original")).selectOption(original.id);
  await tabTo(page, dialog.getByRole("radio", { name: say("read.neither") }));
  await page.keyboard.press("Space");
  await tabTo(page, dialog.getByLabel(say("reason.label")));
  await page.keyboard.type("Teks yang sama, satu dibaca.");
  await tabTo(page, button(dialog, "close_many.save", { n: 2 }));
  await page.keyboard.press("Enter");
  await text(page, saying("undo", { putusan: say("many.done", { n: 2, putusan: `${say("state.closed")}: ${say("outcome.duplicate")}` }) })).waitFor();
  expect(await states(flags)).toEqual(["open", "closed duplicate", "closed duplicate", "open"]);
  expect(await netra.see("select distinct duplicate_of from decision where flag_id = any($1)", [[copy.id, third.id]])).toEqual([
    { duplicate_of: original.id },
  ]);
  await page.keyboard.press("u");
  await eventually(async () => expect(await states(flags)).toEqual(["open", "open", "open", "open"]));
});

test("with a thumb on a phone: Pilih, taps, claim and hand back; nothing is wider than the phone", async () => {
  const flags = await raised([
    { text: "Kami sekeluarga fix Pak Bahar, nomor 2, harga mati" },
    { text: "Pilih nomor 3 saja kawan, Pak Candra dan Bu Indah #CandraIndah", handle: KENANGA },
  ]);
  const page = await netra.open("wulan", { device: "narrow" });
  await page.goto("/triage");
  await row(page, flags[0] as PostedFlag).waitFor();
  await page.getByRole("button", { name: say("pick.mode"), exact: true }).tap();
  for (const flag of flags) {
    await row(page, flag).tap();
    await picked(page, flag).waitFor();
  }
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  await page.getByRole("button", { name: say("pick.claim"), exact: true }).tap();
  await text(page, say("many.claimed", { n: 2 })).waitFor();
  expect(await states(flags)).toEqual(["claimed", "claimed"]);
  for (const flag of flags) await row(page, flag).tap();
  await page.getByRole("button", { name: say("pick.release"), exact: true }).tap();
  await text(page, say("many.released", { n: 2 })).waitFor();
  expect(await states(flags)).toEqual(["open", "open"]);
});

test("by keys and by thumb: H hands a flag over, the colleague finds it in the morning and judges the text first; many at once come back with U", async () => {
  const flags = await raised([
    { text: "Kami sekeluarga tetap Pak Bahar, nomor 2 sampai akhir" },
    { text: "Besok kita coblos nomor 3 ya, Pak Candra dan Bu Indah #CandraIndah", handle: KENANGA },
  ]);
  const [lead, other] = flags as [PostedFlag, PostedFlag];
  const wulan = await netra.actAs("wulan");
  for (const flag of flags) await wulan.claim(flag.id);
  const holders = async (): Promise<(string | null)[]> =>
    (
      await netra.see<{ username: string | null }>(
        `select u.username from unnest($1::uuid[]) with ordinality w (id, at) left join flag_lease l on l.flag_id = w.id and l.ended_at is null
          left join app_user u on u.id = l.user_id order by w.at`,
        [flags.map(({ id }) => id)],
      )
    ).map(({ username }) => username);

  const page = await netra.open("wulan");
  await page.goto("/triage?lane=mine");
  await goTo(page, lead);
  for (const flag of flags) {
    await goTo(page, flag);
    await page.keyboard.press("x");
  }
  await page.keyboard.press("h");
  const dialog = page.getByRole("dialog", { name: say("pass.title_many", { n: 2 }) });
  for (const { text: words } of [{ text: "tetap Pak Bahar" }, { text: "Besok kita coblos" }]) await text(dialog, new RegExp(words)).waitFor();
  const colleague = (within: typeof dialog) => within.getByLabel(say("pass.to"));
  await eventually(async () => expect(await hasFocus(colleague(dialog))).toBe(true));
  await colleague(dialog).selectOption({ label: "Toni, analis" });
  await page.keyboard.press("Control+Enter");
  await text(page, saying("undo", { putusan: say("pass.done", { n: 2, nama: "Toni" }) })).waitFor();
  expect(await holders()).toEqual(["toni", "toni"]);
  await page.keyboard.press("u");
  await eventually(async () => expect(await holders()).toEqual(["wulan", "wulan"]));

  const phone = await netra.open("wulan", { device: "narrow" });
  await phone.goto(`/triage/${lead.id}`);
  await phone.getByRole("button", { name: say("keys.pass_on") }).tap();
  const one = phone.getByRole("dialog", { name: say("pass.title", { nomor: lead.number }) });
  await colleague(one).selectOption({ label: "Toni, analis" });
  await one.getByLabel(say("pass.note")).fill("Fotonya belum datang.");
  expect(await phone.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  await one.getByRole("button", { name: say("pass.save"), exact: true }).tap();
  await text(phone, saying("undo", { putusan: say("pass.done_one", { nomor: lead.number, nama: "Toni" }) })).waitFor();
  expect(await holders()).toEqual(["toni", "wulan"]);
  expect(other.id).not.toBe(lead.id);

  const toni = await netra.open("toni");
  await toni.goto("/day");
  await text(toni, saying("handed.by", { nama: "Wulan" })).waitFor();
  await text(toni.getByRole("navigation"), /^1$/).waitFor();
  await toni.keyboard.press("Enter");
  await atFlag(toni, lead);
  await text(toni, say("handed.later", { nama: "Wulan" })).waitFor();
  await pressUntil(toni, "t", answer(toni, "neither").and(toni.getByRole("radio", { checked: true })));
  await toni.keyboard.press("Enter");
  await text(toni, "Fotonya belum datang.").waitFor();
  await phone.getByRole("button", { name: saying("undo.act") }).tap();
  await text(phone, say("handed.late")).waitFor();
  expect(await holders()).toEqual(["toni", "wulan"]);
});
