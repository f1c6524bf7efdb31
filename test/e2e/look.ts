import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { WHOLE } from "./walks.ts";
import type { Device } from "./windows.ts";

const PICTURES = join(import.meta.dirname, "../../test-output/screens");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** Looked at from top to bottom: long forms, the dashboard, and a case. */
const WHOLE_PAGE = /^(capture|intake|overview|case$)/;

/** Looks at what stands on the page now: what axe has to say, whether it is wider than its window and, when everything is walked, a picture for people in `test-output/screens/`. */
export async function look(page: Page, name: string, at: { readonly locale: string; readonly device: Device }, found: string[]): Promise<void> {
  if (WHOLE)
    await page.screenshot({ path: join(PICTURES, `${name}.${at.locale}.${at.device}.png`), fullPage: at.device !== "desk" && WHOLE_PAGE.test(name) });
  const { violations } = await new AxeBuilder({ page })
    .options({ runOnly: RULES, rules: { "page-has-heading-one": { enabled: true } }, resultTypes: ["violations"] })
    .setLegacyMode()
    .analyze();
  for (const { id, nodes } of violations)
    for (const node of nodes) found.push(`${name} ${at.locale} ${at.device}: ${id}: ${node.html} ${node.failureSummary ?? ""}`);
  const over = await page.locator("html").evaluate((html) => html.scrollWidth - html.clientWidth);
  if (over > 0) found.push(`${name} ${at.locale} ${at.device}: ${over} px wider than the window`);
}
