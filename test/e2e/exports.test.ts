import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { CONFIRMED_MINUTES } from "@netra/domain";
import { hashPassword } from "@netra/service-api";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Instance, REGISTER, startInstance } from "./instance.ts";
import { button, say, tabTo, text } from "./screens.ts";

let netra: Instance;
beforeAll(async () => {
  netra = await startInstance();
});
afterEach(() => netra.settle());
afterAll(() => netra.stop());

const CALL = "Ayo kawan, kita coblos nomor 2, Pak Bahar & Bu Ratih. Ajak keluarga ya 🙏 #BaharRatih";
const PASSWORD = "kopi pagi di tepi muara";

const item = (page: Page) => page.locator("main li").filter({ has: page.getByRole("heading", { level: 3 }) });

test("a supervisor asks for a list with an estimate before, proves again who is there, and takes a file that is what its fingerprint says", async () => {
  const flags = [await netra.raise({ text: CALL }), await netra.raise({ text: CALL.replace("Ajak", "Bawa") })];
  const page = await netra.open("dewi");
  await netra.see("update app_user set password_hash = $1 where username = 'dewi'", [await hashPassword(PASSWORD)]);
  await netra.see("update user_session set confirmed_at = clock_timestamp() - interval '1 hour'");
  // Where a list is read, and where reports are, leads there; a contest is chosen by its name.
  await page.goto("/triage");
  await page.getByRole("link", { name: say("triage.export") }).click();
  await text(page, say("exp.rows", { n: 2 })).waitFor();
  await text(page, say("exp.lead_machine")).waitFor();
  // The rules as they are, not as somebody wrote them down here.
  await text(page, say("exp.lead_confirm", { n: CONFIRMED_MINUTES })).waitFor();
  await text(page, say("exp.alone_rows", { n: "50.000" })).waitFor();
  expect(await page.getByLabel(say("exp.contest"), { exact: true }).getByRole("option").allInnerTexts()).toEqual([
    say("exp.all"),
    expect.stringMatching(/^Pilbup /),
  ]);
  await page.goto("/reports");
  await page.getByRole("link", { name: say("exp.link") }).click();
  await text(page, say("exp.rows", { n: 2 })).waitFor();

  // By keyboard alone.
  await tabTo(page, button(page, "exp.ask"));
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: say("confirm.title") });
  await dialog.waitFor();
  await page.keyboard.type("bukan ini");
  await page.keyboard.press("Enter");
  await text(dialog, say("confirm.err.confirm-refused")).waitFor();
  await dialog.getByRole("textbox").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });

  const one = item(page).first();
  await one.getByText(say("exp.state_of.ready"), { exact: true }).waitFor();
  const [taken] = await Promise.all([page.waitForEvent("download"), one.getByRole("button", { name: say("exp.download") }).click()]);
  expect(taken.suggestedFilename()).toMatch(/^netra-flags-19\.06-\d{4}-\d{2}-\d{2}\.csv$/);
  const bytes = await readFile(await taken.path());
  expect(await one.innerText()).toContain(`sha256 ${createHash("sha256").update(bytes).digest("hex")}`);
  const lines = bytes.toString("utf8").split("\r\n").slice(1, -1);
  expect(lines.map((line) => Number(line.split(",")[0])).toSorted()).toEqual(flags.map(({ number }) => Number(number.replace(/\D/g, ""))).toSorted());
  for (const { name, handle, nip } of REGISTER)
    for (const secret of [name, handle, nip]) if (secret) expect(bytes.toString("utf8")).not.toContain(secret);
});

test("what is large waits for another's word, on a narrow screen too", async () => {
  await netra.raise({ text: CALL.replace("Ajak", "Ajaklah") });
  const [wulan] = await netra.see<{ id: string; regions: string[] }>("select id, regions from app_user where username = 'wulan'");
  if (!wulan) throw new Error("e2e: nobody is called wulan");
  const large = { kind: "flags", filter: { region: "19.06" }, format: "xlsx", expected: 1_001, needsApproval: true } as const;
  await netra.context.store.as({ process: "api", kind: "person", role: "analyst", ...wulan }, (tx) => tx.exports.add(large));
  const page = await netra.open("dewi", { device: "phone" });
  await page.goto("/reports/exports");
  const one = item(page).filter({ hasText: "Wulan" });
  await one.getByText(say("exp.state_of.waiting_approval"), { exact: true }).waitFor();
  await one.getByRole("button", { name: say("exp.approve") }).click();
  await one.getByText(say("exp.state_of.ready"), { exact: true }).waitFor();
  expect(await one.getByRole("button", { name: say("exp.download") }).count()).toBe(0);
  expect(await page.locator("html").evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0);
  expect(await netra.see("select from audit_event where act = 'export.approved'")).toHaveLength(1);
});
