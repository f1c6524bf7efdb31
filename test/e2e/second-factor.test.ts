import { hashPassword } from "@netra/service-api";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { codeAt } from "../support/authenticator.ts";
import { type Instance, startInstance } from "./instance.ts";
import { button, say, text } from "./screens.ts";

let netra: Instance;
beforeAll(async () => {
  netra = await startInstance();
});
afterEach(() => netra.settle());
afterAll(() => netra.stop());

const PASSWORD = "kopi pagi di tepi muara";
/** The code of now may come again. */
const forgetUsed = () => netra.see("update second_factor set last_step = 0");

test("a supervisor sets up two-step verification, signs in with it, and proves with a code who asks for an export", async () => {
  const page = await netra.open("dewi");
  await netra.see("update app_user set password_hash = $1 where username = 'dewi'", [await hashPassword(PASSWORD)]);
  await page.goto("/settings/me");
  const card = page.getByRole("region", { name: say("set.second") });
  await card.getByRole("button", { name: say("set.second_start") }).click();
  const shown = await card.locator("code").innerText();
  const secret = shown.replaceAll(" ", "");
  const address = new URL((await card.getByRole("link", { name: say("set.second_open") }).getAttribute("href")) ?? "");
  expect([address.protocol, address.searchParams.get("secret")]).toEqual(["otpauth:", secret]);
  await card.getByRole("img", { name: say("set.second_qr") }).waitFor();
  await card.getByRole("textbox").fill("12x456");
  await page.keyboard.press("Enter");
  await text(card, say("confirm.err.code-refused")).waitFor();
  await card.getByRole("textbox").fill(codeAt(secret));
  await page.keyboard.press("Enter");
  await text(card, say("set.second_on")).waitFor();
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(secret);

  await forgetUsed();
  await netra.see("update user_session set ended_at = clock_timestamp()");
  await page.goto("/sign-in");
  await page.getByLabel(say("sign_in.username")).fill("dewi");
  await page.getByLabel(say("sign_in.password")).fill(PASSWORD);
  expect(await page.getByLabel(say("sign_in.code")).count()).toBe(0);
  await page.keyboard.press("Enter");
  await text(page, say("sign_in.code_needed")).waitFor();
  // It has the focus: whoever types the code and Enter is in.
  await page.keyboard.type("000 0");
  await page.keyboard.press("Enter");
  await text(page, say("sign_in.code_refused")).waitFor();
  await page.getByLabel(say("sign_in.code")).fill(codeAt(secret));
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname !== "/sign-in");

  await forgetUsed();
  await netra.see("update user_session set confirmed_at = clock_timestamp() - interval '1 hour'");
  await page.goto("/reports/exports");
  await button(page, "exp.ask").click();
  const dialog = page.getByRole("dialog", { name: say("confirm.title") });
  expect(await dialog.getByText(say("confirm.password"), { exact: true }).count()).toBe(0);
  await dialog.getByLabel(say("sign_in.code")).fill(codeAt(secret));
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await page
    .locator("main li")
    .filter({ has: page.getByRole("heading", { level: 3 }) })
    .first()
    .waitFor();

  await page.goto("/settings/me");
  await card.getByRole("button", { name: say("set.second_remove") }).click();
  await text(card, say("set.second_off")).waitFor();
});
