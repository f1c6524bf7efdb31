import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { linkFor } from "../../services/app/src/commands/users.ts";
import { type Instance, startInstance } from "./instance.ts";
import { button, say, text } from "./screens.ts";

let netra: Instance;
beforeAll(async () => {
  netra = await startInstance();
});
afterEach(() => netra.settle());
afterAll(() => netra.stop());

const PASSWORD = "kuda laut minum teh manis";

async function signIn(page: Page, username: string, password: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel(say("sign_in.username")).fill(username);
  await page.getByLabel(say("sign_in.password")).fill(password);
  await button(page, "sign_in.submit").click();
}

test("a one-time link lets a new person in once, asks for a password first, and the password opens the door from then on", async () => {
  const link = await linkFor(netra.context, "wulan");
  const page = await netra.open(null);
  await page.goto(link);
  await page.getByRole("heading", { name: say("password.title") }).waitFor();
  expect(page.url(), "the token leaves the address at once").toBe(`${netra.url}/sign-in`);

  await page.goto("/triage");
  await page.getByRole("heading", { name: say("password.title") }).waitFor();

  const field = page.getByLabel(say("password.new"));
  await field.fill("empat belas hrf");
  expect("empat belas hrf".length).toBe(15);
  await field.fill("empat belas hr");
  await button(page, "password.save").click();
  await text(page, "Kata sandi: kurang dari 15 karakter. Tambahkan kata.").waitFor();
  await field.fill(PASSWORD);
  await text(page, say("password.rule_met")).waitFor();
  await button(page, "password.save").click();
  await page.getByRole("heading", { level: 1, name: say("triage.title") }).waitFor();

  const again = await netra.open(null);
  await again.goto(link);
  await text(again, "Tautan masuk ini tidak berlaku lagi.").waitFor();
  await signIn(again, "wulan", "kuda laut minum kopi pahit");
  await text(again, "Nama pengguna atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi.").waitFor();
  await signIn(again, "wulan", PASSWORD);
  await again.getByRole("heading", { level: 1, name: say("nav.day") }).waitFor();
});

test("signing out without a line says that one is still signed in", async () => {
  const page = await netra.open("dewi");
  await page.goto("/reports");
  await button(page, "nav.account", { nama: "Dewi" }).click();
  await page.context().setOffline(true);
  await page.getByRole("menuitem", { name: say("nav.sign_out") }).click();
  await page.getByText(say("nav.sign_out_failed")).waitFor();
  await page.context().setOffline(false);
  await page.getByRole("menuitem", { name: say("nav.sign_out") }).click();
  await page.getByRole("heading", { name: say("sign_in.title") }).waitFor();
});

test("signing out ends the session, and the way back leads to the page that was asked for", async () => {
  const page = await netra.open("dewi");
  await page.goto("/reports");
  await button(page, "nav.account", { nama: "Dewi" }).click();
  await page.getByRole("menuitem", { name: say("nav.sign_out") }).click();
  await page.getByRole("heading", { name: say("sign_in.title") }).waitFor();
  expect(await page.context().cookies()).toEqual([]);

  await page.goto(await linkFor(netra.context, "dewi"));
  await page.getByLabel(say("password.new")).fill(PASSWORD);
  await button(page, "password.save").click();
  await page.getByRole("heading", { level: 1, name: say("nav.day") }).waitFor();
  await page.context().clearCookies();

  await page.goto("/reports");
  await page.getByRole("heading", { name: say("sign_in.title") }).waitFor();
  await page.getByLabel(say("sign_in.username")).fill("dewi");
  await page.getByLabel(say("sign_in.password")).fill(PASSWORD);
  await button(page, "sign_in.submit").click();
  await page.getByRole("heading", { level: 1, name: say("rep.title") }).waitFor();
});

test("the door speaks both languages and remembers the choice", async () => {
  const page = await netra.open(null);
  await page.goto("/sign-in");
  await page.getByRole("heading", { name: "Masuk" }).waitFor();
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  expect(await page.locator("html").getAttribute("lang")).toBe("en");
});
