import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Instance, REGISTER, startInstance } from "./instance.ts";
import type { PostedFlag } from "./platform.ts";
import { answer, atFlag, button, eventually, hasFocus, overhear, panel, pressUntil, row, rows, say, saying, tabTo, text } from "./screens.ts";

/** Everything an analyst does all day, without touching a mouse. */
let netra: Instance;
beforeAll(async () => {
  netra = await startInstance();
});
afterEach(() => netra.settle());
afterAll(() => netra.stop());

const CALL = "Ayo kawan, kita coblos nomor 2, Pak Bahar & Bu Ratih. Ajak keluarga ya 🙏 #BaharRatih";
const DOUBT = "Katanya sih pilih nomor 3 itu wajib, padahal saya netral 😄 Pak Candra orang baik, calon bupati idaman";
const ATTACK = "Pak Arman ingkar janji, jangan pilih nomor 1 #ArmanIngkarJanji";

/** What nobody may see before a reading is saved: who it is, and what the machine thinks of it. */
const AUTHOR = REGISTER.find((one) => one.handle === "contoh.sari.nilam" && one.platform === "facebook");
const SECRETS = [AUTHOR?.name, AUTHOR?.handle, AUTHOR?.agency, AUTHOR?.position, AUTHOR?.nip, "contoh.example"].filter((one) => one != null);
const MACHINE_FIELDS = ["scoreTenths", "thresholdTenths", '"stance"', '"targets"', '"signals"', '"ruleId"', '"words"'];
const MACHINE_WORDS = [say("signal.for"), say("signal.against"), say("compare.machine"), say("compare.score"), say("unmask.closed")];

const bodyOf = (page: Page): Promise<string> => page.locator("body").innerText();
const stateOf = async (flag: PostedFlag): Promise<{ state: string; outcome: string | null }> => {
  const [found] = await netra.see<{ state: string; outcome: string | null }>("select state, outcome from flag where id = $1", [flag.id]);
  if (!found) throw new Error("e2e: no such flag");
  return found;
};

/** Opens a flag from the list with Enter, which claims it. */
async function openByKey(page: Page, flag: PostedFlag): Promise<void> {
  await page.goto("/triage");
  await row(page, flag).waitFor();
  for (let steps = 0; (await row(page, flag).getAttribute("tabindex")) !== "0"; steps += 1) {
    if (steps > (await rows(page).count())) throw new Error("e2e: J does not reach the flag");
    await page.keyboard.press("j");
  }
  await page.keyboard.press("Enter");
  await atFlag(page, flag);
}

/** Nothing led away: two frames are enough for a page to change. */
async function stillAt(page: Page, flag: PostedFlag): Promise<void> {
  await page.evaluate("new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))");
  expect(page.url()).toContain(flag.id);
}

/** Reads a flag as support for a pair, by keys alone. */
async function readSupport(page: Page, pair: number, by: "number" | "arrows" = "number"): Promise<void> {
  await pressUntil(page, "d", page.getByRole("radio", { name: say("read.support"), checked: true }));
  const chosen = page.getByRole("radiogroup", { name: say("read.target") }).getByRole("radio", { checked: true });
  await eventually(async () => expect(await hasFocus(page.locator("#reading-targets")), "the arrows choose who is meant").toBe(true));
  expect(await chosen.count(), "nobody is chosen before a key says so").toBe(0);
  if (by === "number") await page.keyboard.press(String(pair));
  else for (let n = 0; n < pair; n += 1) await page.keyboard.press("ArrowDown");
  await eventually(async () => expect(await chosen.innerText()).toMatch(new RegExp(`^${pair} · `)));
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: say("signal.for") }).waitFor();
}

describe("the first reading", () => {
  test("J and K walk the list, Enter claims and opens, and until the reading is saved nothing of the machine or the person arrives", async () => {
    const flags = [await netra.raise({ text: DOUBT }), await netra.raise({ text: CALL })] as const;
    const page = await netra.open("wulan");
    const heard = overhear(page);
    await page.goto("/triage");
    await rows(page).nth(1).waitFor();

    await page.keyboard.press("j");
    await eventually(async () => expect(await hasFocus(rows(page).nth(1))).toBe(true));
    await page.keyboard.press("k");
    await eventually(async () => expect(await hasFocus(rows(page).nth(0))).toBe(true));
    const [, first] = flags;
    expect(await rows(page).nth(0).getAttribute("id"), "the stronger text stands first").toBe(`row-${first.id}`);

    await page.keyboard.press("Enter");
    await atFlag(page, first);
    expect(await stateOf(first)).toMatchObject({ state: "claimed" });
    await text(page, say("read.prompt")).waitFor();

    const shown = await bodyOf(page);
    expect(shown).toContain(CALL);
    for (const secret of [...SECRETS, ...MACHINE_WORDS]) expect(shown).not.toContain(secret);
    expect(await page.locator("mark").count()).toBe(0);
    const told = await heard();
    expect(told).toContain(CALL.slice(0, 20));
    for (const secret of [...SECRETS, ...MACHINE_FIELDS]) expect(told).not.toContain(secret);
    await page.keyboard.press("Escape");
    await rows(page).first().waitFor();
  });

  test("a key of the second step says in the first that the reading comes before it, and does nothing else", async () => {
    const flag = await netra.raise({ text: ATTACK });
    const page = await netra.open("toni");
    await openByKey(page, flag);
    for (const key of ["1", "5", "n", "e", "s", "y", "i", "[", "]"]) {
      await page.keyboard.press(key);
      await text(page, "Simpan bacaan dulu.").waitFor();
    }
    expect(await stateOf(flag)).toEqual({ state: "claimed", outcome: null });
    expect(await panel(page).getByRole("radio", { checked: true }).count()).toBe(0);
  });

  test("T, Shift+Enter, a number and Ctrl+Enter close a harmless post and open the next", async () => {
    const [flag, next] = [await netra.raise({ text: CALL }), await netra.raise({ text: CALL.replace("keluarga", "tetangga") })];
    const page = await netra.open("wulan");
    await openByKey(page, flag);
    await pressUntil(page, "t", page.getByRole("radio", { name: say("read.neither"), checked: true }));
    await page.keyboard.press("Shift+Enter");
    await page.getByRole("list", { name: say("reason.pick") }).waitFor();
    await page.keyboard.press("2");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("heading", { level: 1, name: flag.number }).waitFor({ state: "detached" });
    await text(page, saying("lease.mine")).waitFor();
    expect(await stateOf(flag)).toEqual({ state: "closed", outcome: "not_partisan" });
    const [decision] = await netra.see("select reason, outcome from decision where flag_id = $1", [flag.id]);
    expect(decision).toEqual({ reason: "Ajakan memilih tanpa arah, atau informasi KPU/Bawaslu.", outcome: "not_partisan" });
    expect(page.url()).not.toContain(flag.id);
    expect(next.id).not.toBe(flag.id);
  });

  test("for 400 ms after a new post appears, keys that commit to something sleep", async () => {
    const [one, two] = [await netra.raise({ text: `${CALL} Satu.` }), await netra.raise({ text: `${CALL} Dua.` })];
    const wulan = await netra.actAs("wulan");
    await wulan.claim(one.id);
    await wulan.claim(two.id);
    const page = await netra.open("wulan");
    await page.goto("/triage?lane=mine");
    await row(page, one).waitFor();
    // A person who never lets go of T: pressed in every frame from the moment the post is shown.
    const awake = page.evaluate(`new Promise((done) => addEventListener("focusin", ({ target }) => {
      if (target.id !== "panel-title") return;
      const shown = performance.now();
      const press = () => {
        dispatchEvent(new KeyboardEvent("keydown", { key: "t", bubbles: true, cancelable: true }));
        if (document.querySelector('[role=radio][aria-checked=true]')) done(performance.now() - shown);
        else requestAnimationFrame(press);
      };
      press();
    }))`);
    await page.keyboard.press("Enter");
    const sleptMs = await awake;
    // The focus comes a little after the sleep began. That it ends is told by the key that was taken.
    expect(sleptMs).toBeGreaterThan(300);
  });
});

describe("the decision", () => {
  test("D and a target open the signals, marked where they stand, for and against side by side; a number, a reason and Ctrl+Enter decide; U takes it back", async () => {
    const flag = await netra.raise({ text: DOUBT.replace("wajib", "harus") });
    const page = await netra.open("wulan");
    await openByKey(page, flag);
    await readSupport(page, 3, "arrows");

    const { machine, myReading } = await (await netra.actAs("wulan")).flag(flag.id);
    expect(myReading).toMatchObject({ reading: "support", targetId: "candra-indah" });
    const whole = DOUBT.replace("wajib", "harus");
    const spans = machine!.signals
      .flatMap((signal) => signal.spans.map((span) => ({ ...span, side: signal.side })))
      .sort((a, b) => a.start - b.start);
    expect(spans.map((span) => span.side)).toContain("against");
    const marks = await page
      .locator("mark")
      .evaluateAll((all) => all.map((mark) => ({ side: mark.dataset.side, words: mark.querySelector("bdi")?.textContent })));
    // Words that count twice are marked once.
    const places = spans.filter((span, at) => spans.findIndex((other) => other.start === span.start) === at);
    expect(marks).toEqual(places.map(({ side, start, end }) => ({ side, words: whole.slice(start, end) })));
    expect(marks).toContainEqual({ side: "against", words: "saya netral" });
    expect(marks).toContainEqual({ side: "for", words: "Pak Candra orang baik" });

    const [left, right] = await Promise.all(
      (["signal.for", "signal.against"] as const).map((key) => page.getByRole("region", { name: say(key) }).boundingBox()),
    );
    expect(left!.y).toBe(right!.y);
    expect(Math.abs(left!.width - right!.width)).toBeLessThan(1);
    expect(left!.x + left!.width).toBeLessThanOrEqual(right!.x);

    await page.keyboard.press("1");
    await page.getByRole("list", { name: say("reason.pick") }).waitFor();
    await page.keyboard.press("7");
    const reason = say("reason.sarcasm");
    await eventually(async () => expect(await page.getByLabel(say("reason.label")).inputValue()).toBe(reason));
    await page.keyboard.press("Control+Enter");
    await page.getByRole("heading", { level: 1, name: flag.number }).waitFor({ state: "detached" });
    expect(await stateOf(flag)).toEqual({ state: "closed", outcome: "not_partisan" });

    // A lost line is told as such, not as too late, and the offer stands again.
    await page.route("**/undo", (route) => route.abort(), { times: 1 });
    await page.keyboard.press("u");
    await text(page, say("undo.failed", { sebab: say("many.why.no-answer") })).waitFor();
    expect(await stateOf(flag)).toEqual({ state: "closed", outcome: "not_partisan" });
    await page.keyboard.press("u");
    await atFlag(page, flag);
    expect(await stateOf(flag)).toEqual({ state: "claimed", outcome: null });
    expect(await page.getByLabel(say("reason.label")).inputValue(), "what was typed comes back").toBe(reason);
    const [decision] = await netra.see<{ undone: boolean }>("select undone_at is not null as undone from decision where flag_id = $1", [flag.id]);
    expect(decision).toEqual({ undone: true });
  });

  test("U while the next post is still on its way leads back, and the post that comes late leads nobody away", async () => {
    const [decided, next] = [await netra.raise({ text: `${DOUBT} Salam.` }), await netra.raise({ text: `${CALL} Salam.` })];
    const page = await netra.open("wulan");
    const undone = Promise.withResolvers<void>();
    const late = Promise.withResolvers<void>();
    await openByKey(page, decided);
    await page.route(`**/api/flags/${decided.id}/undo`, async (route) => {
      const response = await route.fetch();
      await undone.promise;
      await route.fulfill({ response });
    });
    await page.route(`**/api/flags/${next.id}`, async (route) => {
      const response = await route.fetch();
      await late.promise;
      await route.fulfill({ response });
    });
    await pressUntil(page, "t", answer(page, "neither").and(page.getByRole("radio", { checked: true })));
    await page.keyboard.press("Shift+Enter");
    await page.getByRole("list", { name: say("reason.pick") }).waitFor();
    await page.keyboard.press("1");
    await page.keyboard.press("Control+Enter");
    await page.waitForURL((url) => !url.pathname.includes(decided.id));
    const offer = page.getByRole("button", { name: saying("undo.act") });
    await offer.waitFor();
    await page.keyboard.press("u");
    await offer.waitFor({ state: "detached" });
    // A slow device: the way back is asked for, not yet shown, when the next post arrives.
    const device = await page.context().newCDPSession(page);
    await device.send("Emulation.setCPUThrottlingRate", { rate: 6 });
    undone.resolve();
    await page.waitForURL((url) => url.pathname.includes(decided.id));
    late.resolve();
    await atFlag(page, decided);
    await stillAt(page, decided);
    expect(next.id).not.toBe(decided.id);
  });

  test("E asks eight questions; what is typed in its reason is never a key; the flag then waits for a second reader", async () => {
    const flag = await netra.raise({ text: CALL.replace("Ajak", "Ajaklah") });
    const page = await netra.open("toni");
    await openByKey(page, flag);
    await readSupport(page, 2);
    await pressUntil(page, "e", text(page, say("check.count", { n: 0, jumlah: 8 })));

    const ANSWERS = ["yes", "yes", "yes", "yes", "no", "no", "no", "no"] as const;
    const groups = panel(page).getByRole("radiogroup");
    await eventually(async () => expect(await hasFocus(groups.first().getByRole("radio").first()), "E leads to the first question").toBe(true));
    for (const [at, wanted] of ANSWERS.entries()) {
      await tabTo(page, groups.nth(at).getByRole("radio").first());
      await page.keyboard.press("Space");
      if (wanted === "no") await page.keyboard.press("ArrowRight");
      await text(page, say("check.count", { n: at + 1, jumlah: 8 })).waitFor();
    }
    // The guidance of the last question, behind its mark: Shift+Tab leads there from the answers.
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await text(page, say("guidance.caveat")).waitFor();
    await page.keyboard.press("Enter");
    const reason = page.getByLabel(say("reason.label"));
    await tabTo(page, reason);
    const typed = "Ajakan memilih nomor 2 tidak dikutip; jelas, eksplisit, 1 5 n e u j k t d r b ?";
    await page.keyboard.type(typed);
    expect(await reason.inputValue()).toBe(typed);
    expect(await groups.count()).toBe(8);
    await page.getByRole("heading", { level: 1, name: flag.number }).waitFor();
    await page.keyboard.press("Control+Enter");
    await page.getByRole("heading", { level: 1, name: flag.number }).waitFor({ state: "detached" });
    expect(await stateOf(flag)).toEqual({ state: "awaiting_second", outcome: null });
    const [decision] = await netra.see<{ checklist: unknown; reason: string }>(
      "select checklist, reason, jsonb_array_length(g.body->'questions') as asked from decision join guidance g on g.hash = guidance_hash where flag_id = $1",
      [flag.id],
    );
    expect(decision).toEqual({
      reason: typed,
      asked: 8,
      checklist: { own_act: "yes", link: "yes", employment: "yes", campaign: "yes", official: "no", spouse: "no", memory: "no", quote: "no" },
    });
  });

  test("the identity opens only for a reason, and the reason stands in the audit trail", async () => {
    const flag = await netra.raise({ text: CALL.replace("kawan", "sanak") });
    const page = await netra.open("wulan");
    await openByKey(page, flag);
    await readSupport(page, 2);
    await text(page, say("unmask.closed")).waitFor();
    const trail = () => netra.see("select actor_role, reason, detail from audit_event where object_id = $1 and act like 'identity%'", [flag.id]);
    expect(await trail()).toEqual([]);

    await page.keyboard.press("i");
    await text(page, say("unmask.ask")).waitFor();
    expect(await bodyOf(page)).not.toContain(AUTHOR!.name);
    await page.keyboard.press("2");
    await text(page, AUTHOR!.name).waitFor();
    await text(page, `NIP berakhir ${AUTHOR!.nip!.slice(-4)}`).waitFor();
    const shown = await bodyOf(page);
    expect(shown).toContain(AUTHOR!.handle);
    expect(shown).not.toContain(AUTHOR!.nip);
    expect(await trail()).toMatchObject([{ actor_role: "analyst" }]);
    expect(JSON.stringify(await trail())).toContain("position_or_leave");

    await page.keyboard.press("i");
    await text(page, say("unmask.closed")).waitFor();
    expect(await bodyOf(page)).not.toContain(AUTHOR!.name);
  });

  test("Escape closes one layer: a menu, then the page", async () => {
    const flag = await netra.raise({ text: CALL.replace("kita", "bersama") });
    const page = await netra.open("dewi");
    await openByKey(page, flag);
    const account = button(page, "nav.account", { nama: "Dewi" });
    await account.focus();
    await page.keyboard.press("Enter");
    const menu = page.getByRole("menu");
    await menu.waitFor();
    await page.keyboard.press("Escape");
    await menu.waitFor({ state: "detached" });
    await stillAt(page, flag);
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { level: 1, name: say("triage.title") }).waitFor();
  });

  test("the help shows the keys that act here, and single keys can be put on Alt or switched off", async () => {
    const flag = await netra.raise({ text: CALL.replace("kita", "mari") });
    const page = await netra.open("dewi");
    await openByKey(page, flag);
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: say("keys.title") });
    await help.getByText(say("read.support")).waitFor();
    await help.getByRole("radio", { name: say("keys.mode.alt") }).check();
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "detached" });
    await page.keyboard.press("t");
    await pressUntil(page, "Alt+d", answer(page, "support").and(page.getByRole("radio", { checked: true })));
    expect(await answer(page, "harm").getAttribute("aria-keyshortcuts")).toBe("Alt+R");
    await page.keyboard.press("Alt+t");
    await page.keyboard.press("Alt+?");
    await help.getByRole("radio", { name: say("keys.mode.off") }).check();
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "detached" });
    await stillAt(page, flag);
    await page.keyboard.press("1");
    await page.keyboard.press("d");
    expect(await answer(page, "support").getAttribute("aria-checked")).toBe("false");
    expect(await answer(page, "neither").getAttribute("aria-checked")).toBe("true");
    expect(await answer(page, "neither").getAttribute("aria-keyshortcuts")).toBeNull();
    expect(await button(page, "read.save").isEnabled()).toBe(true);
  });
});
