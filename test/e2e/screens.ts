import type { Locator, Page } from "playwright-core";
import { deskEn } from "../../services/console/src/words/desk-en.ts";
import { type DeskWordKey, deskId } from "../../services/console/src/words/desk-id.ts";
import { en } from "../../services/console/src/words/en.ts";
import { fill } from "../../services/console/src/words/fill.ts";
import { id, type WordKey } from "../../services/console/src/words/id.ts";
import { eventually } from "../support/eventually.ts";

const CATALOGUES = { id: { ...id, ...deskId }, en: { ...en, ...deskEn } };

export { eventually } from "../support/eventually.ts";

type Key = WordKey | DeskWordKey;

/** A sentence of the console's own catalogue, Indonesian unless said otherwise. What must not be reworded by accident is written out in the test itself. */
export const say = (key: Key, values: Readonly<Record<string, string | number>> = {}, locale: "id" | "en" = "id"): string =>
  fill(CATALOGUES[locale][key], values);

/** A sentence whose placeholders may hold anything, for the text of an element. */
export const saying = (key: Key, values: Readonly<Record<string, string>> = {}): RegExp =>
  new RegExp(
    CATALOGUES.id[key]
      .split(/(\{\w+\})/)
      .map((part) => (part.startsWith("{") ? (literal(values[part.slice(1, -1)]) ?? ".+") : literal(part)))
      .join(""),
  );
const literal = (text: string | undefined): string | undefined => text?.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

export const rows = (page: Page): Locator => page.locator("[id^=row-]");
export const row = (page: Page, flag: { readonly id: string }): Locator => page.locator(`#row-${flag.id}`);
export const panel = (page: Page): Locator => page.getByRole("complementary");
export const answer = (page: Page, key: "neither" | "support" | "harm" | "unclear"): Locator =>
  page.getByRole("radio", { name: say(`read.${key}`), exact: true });
export const button = (page: Page | Locator, key: Key, values = {}): Locator => page.getByRole("button", { name: say(key, values) });
export const text = (page: Page | Locator, sentence: string | RegExp): Locator => page.getByText(sentence).filter({ visible: true }).first();

/** Presses a key until it shows: for a moment after a new post, keys that commit to something sleep. */
export const pressUntil = (page: Page, key: string, seen: Locator): Promise<void> =>
  eventually(
    async () => {
      await page.keyboard.press(key);
      await seen.waitFor({ timeout: 100 });
    },
    { interval: 50 },
  );

export const hasFocus = (target: Locator): Promise<boolean> => target.evaluate((element) => element === element.ownerDocument.activeElement);

/** Goes on with Tab until something has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  const MOST = 60;
  for (let stops = 0; stops < MOST; stops += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${target}: not reached by ${MOST} times Tab`);
}

/** Waits until a flag is shown and held: its number, and the question of the first step or the routes of the second. */
export async function atFlag(page: Page, flag: { readonly number: string }): Promise<void> {
  await page.getByRole("heading", { level: 1, name: flag.number }).waitFor();
  await text(page, saying("lease.mine")).waitFor();
}

/** Everything the API told this window, as it came over the wire, but the line that only says that something changed and never ends. */
export function overhear(page: Page): () => Promise<string> {
  const bodies: Promise<string>[] = [];
  page.on("response", (response) => {
    if (response.url().includes("/api/") && !response.url().endsWith("/api/flags/live")) bodies.push(response.text().catch(() => ""));
  });
  return async () => (await Promise.all(bodies)).join("\n");
}
