import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Instance, startInstance } from "./instance.ts";
import { atFlag, button, eventually, pressUntil, row, say, saying, tabTo, text } from "./screens.ts";

/** A word on its way: a reader proposes it by keyboard, an engineer drafts it and sees what it would change, a supervisor puts it in force. */
let netra: Instance;
beforeAll(async () => {
  netra = await startInstance();
});
afterEach(() => netra.settle());
afterAll(() => netra.stop());

const WORD = "kayuh jebret";

test("from a word in a post to a pack in force", async () => {
  const flag = await netra.raise({ text: `Ayo kawan, kita coblos nomor 2, Pak Bahar & Bu Ratih. ${WORD} #BaharRatih` });
  await netra.publish([{ text: `${WORD} Pak Bahar Tanjung`, handle: "contoh.kenanga.rimba" }]);

  const reader = await netra.open("wulan");
  await reader.goto("/triage");
  await row(reader, flag).waitFor();
  await reader.keyboard.press("Enter");
  await atFlag(reader, flag);
  await pressUntil(reader, "t", reader.getByRole("radio", { name: say("read.neither"), checked: true }));
  await reader.keyboard.press("Enter");
  await reader.getByRole("region", { name: say("signal.for") }).waitFor();
  await reader.keyboard.press("]");
  const fits = reader.getByRole("button", { name: say("teach.right"), pressed: true });
  await reader.keyboard.press("=");
  await fits.first().waitFor();
  await reader.keyboard.press("=");
  await eventually(async () => expect(await fits.count()).toBe(0));
  await reader.keyboard.press("-");
  await reader
    .getByRole("button", { name: say("teach.wrong"), pressed: true })
    .first()
    .waitFor();
  expect(await netra.see("select verdict from span_verdict order by at, id limit 1")).toEqual([{ verdict: "fits" }]);

  // Shift and the arrows would do the same, word by word.
  await reader.evaluate(`(() => {
    const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = node.textContent.indexOf(${JSON.stringify(WORD)});
      if (at >= 0) return document.getSelection().setBaseAndExtent(node, at, node, at + ${WORD.length});
    }
  })()`);
  await tabTo(reader, button(reader, "teach.propose_these", { kata: WORD }));
  await reader.keyboard.press("Enter");
  expect(await reader.getByLabel(say("teach.term")).inputValue()).toBe(WORD);
  await tabTo(reader, reader.getByLabel(say("teach.category")));
  await reader.getByLabel(say("teach.category")).selectOption("vote_call");
  await tabTo(reader, reader.getByLabel(say("teach.why")));
  await reader.keyboard.type("tanya @kawan.dekat");
  await reader.keyboard.press("Enter");
  await text(reader, say("teach.err.proposal-handle")).waitFor();
  await reader.getByLabel(say("teach.why")).fill("seruan memilih");
  await reader.keyboard.press("Enter");
  await text(reader, say("teach.sent", { kata: WORD })).waitFor();

  const engineer = await netra.open("yoga");
  await engineer.goto("/");
  await button(engineer, "rules.take_of", { kata: WORD }).click();
  await engineer.getByLabel(say("rules.weight")).fill("5,0");
  await engineer.getByLabel(say("rules.source")).fill("pembaca, Babel");
  await button(engineer, "rules.put").click();
  await text(engineer, say("rules.changes", { n: 1 })).waitFor();
  await engineer.getByLabel(say("rules.try"), { exact: true }).fill(`${WORD} Pak Bahar Tanjung`);
  await button(engineer, "rules.try_go").click();
  await engineer
    .getByRole("region", { name: say("rules.try_draft") })
    .getByText(saying("rules.flagged"))
    .waitFor();
  await button(engineer, "rules.compare").click();
  await text(engineer, saying("rules.compared")).waitFor();
  await engineer.getByRole("tab", { name: `${say("rules.fresh")} 1` }).click();
  await button(engineer, "rules.sample_open", { n: 1 }).click();
  await engineer
    .getByRole("listitem")
    .filter({ hasText: `${WORD} Pak Bahar Tanjung` })
    .first()
    .waitFor();
  await button(engineer, "rules.offer").click();
  await button(engineer, "rules.offer").click();
  await text(engineer, say("rules.step.approval")).waitFor();

  const supervisor = await netra.open("dewi");
  await supervisor.goto("/rules");
  await supervisor.getByRole("link", { name: saying("rules.draft_open") }).click();
  await supervisor.getByRole("tab", { name: say("rules.per_candidate") }).click();
  await text(supervisor, "1 → 2").waitFor();
  await netra.see("update pack_draft set base_hash = pack_hash");
  await supervisor.reload();
  await text(supervisor, say("rules.stale_offered")).waitFor();
  await text(supervisor, say("rules.compare_stale")).waitFor();
  expect(await supervisor.getByText(say("rules.compare_old")).count(), "nobody changed the draft").toBe(0);
  await button(supervisor, "rules.refuse").waitFor();
  expect(await button(supervisor, "rules.approve").count()).toBe(0);
  await netra.see("update pack_draft set base_hash = (select hash from rule_pack_version where state = 'live')");
  await supervisor.reload();
  await button(supervisor, "rules.approve").click();
  await button(supervisor, "rules.approve_yes").click();
  await eventually(async () =>
    expect(await netra.see("select state, count(*)::int as n from rule_pack_version group by 1 order by 1")).toEqual([
      { state: "live", n: 1 },
      { state: "retired", n: 1 },
    ]),
  );
  const fresh = await netra.raise({ text: `${WORD} Bu Ratih Kuala`, handle: "contoh.akar.seruni", platform: "tiktok" });
  expect(fresh.number).toMatch(/^B-/);
});
