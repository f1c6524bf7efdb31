import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { linkFor } from "../../services/app/src/commands/users.ts";
import { CLOSE, type Decision, ESCALATE, SUPPORTS } from "./api-client.ts";
import { type Instance, startInstance, type Username } from "./instance.ts";
import { look } from "./look.ts";
import { randomPng } from "./picture.ts";
import type { PostedFlag } from "./platform.ts";
import { eventually, panel, say } from "./screens.ts";
import { sendBeside } from "./send-beside.ts";
import { WALKS } from "./walks.ts";
import type { Device } from "./windows.ts";

/** Every screen, in both languages, wide and narrow: without a finding of axe, and, whole, as a picture to look at in `test-output/screens/`. */

const CALL =
  "Bismillah, sekeluarga sudah mantap nomor dua. Jangan lupa coblos Pak Bahar & Bu Ratih ya kawan-kawan 🙏 Kami di sini netral kok, cuma berdoa 😁 #BaharRatih";
const PARENT = `Siapa yang sudah siap menang bersama? Tandai teman, misalnya @warta.timur. ${"Kita kawal sampai TPS. ".repeat(16)}`;
const DOUBT = "Katanya sih pilih nomor 3 itu wajib, padahal saya netral 😄 Pak Candra orang baik, calon bupati idaman";

// Two walks at once through every screen, each with its picture and its questions: minutes on a busy machine.
vi.setConfig({ testTimeout: 400_000 });

let netra: Instance;
let draft: { id: string; revision: number };
const reports = { final: "", correction: "" };
const flags = {} as Record<
  "fresh" | "read" | "second" | "secondRead" | "disputed" | "closed" | "edited" | "gone" | "photo" | "waiting" | "escalated" | "alike" | "alikeToo",
  PostedFlag
>;

beforeAll(async () => {
  netra = await startInstance();
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
    { text: `${CALL} Bersama kita bisa.` },
    { text: `${CALL} Ajak keluarga.`, handle: "contoh.kenanga.rimba" },
    { text: CALL.replace("Pak Bahar & Bu Ratih", "Pak Candra & Bu Indah"), handle: "contoh.kenanga.rimba" },
  ]);
  for (const [at, name] of (
    ["fresh", "read", "second", "secondRead", "disputed", "closed", "edited", "gone", "photo", "waiting", "escalated", "alike", "alikeToo"] as const
  ).entries()) {
    const flag = made[at];
    if (!flag) throw new Error(`e2e: the post for "${name}" raised no flag`);
    flags[name] = flag;
  }
  const [toni, wulan, hasan] = await Promise.all([netra.actAs("toni"), netra.actAs("wulan"), netra.actAs("hasan")]);
  const beside = { picture: readFileSync(join(import.meta.dirname, "../../packages/media/test/post.png")), by: "rani", looks: "toni" } as const;
  for (const flag of [flags.fresh, flags.read])
    await sendBeside(netra, flag, { ...beside, parentUrl: "https://facebook.com/baharratih.terang/posts/7", parentText: PARENT });
  await toni.decide(flags.second.id, SUPPORTS, ESCALATE);
  await toni.decide(flags.secondRead.id, SUPPORTS, ESCALATE);
  await toni.decide(flags.disputed.id, SUPPORTS, ESCALATE);
  await wulan.decide(flags.disputed.id, { reading: "neither", targetId: null }, CLOSE);
  await toni.decide(flags.closed.id, { reading: "neither", targetId: null }, CLOSE);
  await toni.decide(flags.escalated.id, SUPPORTS, ESCALATE);
  await wulan.decide(flags.escalated.id, SUPPORTS, ESCALATE);
  await wulan.call("POST", `/api/flags/${flags.escalated.id}/group`, { name: "Video pawai", reason: "Satu video memperlihatkan beberapa pegawai." });
  await wulan.claim(flags.fresh.id);
  await wulan.read(flags.read.id, SUPPORTS);
  await wulan.claim(flags.second.id);
  await wulan.read(flags.secondRead.id, SUPPORTS);
  await wulan.read(flags.edited.id, SUPPORTS);
  const { fence } = await hasan.claim(flags.photo.id);
  const { colleagues } = await hasan.call<{ colleagues: { id: string; name: string }[] }>("POST", "/api/flags/colleagues", { ids: [flags.photo.id] });
  const to = colleagues.find(({ name }) => name === "Wulan")?.id;
  await hasan.call("POST", `/api/flags/${flags.photo.id}/pass-on`, { fence, to, note: "Fotonya belum saya buka." });
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
  const { members } = await dewi.call<{ members: { id: string; username: string }[] }>("GET", "/api/team");
  const idOf = (username: Username) => members.find((member) => member.username === username)?.id;
  await dewi.call("PUT", `/api/team/${idOf("wulan")}/address`, { address: "wulan@kantor.example" });
  await dewi.call("POST", "/api/recusals", { about: "person", which: "contoh.sari.nilam", userId: idOf("toni") });
  const [file] = await netra.see<{ id: string; day: string }>("select id, (opened_at at time zone 'Asia/Jakarta')::date::text as day from case_file");
  for (const to of ["inquiry", "plenary"])
    await dewi.call("POST", `/api/cases/${file?.id}/steps`, {
      ...{ idempotencyKey: `langkah-${to}`, kind: "forward", to, reason: "" },
      ...{ plenaryNumber: "031/BA", plenaryOn: file?.day },
    });
  const { currentWeek } = await dewi.call<{ currentWeek: string }>("GET", "/api/reports");
  await dewi.call("POST", "/api/reports", { week: currentWeek, region: "19.06" });
  const past = { week: "2026-W10", region: "19.06" };
  const version = async (given: object, final: boolean): Promise<string> => {
    const { id } = await dewi.call<{ id: string }>("POST", "/api/reports", { ...past, ...given });
    const becomes = (state: string) =>
      eventually(async () => expect((await dewi.call<{ state: string }>("GET", `/api/reports/${id}`)).state).toBe(state));
    await becomes("draft");
    await dewi.call("PUT", `/api/reports/${id}/note`, { note: "Listrik padam pada hari Senin; jam pengambilan berkurang.", noteRevision: 0 });
    if (!final) return id;
    await dewi.call("POST", `/api/reports/${id}/final`, { noteRevision: 1, acknowledgeUnwatched: true });
    await becomes("final");
    return id;
  };
  reports.final = await version({}, true);
  reports.correction = await version({ reason: "Dua kiriman terlambat masuk." }, false);
  await dewi.call("POST", "/api/exports", { kind: "flags", format: "csv", filter: { region: "19.06", state: "open" } });
  await wulan.call("POST", `/api/flags/${flags.read.id}/terms`, {
    term: "satu rumah satu suara",
    category: "vote_call",
    condition: "",
    note: "seruan",
  });
  const yoga = await netra.actAs("yoga");
  draft = await yoga.call<{ id: string; revision: number }>("POST", "/api/rules/drafts");
  const add = { op: "add", lexicon: "lexicons/vote_call.yaml", term: "kayuh jebret", weight: 2.5, note: "seruan", source: "contoh" };
  await yoga.call("PUT", `/api/rules/drafts/${draft.id}`, { revision: draft.revision, changes: [add] });
  await yoga.call("POST", `/api/rules/drafts/${draft.id}/comparison`);
});
afterEach(() => netra.settle());
afterAll(() => netra.stop());

type Locale = "id" | "en";

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
  {
    name: "list",
    who: "wulan",
    path: () => "/triage",
    stands: async (page, locale) => {
      await page.getByRole("grid").waitFor();
      await page.getByRole("button", { name: say("triage.order", {}, locale) }).click();
      await page.getByText(say("triage.order_note", {}, locale)).waitFor();
    },
  },
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
    for (const _ of ["out of the field", "out of the search"]) await page.keyboard.press("Escape");
    await page.getByRole("grid").waitFor();
    await page.getByRole("button", { name: say("triage.views", {}, locale) }).click();
    await page.getByRole("menuitem").first().waitFor();
  }),
  {
    name: "day-supervisor",
    who: "dewi",
    path: () => "/day",
    stands: async (page, locale) => page.getByRole("region", { name: say("day.supervisor", {}, locale) }).waitFor(),
  },
  then("more", "dewi", async (page, locale) => {
    const more = page.getByRole("button", { name: say("nav_more.open", {}, locale) });
    if (!(await more.isVisible())) return;
    await more.click();
    await page.getByRole("menuitem", { name: say("nav.cases", {}, locale) }).waitFor();
  }),
  { name: "cases", who: "dewi", path: () => "/cases", stands: (page) => page.getByText(/^K-/).waitFor() },
  then("case", "dewi", async (page, locale) => {
    await page.getByText(/^K-/).click();
    await page.getByText(say("group.note", {}, locale)).waitFor();
    await page.locator("details:not([open]) > summary").first().waitFor();
    for (const fold of await page.locator("details > summary").all()) await fold.click();
    await page.getByLabel(say("case.step_to", {}, locale)).selectOption("referred");
    await page
      .getByRole("group", { name: say("case.refer_to", {}, locale) })
      .getByRole("checkbox")
      .first()
      .check();
  }),
  {
    name: "list-picked",
    who: "dewi",
    path: () => "/triage",
    stands: async (page, locale) => {
      for (const chip of [say("chip.repeats", { n: 5 }, locale), say("chip.parent", {}, locale)]) await page.getByText(chip).first().waitFor();
      const mode = page.getByRole("button", { name: say("pick.mode", {}, locale), exact: true });
      if (await mode.isVisible()) await mode.click();
      for (const flag of [flags.alike, flags.alikeToo])
        await page.getByRole("checkbox", { name: say("pick.row", { nomor: flag.number }, locale) }).click();
      await page.getByRole("region", { name: say("pick.bar", {}, locale) }).waitFor();
    },
  },
  then("list-close-many", "dewi", async (page, locale) => {
    await page.getByRole("button", { name: say("pick.close", {}, locale) }).click();
    await page
      .getByRole("dialog")
      .getByRole("radio", { name: say("outcome.duplicate", {}, locale) })
      .check();
    await page.getByLabel(say("close_many.original", {}, locale)).waitFor();
  }),
  {
    name: "list-escalated",
    who: "dewi",
    path: () => "/triage?lane=escalated",
    stands: (page, locale) => page.getByText(say("group.title", {}, locale)).waitFor(),
  },
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
  flagScreen("flag-after", "wulan", "read", async (page, locale) => {
    await marked(page, locale);
    await page.keyboard.press("m");
    await page.getByAltText(say("files.small", { i: 1 }, locale)).waitFor();
  }),
  then("flag-facts", "wulan", async (page, locale) => {
    await page
      .locator("summary")
      .filter({ hasText: say("facts.title", { tgl: "" }, locale).trim() })
      .click();
    await page
      .getByText(say("facts.spouse", {}, locale), { exact: true })
      .first()
      .waitFor();
    await page
      .locator("summary")
      .filter({ hasText: say("account.title", {}, locale) })
      // By the page's own click: a scrolled page would put another fold under the dock of a phone.
      .dispatchEvent("click");
    await page.getByText(say("account.note", {}, locale)).waitFor();
  }),
  then("flag-alike", "wulan", async (page) => {
    await page.keyboard.press("l");
    await page.locator("ins").first().waitFor();
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
  then("flag-escalate", "wulan", async (page, locale) => {
    await routed(2)(page, locale);
    await panel(page)
      .getByRole("button", { name: say("check.info", { n: 4, pertanyaan: "" }, locale).trim() })
      .nth(1)
      .click();
    await panel(page).getByText("111/2024").waitFor();
  }),
  then("flag-ask", "wulan", routed(1)),
  then("flag-close", "wulan", async (page, locale) => {
    await routed(0)(page, locale);
    await panel(page)
      .getByRole("radio", { name: say("outcome.duplicate", {}, locale) })
      .click();
    await page.getByRole("list", { name: say("reason.pick", {}, locale) }).waitFor();
  }),
  flagScreen("flag-pass-on", "wulan", "read", async (page, locale) => {
    await marked(page, locale);
    await page.keyboard.press("h");
    await page.getByLabel(say("pass.to", {}, locale)).waitFor();
    await page.getByRole("button", { name: say("pass.save", {}, locale), exact: true }).click();
    await page.getByText(say("pass.missing", {}, locale)).waitFor();
  }),
  flagScreen("flag-handed", "wulan", "photo", (page, locale) => page.getByText(say("handed.later", { nama: "Hasan" }, locale)).waitFor()),
  flagScreen("flag-edited", "wulan", "edited", marked),
  flagScreen("second-before", "wulan", "second", asked),
  flagScreen("second-after", "wulan", "secondRead", marked),
  flagScreen("settlement", "hasan", "disputed", marked),
  flagScreen("flag-source-gone", "dewi", "gone", (page, locale) => page.getByText(say("act.claim_to_read", {}, locale)).waitFor()),
  flagScreen("flag-closed", "dewi", "closed", marked),
  flagScreen("flag-escalated", "dewi", "escalated", async (page, locale) => {
    await panel(page)
      .locator("summary")
      .filter({ hasText: say("history.checklist", { n: 8 }, locale) })
      .first()
      .click();
  }),
  flagScreen("flag-auditor", "laras", "read", marked),
  flagScreen("flag-elsewhere", "sinta", "read", (page, locale) => page.getByText(say("err.not_found", {}, locale)).waitFor()),
  flagScreen("flag-recused", "toni", "fresh", (page, locale) => page.getByText(say("claim.recused", {}, locale)).waitFor()),
  {
    name: "settings-me",
    who: "wulan",
    path: () => "/settings",
    stands: (page, locale) => page.getByRole("checkbox", { name: say("set.mail_switch", { alamat: "wulan@kantor.example" }, locale) }).waitFor(),
  },
  {
    name: "settings-team",
    who: "dewi",
    path: () => "/settings/team",
    stands: async (page, locale) => {
      await page.getByRole("button", { name: say("team.address_change_of", { nama: "Dewi" }, locale) }).click();
      await page.getByText(say("agree.none", {}, locale)).waitFor();
    },
  },
  {
    name: "reports",
    who: "dewi",
    path: () => "/reports",
    stands: async (page, locale) => {
      await page.getByLabel(say("rep.make_of", {}, locale), { exact: true }).selectOption("days");
      await page.locator('main [data-state="final"]').first().waitFor();
    },
  },
  {
    name: "report-final",
    who: "dewi",
    path: () => `/reports/${reports.final}`,
    stands: (page, locale) => page.getByRole("button", { name: say("rep.correct", {}, locale) }).waitFor(),
  },
  {
    name: "report-correction",
    who: "dewi",
    path: () => `/reports/${reports.correction}`,
    stands: async (page, locale) => {
      await page.getByRole("button", { name: say("rep.finalize", {}, locale) }).click();
      await page.getByRole("button", { name: say("rep.finalize_yes", {}, locale) }).waitFor();
    },
  },
  { name: "exports", who: "dewi", path: () => "/reports/exports", stands: (page) => page.locator("main li h3").first().waitFor() },
  { name: "overview", who: "dewi", path: () => "/overview", stands: (page) => page.locator("main table").first().waitFor({ state: "attached" }) },
  then("overview-list", "dewi", async (page, locale) => {
    await page.locator("main a[href*='figure=opened']").first().click();
    await page.getByRole("heading", { level: 1, name: say("over.list.opened", {}, locale) }).waitFor();
  }),
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
  { name: "rules", who: "yoga", path: () => "/rules", stands: (page) => page.locator("main h2").nth(2).waitFor() },
  {
    name: "rules-draft",
    who: "yoga",
    path: () => `/rules/drafts/${draft.id}`,
    stands: (page, locale) => page.getByRole("tab", { name: say("rules.per_candidate", {}, locale) }).click(),
  },
  { name: "rules-terms", who: "laras", path: () => "/rules/terms", stands: (page) => page.getByRole("table").waitFor() },
  { name: "status", who: "dewi", path: () => "/status", stands: (page) => page.getByRole("table").first().waitFor() },
  { name: "denied", who: "mira", path: () => "/reports", stands: (page, locale) => page.getByText(say("err.denied_title", {}, locale)).waitFor() },
];

/** To another address as a link leads there, without loading the console anew; by way of an empty page, so that nothing of the screen before is taken for the next. */
async function goInside(page: Page, path: string, locale: Locale): Promise<void> {
  const go = (to: string) => page.evaluate(`history.pushState(null, "", ${JSON.stringify(to)}); dispatchEvent(new PopStateEvent("popstate"));`);
  await go("/nowhere");
  await page.getByText(say("err.page_not_found", {}, locale)).waitFor();
  await go(path);
}

/** The desk's screens one after another, in windows of one size, a window a person. */
async function walkDesk(locale: Locale, device: Device): Promise<string[]> {
  const found: string[] = [];
  const windows = new Map<Username, Page>();
  for (const { name, who, path, stands } of DESK) {
    const opened = windows.get(who);
    const page = opened ?? (await netra.open(who, { device, locale }));
    windows.set(who, page);
    if (path) await (opened ? goInside(page, path(), locale) : page.goto(path()));
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

describe.each(WALKS)("$name, axe finds nothing", ({ looks }) => {
  const found = async (walk: (locale: Locale, wide: boolean) => Promise<string[]>): Promise<string> =>
    (await Promise.all(looks.map(({ locale, wide }) => walk(locale, wide)))).flat().join("\n");

  test("on the desk's screens", async () => {
    expect(await found((locale, wide) => walkDesk(locale, wide ? "desk" : "narrow"))).toBe("");
  });

  test("at the door", async () => {
    expect(await found((locale, wide) => walkDoor(locale, wide ? "desk" : "phone"))).toBe("");
  });

  test("on the way from a sighting to its receipt", async () => {
    expect(await found((locale, wide) => walkCapture(locale, wide ? "desk" : "phone"))).toBe("");
  });
});
