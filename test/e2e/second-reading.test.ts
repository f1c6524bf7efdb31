import { loadGuidance } from "@netra/config";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { CLOSE, ESCALATE, SUPPORTS } from "./api-client.ts";
import { type Instance, startInstance } from "./instance.ts";
import type { PostedFlag } from "./platform.ts";
import { answer, atFlag, button, eventually, overhear, panel, row, say, saying, text } from "./screens.ts";

/** An escalation needs two people, the second blind to the first; where they differ, a supervisor settles it, blind at first too. */
let netra: Instance;
beforeAll(async () => {
  netra = await startInstance();
});
afterEach(() => netra.settle());
afterAll(() => netra.stop());

const CALL = "Ayo kawan, kita coblos nomor 2, Pak Bahar & Bu Ratih. Ajak keluarga ya 🙏 #BaharRatih";
const stateOf = async (flag: PostedFlag): Promise<unknown> => (await netra.see("select state, outcome from flag where id = $1", [flag.id]))[0];

async function openFromLane(page: Page, lane: "second" | "disputed", flag: PostedFlag): Promise<void> {
  await page.goto("/triage");
  await page.getByRole("tab", { name: say(`lane.${lane}`) }).click();
  await row(page, flag).click();
  await atFlag(page, flag);
}

/** Answers the question of the first step with a click, and saves. */
async function readAs(page: Page, reading: "support" | "neither"): Promise<void> {
  await answer(page, reading).click();
  if (reading === "support")
    await page
      .getByRole("radiogroup", { name: say("read.target") })
      .getByRole("radio")
      .nth(1)
      .click();
  await button(page, "read.save").click();
  await page.getByRole("region", { name: say("signal.for") }).waitFor();
}

async function closeAsOrdinary(page: Page): Promise<void> {
  await panel(page)
    .getByRole("button", { name: /^Tutup/ })
    .click();
  await panel(page)
    .getByRole("radio", { name: say("outcome.not_partisan") })
    .click();
  await page
    .getByRole("list", { name: say("reason.pick") })
    .getByRole("button", { name: say("reason.courtesy") })
    .click();
  await button(page, "decide.save_next").click();
}

test("a second reader sees neither the first decision nor a score or weight; where they differ, a supervisor reads, sees both reasons without names, and settles", async () => {
  const flag = await netra.raise({ text: CALL });
  await (await netra.actAs("toni")).decide(flag.id, SUPPORTS, ESCALATE);
  const ofTheFirst = [ESCALATE.reason, "Toni"];

  const second = await netra.open("wulan");
  const heard = overhear(second);
  await openFromLane(second, "second", flag);
  await text(second, "Bacaan kedua. Putusan pembaca pertama dan skor tidak ditampilkan.").waitFor();
  await readAs(second, "neither");
  expect(await second.locator("mark").count()).toBeGreaterThan(0);
  const shown = await second.locator("body").innerText();
  for (const hidden of [...ofTheFirst, say("compare.machine"), say("compare.score"), say("score.title")]) expect(shown).not.toContain(hidden);
  expect(shown, "signals carry no weight").not.toMatch(/[+−]\d+,\d/);
  const told = await heard();
  for (const hidden of [...ofTheFirst, "scoreTenths", "thresholdTenths", '"stance"']) expect(told).not.toContain(hidden);
  expect(told).toContain('"tenths":null');
  expect(told).not.toMatch(/"tenths":-?\d/);
  await closeAsOrdinary(second);
  await eventually(async () => expect(await stateOf(flag)).toEqual({ state: "disputed", outcome: null }));

  const supervisor = await netra.open("dewi");
  const overheard = overhear(supervisor);
  await openFromLane(supervisor, "disputed", flag);
  await text(supervisor, "Dua pembaca berbeda putusan. Baca teks, lalu kedua alasan.").waitFor();
  expect(await overheard(), "the supervisor reads blind too").not.toContain(ESCALATE.reason);
  await readAs(supervisor, "support");
  await text(supervisor, ESCALATE.reason).waitFor();
  await text(supervisor, say("reason.courtesy")).waitFor();
  for (const n of [1, 2]) await supervisor.getByRole("heading", { name: say("disputed.reader", { n }) }).waitFor();
  const settling = `${await supervisor.locator("main").innerText()}\n${await overheard()}`;
  for (const name of ["Toni", "Wulan"]) expect(settling).not.toContain(name);
  await closeAsOrdinary(supervisor);
  await eventually(async () => expect(await stateOf(flag)).toEqual({ state: "closed", outcome: "not_partisan" }));
  expect(await netra.see("select reader_no, act from decision where flag_id = $1 order by at", [flag.id])).toEqual([
    { reader_no: 1, act: "escalate" },
    { reader_no: 2, act: "close" },
    { reader_no: 3, act: "close" },
  ]);
});

test("two who agree make a case, which a supervisor carries on by keyboard as the plenary decided", async () => {
  const flag = await netra.raise({ text: CALL.replace("Ajak", "Bawa") });
  await (await netra.actAs("toni")).decide(flag.id, SUPPORTS, ESCALATE);
  await (await netra.actAs("wulan")).decide(flag.id, SUPPORTS, ESCALATE);
  const page = await netra.open("dewi");
  await page.goto("/triage?lane=escalated");
  await row(page, flag)
    .filter({ hasText: say("state.escalated") })
    .waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await page.getByRole("heading", { level: 1, name: say("nav.cases") }).waitFor();
  await text(page, saying("case.flag_count", { n: "1" })).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 2, name: say("case.timeline") }).waitFor();
  const [person] = await netra.see<{ name: string }>("select c.name from case_file k join civil_servant c on c.id = k.civil_servant_id");
  const name = person?.name ?? "nobody";
  const question = loadGuidance().questions.find(({ id }) => id === "campaign");
  const shown = await page.locator("main").innerText();
  for (const there of [flag.number, ESCALATE.reason, question?.ask.id ?? "no question", say("clock.finding"), say("case.against_none")])
    expect(shown).toContain(there);
  expect(shown).not.toContain(name);

  await page.keyboard.press("i");
  await button(page, "unmask.related_case").click();
  await text(page, name).waitFor();
  await text(page, say("case.event.identity")).waitFor();

  await text(page, say("case.missing", { daftar: `${say("case.missing_number")}, ${say("case.missing_day")}` })).waitFor();
  expect(await button(page, "case.note_step").isDisabled()).toBe(true);
  await page.getByLabel(say("case.plenary_number")).fill("031/BA/X/2029");
  const [opened] = await netra.see<{ day: string }>("select (opened_at at time zone 'Asia/Jakarta')::date::text as day from case_file");
  await page.getByLabel(say("case.plenary_day")).fill(opened?.day ?? "");
  await page.keyboard.press("Enter");
  await text(page, say("case.event.step", { keadaan: say("case_state.inquiry").toLowerCase() })).waitFor();
  expect(await netra.see("select to_state, plenary_number from case_step where kind = 'forward'")).toEqual([
    { to_state: "inquiry", plenary_number: "031/BA/X/2029" },
  ]);

  const note = async (): Promise<void> => {
    await page.getByLabel(say("case.plenary_number")).fill("032/BA/X/2029");
    await page.getByLabel(say("case.plenary_day")).fill(opened?.day ?? "");
  };
  await note();
  await page.keyboard.press("Enter");
  await text(page, say("case.event.step", { keadaan: say("case_state.plenary").toLowerCase() })).waitFor();
  await note();
  await page.getByLabel(say("case.step_to")).selectOption("referred");
  await text(page, say("case.missing", { daftar: say("case.missing_body") })).waitFor();
  expect(
    await page
      .getByRole("group", { name: say("case.refer_to") })
      .getByRole("checkbox")
      .count(),
    "whose time is over is not offered",
  ).toBe(4);
  await page.getByRole("checkbox", { name: "Badan Kepegawaian Negara (BKN)" }).check();
  await button(page, "case.note_step").click();
  await text(page, say("case.referred_to", { daftar: "Badan Kepegawaian Negara (BKN)" })).waitFor();

  await page.getByText(say("group.begin")).click();
  await page.getByLabel(say("group.name")).fill("Video pawai");
  await page.getByLabel(say("group.reason")).fill("Satu video memperlihatkan beberapa pegawai.");
  await button(page, "group.make").click();
  await text(page, say("group.part_of", { n: "0" })).waitFor();
});

test("the first reader cannot take the second reading, nor an analyst the settlement", async () => {
  const [waiting, disputed] = [
    await netra.raise({ text: CALL.replace("kawan", "dulur") }),
    await netra.raise({ text: CALL.replace("kawan", "sanak") }),
  ];
  const toni = await netra.actAs("toni");
  await toni.decide(waiting.id, SUPPORTS, ESCALATE);
  await toni.decide(disputed.id, SUPPORTS, ESCALATE);
  await (await netra.actAs("wulan")).decide(disputed.id, { reading: "neither", targetId: null }, CLOSE);

  const page = await netra.open("toni");
  await page.goto(`/triage/${waiting.id}`);
  await text(page, "Anda pembaca pertama bendera ini; orang lain membacanya sebagai pembaca kedua.").waitFor();
  expect(await button(page, "act.claim_to_read").count()).toBe(0);
  await page.goto(`/triage/${disputed.id}`);
  await text(page, "Dua pembaca berbeda putusan: pengawas yang menyelesaikan.").waitFor();
  expect(await button(page, "act.claim_to_read").count()).toBe(0);
});

test("a case whose only flag was taken back says so in the list, instead of counting none", async () => {
  const flag = await netra.raise({ text: CALL.replace("kawan", "lur"), handle: "contoh.kenanga.rimba" });
  await (await netra.actAs("toni")).decide(flag.id, SUPPORTS, ESCALATE);
  const wulan = await netra.actAs("wulan");
  await wulan.decide(flag.id, SUPPORTS, ESCALATE);
  const [decided] = await netra.see<{ id: string }>("select id from decision where flag_id = $1 and reader_no = 2", [flag.id]);
  await wulan.call("POST", `/api/flags/${flag.id}/undo`, { decisionId: decided?.id });
  const page = await netra.open("dewi");
  await page.goto("/cases");
  await text(page, saying("case.only_discontinue")).waitFor();
  expect(await text(page, saying("case.flag_count", { n: "0" })).count()).toBe(0);
});
