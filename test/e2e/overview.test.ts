import { jakartaDay, weekOf, weekSpan } from "@netra/domain";
import type { Overview } from "@netra/service-api/contract";
import { systemActor } from "@netra/store";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { CLOSE, ESCALATE, SUPPORTS } from "./api-client.ts";
import { type Instance, startInstance } from "./instance.ts";
import { look } from "./look.ts";
import type { PostedFlag } from "./platform.ts";
import { eventually, hasFocus, say, saying, tabTo, text } from "./screens.ts";
import { WALKS } from "./walks.ts";

/** The dashboard as people use it: figures of some weeks, each a way to its list, without a mouse and on a phone. */

const REGION = "19.06";
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NAMES = [
  "Arman-Lestari. Coblos nomor 1 #ArmanLestari",
  "Pak Bahar & Bu Ratih. Coblos nomor 2 #BaharRatih",
  "Candra-Indah. Coblos nomor 3 #CandraIndah",
];
const TARGETS = ["arman-lestari", "bahar-ratih", "candra-indah"];

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const weekBack = (back: number): string => weekOf(new Date(weekSpan(weekOf(new Date())).from.getTime() - (7 * back - 1) * DAY_MS));

let netra: Instance;
beforeAll(async () => {
  netra = await startInstance();
  // A second rule speaks for three of them alone.
  const posts = Array.from({ length: 72 }, (_, n) => ({
    text: `Ayo kawan ke-${n}, menangkan ${NAMES[n % 3]}${n > 56 && n < 60 ? " Pilihan saya sudah bulat." : ""}`,
  }));
  const flags = (await netra.publish(posts)).filter((flag): flag is PostedFlag => flag !== null);
  expect(flags.length).toBe(posts.length);
  const [toni, wulan] = await Promise.all([netra.actAs("toni"), netra.actAs("wulan")]);
  for (const [at, { id }] of flags.slice(0, 63).entries()) {
    const reading = { ...SUPPORTS, targetId: TARGETS[at % 3] ?? null };
    if (at % 5 !== 0) await toni.decide(id, reading, CLOSE);
    else for (const reader of [toni, wulan]) await reader.decide(id, reading, ESCALATE);
  }
  // What happened a moment ago is not counted yet, and nothing happened in the weeks before: most of it was earlier, past every trigger.
  const weeksAgo = (at: number): number => (at < 45 ? 1 + (at % 3) : 0);
  const monday = weekSpan(weekOf(new Date())).from.getTime();
  for (const [at, { id }] of flags.entries()) {
    const then = weeksAgo(at) > 0 ? monday - (7 * weeksAgo(at) - 1) * DAY_MS : Math.max(monday, Date.now() - 3 * HOUR_MS) + at * 1000;
    await netra.see(
      `set session_replication_role = replica; update netra.flag set opened_at = '${new Date(then).toISOString()}', changed_at = '${new Date(then).toISOString()}' where id = '${id}';
       update netra.decision set at = '${new Date(then + 40 * 60_000).toISOString()}'::timestamptz + reader_no * interval '20 minutes' where flag_id = '${id}'; set session_replication_role = origin`,
    );
  }
  await netra.see(
    `set session_replication_role = replica; update netra.account set linked_at = linked_at - interval '60 days'; update netra.in_force set from_at = from_at - interval '60 days'; update netra.kept_since set since = since - interval '60 days';
     update netra.account_watch set fetched_at = greatest(fetched_at - interval '30 minutes', '${new Date(monday).toISOString()}'); delete from netra.account_watch where platform = 'tiktok'; set session_replication_role = origin`,
  );
  // Three weeks ago something was fetched in 130 of its hours.
  const third = weekSpan(weekBack(3)).from;
  await netra.see(
    `insert into netra.account_watch (account_id, week, region, platform, fetched_at, fetched)
     select id, '${jakartaDay(third)}', region, platform, '${third.toISOString()}', rpad(repeat('1', 130), 168, '0')::bit(168) from netra.account where region = '${REGION}' limit 1`,
  );
  for (const back of [1, 3]) {
    const week = weekBack(back);
    const id = await netra.context.store.as(systemActor("api"), (tx) => tx.reports.request(week, REGION));
    await netra.see(`update netra.report set as_of = '${new Date(weekSpan(week).to.getTime() + 1000).toISOString()}' where id = '${id}'`);
    await netra.context.queue.enqueue("report", { reportId: id });
    await eventually(async () => expect(await netra.see("select state from report where id = $1", [id])).toEqual([{ state: "ready" }]), {
      timeout: 60_000,
    });
  }
});
afterEach(() => netra.settle());
afterAll(() => netra.stop());

const main = "main#content";
/** Of a page, which this program is not. */
interface Styled {
  getComputedStyle(of: unknown): { readonly fontSize: string };
}

describe.each(WALKS)("$name, axe finds nothing on the dashboard", ({ looks }) => {
  test("its lists, and with a part of it as a table", async () => {
    const found: string[] = [];
    for (const { locale, wide } of looks) {
      const at = { locale, device: wide ? "desk" : "phone" } as const;
      const page = await netra.open("dewi", at);
      await page.goto("/overview");
      await page.locator(`${main} table`).first().waitFor({ state: "attached" });
      await look(page, "overview", at, found);
      for (const summary of await page.locator(`${main} summary`).all()) await summary.click();
      await look(page, "overview-tables", at, found);
      await page.locator(`${main} a[href*="figure=opened"]`).first().click();
      await page.locator(`${main} a[href^="/triage/"]`).first().waitFor();
      await look(page, "overview-list", at, found);
      await page.goto("/overview");
      await page.locator(`${main} a[href*="/overview/accounts"]`).first().click();
      await page.locator(`${main} a[href^="/registry/accounts/"]`).first().waitFor();
      await look(page, "overview-accounts", at, found);
      const engineer = await netra.open("yoga", at);
      await engineer.goto("/overview");
      await engineer.getByRole("heading", { level: 2, name: say("over.rules", {}, locale) }).waitFor();
      await look(engineer, "overview-engineer", at, found);
    }
    expect(found.join("\n")).toBe("");
  });
});

test("G D leads there; every number's link is reached by Tab alone, and its list is as long as the number", async () => {
  const page = await netra.open("dewi");
  await page.goto("/day");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await page.getByRole("heading", { level: 1, name: say("nav.overview") }).waitFor();
  await page.locator(`${main} table`).first().waitFor({ state: "attached" });
  const links = page.locator(`${main} a[href^="/overview/"]`).filter({ visible: true });
  const count = await links.count();
  expect(count).toBeGreaterThan(25);
  await tabTo(page, links.first());
  for (let at = 0; at < count; at += 1) {
    const link = links.nth(at);
    for (let stops = 0; stops < 5 && !(await hasFocus(link)); stops += 1) await page.keyboard.press("Tab");
    expect(await hasFocus(link), `link ${at}`).toBe(true);
    expect((await link.innerText()).trim(), `link ${at} says what it counts`).toMatch(/\d|belum ada/);
  }
  const five = page.getByRole("region", { name: say("over.five") });
  const opened = five.getByRole("link").first();
  const shown = Number((await opened.textContent())?.match(/\d+/)?.[0]);
  await opened.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: say("over.list.opened") }).waitFor();
  await page.locator(`${main} a[href^="/triage/"]`).first().waitFor();
  expect(await page.locator(`${main} a[href^="/triage/"]`).count()).toBe(shown);
  await page.keyboard.press("j");
  expect(await hasFocus(page.locator(`${main} a[href^="/triage/"]`).first())).toBe(true);
  await page.getByRole("link", { name: say("over.list_back") }).click();
  const about = page.locator(`${main} a[href*="figure=candidate_decided"]`).first();
  const decided = Number((await about.textContent())?.match(/\d+/)?.[0]);
  await about.click();
  await page
    .getByRole("heading", {
      level: 1,
      name: /^Bendera tentang satu peserta yang diputus menurut isi · Pil[^·]+ · 1 · Arman Samudra – Lestari Dermaga$/,
    })
    .waitFor();
  expect(await page.locator(`${main} a[href^="/triage/"]`).count()).toBe(decided);
});

test("an analyst sees the same figures, is told whose the lists of outcomes are, and no rules", async () => {
  const [wulan, dewi] = [await netra.actAs("wulan"), await netra.actAs("dewi")];
  const [hers, theirs] = [
    await wulan.call<Overview>("GET", `/api/overview?region=${REGION}`),
    await dewi.call<Overview>("GET", `/api/overview?region=${REGION}`),
  ];
  expect(hers.opened.now.value).toBe(theirs.opened.now.value);
  const page = await netra.open("wulan");
  await page.goto("/overview");
  await text(page, say("over.no_list", { peran: `${say("role.supervisor")}, ${say("role.auditor")}` })).waitFor();
  expect(await page.getByRole("heading", { name: say("over.rules") }).count()).toBe(0);
  expect(await page.locator(`${main} a[href*="figure=candidate"]`).count()).toBe(0);
});

test("a week that nobody looked at is – with its reason, and what was counted in it all the same is told", async () => {
  const page = await netra.open("dewi");
  await page.goto("/overview");
  const five = page.getByRole("region", { name: say("over.five") });
  await five.waitFor();
  // Flags of last week were put there past every fetch: they are told, and so is that nobody looked. None was late.
  expect(await five.getByText(say("over.last_week_unseen"), { exact: true }).count()).toBeGreaterThan(0);
  expect(await five.getByRole("link", { name: new RegExp(`${say("over.opened")}, ${say("over.last_week")}`) }).innerText()).toMatch(/^[1-9]/);
  const weeks = page.getByRole("region", { name: say("over.weeks"), exact: true }).first();
  await text(weeks, say("over.unwatched_weeks")).waitFor();
  expect(await weeks.locator('svg [data-seen="none"]').count(), "a hatched column for each of the six").toBe(6);
});

test("a week that was seen in part is hatched lightly, its hours stand in the table, and it leads to its report, a draft by that word", async () => {
  const [report] = await netra.see<{ id: string }>("select id from report where week = $1 and region = $2", [weekBack(3), REGION]);
  const page = await netra.open("dewi");
  await page.goto("/overview");
  const weeks = page.getByRole("region", { name: say("over.weeks"), exact: true }).first();
  await weeks.locator('svg [data-seen="part"]').first().waitFor({ state: "attached" });
  await text(weeks, say("over.part_weeks")).waitFor();
  await weeks.locator("summary").click();
  const row = weeks.locator("tbody tr").nth(3);
  expect(await row.innerText()).toContain(say("over.hours_cell_part", { n: "38", jumlah: "168" }));
  expect(await row.innerText()).toContain(say("over.report_draft", { n: 1 }));
  const label = weeks.locator(`a[href="/reports/${report?.id}"]`).first();
  expect(await label.textContent()).toMatch(new RegExp(`^M\\d+ ${say("over.week_draft")}, ${say("over.week_report_draft", { n: 1 })}$`));
  await label.click();
  await page.waitForURL(`**/reports/${report?.id}`);
});

test("the median says on how many it was measured, and stands small with its reason while they are few", async () => {
  const { enough } = await (await netra.actAs("dewi")).call<Overview>("GET", `/api/overview?region=${REGION}`);
  const page = await netra.open("dewi");
  await page.goto("/overview");
  const five = page.getByRole("region", { name: say("over.five") });
  const size = () =>
    five
      .locator("div")
      .filter({ has: page.getByRole("heading", { name: say("over.median"), exact: true }) })
      .locator("p")
      .first()
      .evaluate((line) => Number.parseFloat((globalThis as unknown as Styled).getComputedStyle(line).fontSize));
  const measuredOn = async (acts: number, before = 0) => {
    await page.unroute(/\/api\/overview\?/);
    await page.route(/\/api\/overview\?/, async (route) => {
      const answer = await route.fetch();
      const body = (await answer.json()) as Overview;
      Object.assign(body.median, { now: 73.4, before: before === 0 ? null : 158.7 });
      Object.assign(body.median.measured.now, { value: acts });
      Object.assign(body.median.measured.before, { value: before });
      Object.assign(body.watched.before, { value: 1 });
      await route.fulfill({ response: answer, json: body });
    });
    await page.reload();
  };
  await measuredOn(enough.measured);
  await five.getByText(say("over.measured", { n: enough.measured }), { exact: true }).waitFor();
  await five.getByText("3 hari 1 jam").waitFor();
  await text(five, saying("over.first_act")).waitFor();
  const large = await size();
  await measuredOn(enough.measured - 1);
  await five
    .getByText(`${say("over.measured", { n: enough.measured - 1 })}, ${say("over.measured_few", { n: enough.measured })}`, { exact: true })
    .waitFor();
  expect(await size()).toBeLessThan(large);
  // Of last week too, and of one flag by its own word.
  await measuredOn(enough.measured, 1);
  await five.getByText(`${say("over.measured_one", { n: 1 })}, ${say("over.measured_few", { n: enough.measured })}`).waitFor();
  expect(await size()).toBe(large);
});

test("rules stand by their names; those with too few decisions are one line that opens by key", async () => {
  const page = await netra.open("dewi");
  await page.goto("/overview");
  const rules = page.getByRole("region", { name: say("over.rules"), exact: true }).first();
  const few = rules.locator("summary").first();
  await few.waitFor();
  expect(await few.innerText()).toMatch(/^\d+ aturan belum cukup putusan/);
  expect(await rules.locator("details li").first().isVisible()).toBe(false);
  await few.focus();
  await page.keyboard.press("Enter");
  const [first] = await rules.locator("details li").allInnerTexts();
  expect(first).toMatch(/^Pernyataan pilihan untuk peserta declared_choice 0/);
  await rules.locator("details li a").last().click();
  await page.getByRole("heading", { level: 1, name: `${say("over.list.rule_decided")} · Pernyataan pilihan untuk peserta`, exact: true }).waitFor();
});

test("a supervisor of a province chooses a regency; a contest that has only just been opened is not told as none", async () => {
  const page = await netra.open("hasan");
  await page.goto("/overview");
  const regions = page.getByLabel(say("over.region"), { exact: true });
  await regions.waitFor();
  const since = (span: string) =>
    netra.see(
      `set session_replication_role = replica; update netra.in_force set from_at = clock_timestamp() ${span} where kind = 'contest'; set session_replication_role = origin`,
    );
  await since("+ interval '1 hour'");
  await regions.selectOption("19.04");
  await page.waitForURL(/region=19\.04/);
  await text(page, saying("over.contest_since")).waitFor();
  await text(page, saying("over.unwatched_now")).waitFor();
  await text(page, saying("over.coverage_none")).waitFor();
  expect(await page.getByText(say("empty.contest")).count()).toBe(0);
  await since("- interval '60 days'");
  await page.goto("/overview?region=31");
  await page.getByText(/^Kepulauan Bangka Belitung · /).waitFor();
});

test("a lost line keeps what was read, and says as of when it is", async () => {
  const page = await netra.open("dewi");
  await page.goto("/overview");
  await page.locator(`${main} table`).first().waitFor({ state: "attached" });
  await page.context().setOffline(true);
  await text(page, /Sambungan terputus sejak/).waitFor();
  expect(
    await page
      .getByRole("region", { name: say("over.five") })
      .getByRole("link")
      .count(),
  ).toBeGreaterThan(4);
});

test("figures that cannot be fetched are said to be missing, and asked for again by a button", async () => {
  const page = await netra.open("dewi");
  await page.route(/\/api\/overview\?/, (route) => route.abort());
  await page.goto("/overview");
  const retry = page.getByRole("alert").getByRole("button", { name: say("app.retry") });
  await retry.waitFor();
  expect(await page.getByRole("region", { name: say("over.five") }).count()).toBe(0);
  await page.unroute(/\/api\/overview\?/);
  await retry.click();
  await page.getByRole("region", { name: say("over.five") }).waitFor();
});

test("an office without a report has its eight weeks all the same, and is told what its pace takes to be known", async () => {
  const page = await netra.open("sinta");
  await page.goto("/overview");
  await text(page, say("over.pace_none", { minggu: "2", putusan: "20", n: "4" })).waitFor();
  const weeks = page.getByRole("region", { name: say("over.weeks"), exact: true }).first();
  await weeks.locator("summary").click();
  const rows = weeks.locator("tbody tr");
  expect(await rows.count()).toBe(8);
  for (const row of await rows.all()) expect(await row.innerText()).toMatch(new RegExp(`${say("over.report_none")}$`));
});
