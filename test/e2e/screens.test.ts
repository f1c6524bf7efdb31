import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { linkFor } from "../../services/app/src/commands/users.ts";
import { CLOSE, type Decision, ESCALATE, SUPPORTS } from "./api-client.ts";
import { type Instance, startInstance, type Username } from "./instance.ts";
import { randomPng } from "./picture.ts";
import type { PostedFlag } from "./platform.ts";
import { panel, say } from "./screens.ts";
import type { Device } from "./windows.ts";

/** Every screen, in both languages, wide and narrow: without a finding of axe, and as a picture to look at in `test-output/screens/`. */
const PICTURES = join(import.meta.dirname, "../../test-output/screens");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

const CALL =
  "Bismillah, sekeluarga sudah mantap nomor dua. Jangan lupa coblos Pak Bahar & Bu Ratih ya kawan-kawan 🙏 Kami di sini netral kok, cuma berdoa 😁 #BaharRatih";
const DOUBT = "Katanya sih pilih nomor 3 itu wajib, padahal saya netral 😄 Pak Candra orang baik, calon bupati idaman";

// Two walks at once through every screen, each with its picture and its questions: minutes on a busy machine.
vi.setConfig({ testTimeout: 400_000 });

let netra: Instance;
const flags = {} as Record<"fresh" | "read" | "second" | "secondRead" | "disputed" | "closed" | "edited" | "gone" | "photo" | "waiting", PostedFlag>;

beforeAll(async () => {
  netra = await startInstance();
  mkdirSync(PICTURES, { recursive: true });
  const made = await netra.publish([
    { text: CALL },
    { text: `${CALL} Satu komando.` },
    { text: "Ayo kawan, nanti kita menangkan Arman-Lestari. Satu rumah satu suara, coblos nomor 1 💪", handle: "contoh.kenanga.rimba" },
    { text: "Pak Candra orang baik, Bu Indah juga. Coblos nomor 3 ya 🙏 #CandraIndah", handle: "contoh.kenanga.rimba" },
    { text: DOUBT, handle: "contoh.akar.seruni", platform: "tiktok" },
    { text: "Pak Arman ingkar janji, jangan pilih nomor 1 #ArmanIngkarJanji" },
    {
      text: "Kalau masih bingung, pilih saja Pak Bahar. Coblos nomor 2 ya 🙏",
      later: { edit: "Semoga Manggar selalu diperhatikan. Selamat beristirahat semuanya 🙏" },
    },
    { text: "Mohon doa dan dukungan untuk Candra-Indah. Coblos nomor 3.", later: "delete" },
    { text: "Coblos nomor 1, lanjutkan! #ArmanLestari", kind: "photo", handle: "contoh.akar.seruni", platform: "tiktok" },
    { text: `${CALL} Sampai menang.` },
  ]);
  for (const [at, name] of (
    ["fresh", "read", "second", "secondRead", "disputed", "closed", "edited", "gone", "photo", "waiting"] as const
  ).entries()) {
    const flag = made[at];
    if (!flag) throw new Error(`e2e: the post for "${name}" raised no flag`);
    flags[name] = flag;
  }
  const [toni, wulan, hasan] = await Promise.all([netra.actAs("toni"), netra.actAs("wulan"), netra.actAs("hasan")]);
  await toni.decide(flags.second.id, SUPPORTS, ESCALATE);
  await toni.decide(flags.secondRead.id, SUPPORTS, ESCALATE);
  await toni.decide(flags.disputed.id, SUPPORTS, ESCALATE);
  await wulan.decide(flags.disputed.id, { reading: "neither", targetId: null }, CLOSE);
  await toni.decide(flags.closed.id, { reading: "neither", targetId: null }, CLOSE);
  await wulan.claim(flags.fresh.id);
  await wulan.read(flags.read.id, SUPPORTS);
  await wulan.claim(flags.second.id);
  await wulan.read(flags.secondRead.id, SUPPORTS);
  await wulan.read(flags.edited.id, SUPPORTS);
  await hasan.read(flags.disputed.id, SUPPORTS);
  const due = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const request: Decision = { act: "needs_info", question: "Apakah pegawai ini sedang cuti?", addressee: "BKPSDM", due, reason: "" };
  await wulan.decide(flags.waiting.id, SUPPORTS, request);
  await netra.see("update flag set deadline_at = clock_timestamp() - interval '1 day' where id = $1", [flags.waiting.id]);
  await toni.call("POST", "/api/handovers", {
    region: "19.06",
    note: `Tunggu jawaban untuk ${flags.waiting.number}.`,
    idempotencyKey: "catatan-toni",
  });
  const dewi = await netra.actAs("dewi");
  const { currentWeek } = await dewi.call<{ currentWeek: string }>("GET", "/api/reports");
  await dewi.call("POST", "/api/reports", { week: currentWeek, region: "19.06" });
});
afterEach(() => netra.settle());
afterAll(() => netra.stop());

type Locale = "id" | "en";
const LOCALES: readonly Locale[] = ["id", "en"];

/** A screen: who looks, where, what shows that it stands, and what was done to get there. */
interface Screen {
  readonly name: string;
  readonly who: Username;
  /** Null: from the screen before, which the same person has open. */
  readonly path: (() => string) | null;
  readonly stands: (page: Page, locale: Locale) => Promise<void>;
}

const flagScreen = (name: string, who: Username, flag: keyof typeof flags, stands: Screen["stands"]): Screen => ({
  name,
  who,
  path: () => `/triage/${flags[flag].id}`,
  stands,
});
const then = (name: string, who: Username, stands: Screen["stands"]): Screen => ({ name, who, path: null, stands });
const asked: Screen["stands"] = (page, locale) => page.getByRole("radio", { name: say("read.unclear", {}, locale) }).waitFor();
const marked: Screen["stands"] = (page) => page.locator("mark").first().waitFor();
const titled =
  (key: Parameters<typeof say>[0]): Screen["stands"] =>
  (page, locale) =>
    page.getByRole("heading", { level: 1, name: say(key, {}, locale) }).waitFor();
const routed =
  (at: 0 | 1 | 2): Screen["stands"] =>
  async (page, locale) => {
    await marked(page, locale);
    await panel(page)
      .getByRole("group", { name: say("decide.routes", {}, locale) })
      .getByRole("button")
      .nth(at)
      .click();
    await panel(page)
      .getByLabel(say(at === 1 ? "needs.question" : at === 2 ? "reason.label" : "outcome.label", {}, locale))
      .first()
      .waitFor();
  };

const PEOPLE_FILE = `nip,name,employment_kind,agency,agency_region,unit,position,role_class,from,to
198001012005011777,Tokoh Misal,pns,Dinas Contoh,19.06,,Analis,,2015-03-01,
198001012005012778,Tokoh Lain,pns,Dinas Contoh,19.06,,Camat,administrator,2015-03-01,2030-12-31`;

const DESK: readonly Screen[] = [
  { name: "list", who: "wulan", path: () => "/triage", stands: (page) => page.getByRole("grid").waitFor() },
  {
    name: "day",
    who: "wulan",
    path: () => "/day",
    stands: async (page, locale) => {
      const waiting = page.getByRole("region", { name: say("day.waiting", {}, locale) });
      await waiting.getByRole("button", { name: say("day.remind_about", { nomor: flags.waiting.number }, locale) }).click();
      await waiting.getByLabel(say("day.reminder_label", {}, locale)).waitFor();
      await page.getByRole("region", { name: say("day.unread", {}, locale) }).waitFor();
    },
  },
  {
    name: "list-search",
    who: "wulan",
    path: () => "/triage",
    stands: async (page, locale) => {
      await page.getByRole("searchbox", { name: say("triage.search", {}, locale) }).fill("coblos nomor");
      await page.keyboard.press("Enter");
      await page.locator("mark").first().waitFor();
    },
  },
  then("list-views", "wulan", async (page, locale) => {
    await page.goto("/triage");
    await page.getByRole("button", { name: say("triage.views", {}, locale) }).click();
    await page.getByRole("menuitem").first().waitFor();
  }),
  { name: "list-closed", who: "dewi", path: () => "/triage?lane=closed", stands: (page) => page.getByRole("grid").waitFor() },
  { name: "list-empty", who: "sinta", path: () => "/triage", stands: (page, locale) => page.getByText(say("empty.triage", {}, locale)).waitFor() },
  flagScreen("flag-before", "wulan", "fresh", asked),
  then("flag-target", "wulan", async (page, locale) => {
    await page.getByRole("radio", { name: say("read.support", {}, locale) }).click();
    await page
      .getByLabel(say("read.target", {}, locale))
      .first()
      .waitFor();
  }),
  then("flag-fast-close", "wulan", async (page, locale) => {
    await page.getByRole("radio", { name: say("read.neither", {}, locale) }).click();
    await page.getByRole("button", { name: say("read.save_close", {}, locale) }).click();
    await page.getByRole("list", { name: say("reason.pick", {}, locale) }).waitFor();
  }),
  flagScreen("flag-after", "wulan", "read", marked),
  then("flag-facts", "wulan", async (page, locale) => {
    await page
      .locator("summary")
      .filter({ hasText: say("facts.title", { tgl: "" }, locale).trim() })
      .click();
    await page
      .getByText(say("facts.spouse", {}, locale), { exact: true })
      .first()
      .waitFor();
  }),
  then("key-help", "wulan", async (page, locale) => {
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: say("keys.title", {}, locale) }).waitFor();
  }),
  then("flag-identity", "wulan", async (page, locale) => {
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: say("unmask.open", {}, locale), exact: true }).click();
    await page.getByText(say("unmask.ask", {}, locale)).waitFor();
  }),
  then("flag-escalate", "wulan", routed(2)),
  then("flag-ask", "wulan", routed(1)),
  then("flag-close", "wulan", async (page, locale) => {
    await routed(0)(page, locale);
    await panel(page)
      .getByRole("radio", { name: say("outcome.duplicate", {}, locale) })
      .click();
    await page.getByRole("list", { name: say("reason.pick", {}, locale) }).waitFor();
  }),
  flagScreen("flag-edited", "wulan", "edited", marked),
  flagScreen("second-before", "wulan", "second", asked),
  flagScreen("second-after", "wulan", "secondRead", marked),
  flagScreen("settlement", "hasan", "disputed", marked),
  flagScreen("flag-source-gone", "dewi", "gone", (page, locale) => page.getByText(say("act.claim_to_read", {}, locale)).waitFor()),
  flagScreen("flag-closed", "dewi", "closed", marked),
  flagScreen("flag-auditor", "laras", "read", marked),
  flagScreen("flag-elsewhere", "sinta", "read", (page, locale) => page.getByText(say("err.not_found", {}, locale)).waitFor()),
  { name: "reports", who: "dewi", path: () => "/reports", stands: (page) => page.locator("main code").first().waitFor() },
  { name: "registry", who: "dewi", path: () => "/registry", stands: (page) => page.locator("main h2").first().waitFor() },
  then("registry-account", "dewi", async (page, locale) => {
    await page.locator("main a[href*='/accounts/']").first().click();
    await page.getByRole("button", { name: say("reg.revoke_look", {}, locale) }).click();
    await page.getByText(say("reg.cascade", {}, locale)).waitFor();
  }),
  { name: "registry-corrections", who: "laras", path: () => "/registry/corrections", stands: titled("nav.registry") },
  {
    name: "registry-import",
    who: "dewi",
    path: () => "/registry/import",
    stands: async (page, locale) => {
      await page.locator("input[type=file]").setInputFiles({ name: "pegawai.csv", mimeType: "text/csv", buffer: Buffer.from(PEOPLE_FILE) });
      await page.getByRole("button", { name: say("reg.import_look", {}, locale) }).click();
      await page.getByRole("table").waitFor();
    },
  },
  { name: "status", who: "dewi", path: () => "/status", stands: (page) => page.getByRole("table").first().waitFor() },
  { name: "denied", who: "mira", path: () => "/reports", stands: (page, locale) => page.getByText(say("err.denied_title", {}, locale)).waitFor() },
];

/** Looks at what stands on the page now: a picture for people, and what axe has to say. */
async function look(page: Page, name: string, at: { readonly locale: Locale; readonly device: Device }, found: string[]): Promise<void> {
  await page.screenshot({ path: join(PICTURES, `${name}.${at.locale}.${at.device}.png`), fullPage: name.startsWith("capture") });
  const { violations } = await new AxeBuilder({ page })
    .options({ runOnly: RULES, rules: { "page-has-heading-one": { enabled: true } }, resultTypes: ["violations"] })
    .setLegacyMode()
    .analyze();
  for (const { id, nodes } of violations)
    for (const node of nodes) found.push(`${name} ${at.locale} ${at.device}: ${id}: ${node.html} ${node.failureSummary ?? ""}`);
}

/** The desk's screens one after another, in windows of one size, a window a person. */
async function walkDesk(locale: Locale, device: Device): Promise<string[]> {
  const found: string[] = [];
  const windows = new Map<Username, Page>();
  for (const { name, who, path, stands } of DESK) {
    const page = windows.get(who) ?? (await netra.open(who, { device, locale }));
    windows.set(who, page);
    if (path) await page.goto(path());
    await stands(page, locale);
    await look(page, name, { locale, device }, found);
  }
  return found;
}

/** The door, up to a first password. */
async function walkDoor(locale: Locale, device: Device): Promise<string[]> {
  const found: string[] = [];
  const at = { locale, device };
  const door = await netra.open(null, at);
  await door.goto("/sign-in");
  await titled("sign_in.title")(door, locale);
  await look(door, "sign-in", at, found);
  await door.getByRole("button", { name: say("sign_in.submit", {}, locale) }).click();
  await door.getByText(say("sign_in.empty", {}, locale)).waitFor();
  await look(door, "sign-in-empty", at, found);
  await netra.see("update app_user set locale = $1 where username = 'yoga'", [locale]);
  await door.goto(await linkFor(netra.context, "yoga"));
  await titled("password.title")(door, locale);
  await look(door, "password", at, found);
  return found;
}

/** Begins like an MP3 and holds nothing to hear. */
const SOUND = Buffer.alloc(2000, "\xff\xfb\x90\x64", "latin1");

/** One sighting from the phone, with a refusal on the way. */
async function walkCapture(locale: Locale, device: Device): Promise<string[]> {
  const found: string[] = [];
  const at = { locale, device };
  const page = await netra.open("rani", at);
  const next = (key: "cap.next" | "cap.send") => page.getByRole("button", { name: say(key, {}, locale), exact: true }).click();
  await page.goto("/capture");
  await page.getByRole("heading", { level: 2, name: say("cap.own", {}, locale) }).waitFor();
  await look(page, "capture-home", at, found);
  await page.goto("/capture?step=1");
  await page.locator("input[type=file]").setInputFiles({ name: "layar.png", mimeType: "image/png", buffer: randomPng(60) });
  await page.getByLabel(say("cap.link", {}, locale), { exact: true }).fill("https://www.facebook.com/contoh.sari.nilam/posts/50001");
  await page.getByAltText("layar.png").waitFor();
  await look(page, "capture-1", at, found);
  await page.locator("input[type=file]").setInputFiles({ name: "suara.mp3", mimeType: "audio/mpeg", buffer: SOUND });
  await page.getByText(say("kind.comment", {}, locale), { exact: true }).click();
  await next("cap.next");
  await page.getByLabel(say("cap.handle_comment", {}, locale)).fill("contoh.sari.nilam");
  await page.getByRole("button", { name: say("cap.transcript_write", {}, locale) }).click();
  await page.getByLabel(say("cap.transcript_words", { n: 1 }, locale)).fill("Halo semua, selamat sore");
  await look(page, "capture-2-comment", at, found);
  await page.getByText(say("cap.vis.friends", {}, locale), { exact: true }).click();
  await next("cap.next");
  await page.getByRole("alert").waitFor();
  await look(page, "capture-2-refused", at, found);
  await page.getByText(say("cap.vis.public", {}, locale), { exact: true }).click();
  await next("cap.next");
  await page.getByRole("heading", { level: 2, name: say("cap.step3", {}, locale) }).waitFor({ state: "attached" });
  await look(page, "capture-3", at, found);
  await page.getByText(say("origin.complaint", {}, locale), { exact: true }).click();
  await page.getByRole("button", { name: say("cap.reporter_add", {}, locale) }).click();
  await look(page, "capture-3-reporter", at, found);
  await next("cap.send");
  await page.getByText(say("cap.second_look", {}, locale)).waitFor();
  await look(page, "capture-receipt", at, found);
  return found;
}

// Both sizes at once: a page that paints leaves the other core idle.
describe.each(LOCALES)("in %s, wide and narrow, axe finds nothing", (locale) => {
  test("on the desk's screens", async () => {
    expect(await Promise.all([walkDesk(locale, "desk"), walkDesk(locale, "narrow")])).toEqual([[], []]);
  });

  test("at the door", async () => {
    expect(await Promise.all([walkDoor(locale, "desk"), walkDoor(locale, "phone")])).toEqual([[], []]);
  });

  test("on the way from a sighting to its receipt", async () => {
    expect(await Promise.all([walkCapture(locale, "desk"), walkCapture(locale, "phone")])).toEqual([[], []]);
  });
});
