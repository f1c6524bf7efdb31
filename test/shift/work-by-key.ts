import type { Locator, Page } from "playwright-core";
import { answer, panel, say, saying } from "../e2e/screens.ts";
import type { ShiftPost } from "./shift-posts.ts";

/** A glance at a new post. Keys that commit to something sleep for 400 ms after it appears; nobody reads faster than that. */
const GLANCE_MS = 500;
const HEARD_MS = 1_500;
const OPENED_MS = 20_000;

/** What one decision cost. Reading takes as long as people take: it is not in the seconds, but for one glance. */
export interface Cost {
  readonly seconds: number;
  /** From the last key to the next post, or to the empty list. */
  readonly waitedSeconds: number;
  readonly keys: number;
  /** Keys that had to be pressed again, since nothing that they do was seen. */
  readonly misKeys: number;
}

/** An analyst who knows the answers and the keys, works down the list with the keyboard alone, and looks at the screen after each key. */
export function keyboardAnalyst(page: Page) {
  let keys = 0;
  let misKeys = 0;

  /** Presses until it shows. */
  const press = async (key: string, seen: () => Promise<unknown>): Promise<void> => {
    for (let tries = 0; tries < 4; tries += 1) {
      keys += 1;
      if (tries > 0) misKeys += 1;
      await page.keyboard.press(key);
      if (
        await seen().then(
          () => true,
          () => false,
        )
      )
        return;
    }
    throw new Error(`shift: ${key} does nothing at ${new URL(page.url()).pathname}`);
  };
  const shows = (locator: ReturnType<Page["locator"]>) => () => locator.first().waitFor({ timeout: HEARD_MS });
  const checked = (name: string) => shows(page.getByRole("radio", { name, checked: true }));
  const stands = async (group: Locator): Promise<void> => {
    if (!(await group.evaluate((one) => one.contains(one.ownerDocument.activeElement)))) throw new Error("shift: the focus is elsewhere");
  };
  const title = () => page.getByRole("heading", { level: 1 });

  const closeFast = async (): Promise<void> => {
    await press("t", shows(answer(page, "neither").and(page.getByRole("radio", { checked: true }))));
    await press("Shift+Enter", shows(page.getByRole("list", { name: say("reason.pick") })));
    await press("1", async () => {
      await page.waitForFunction("document.querySelector('textarea')?.value.length > 10", undefined, { timeout: HEARD_MS });
    });
  };

  const escalate = async ({ reading, place }: ShiftPost): Promise<void> => {
    await press(reading === "support" ? "d" : "r", checked(say(`read.${reading === "support" ? "support" : "harm"}`)));
    const choices = page.getByRole("radiogroup", { name: say("read.target") }).getByRole("radio");
    await choices.first().waitFor();
    await press(String(place + 1), shows(choices.nth(place).and(page.getByRole("radio", { checked: true }))));
    await press("Enter", shows(page.getByRole("region", { name: say("signal.for") })));
    await press("e", shows(page.getByText(say("check.count", { n: 0, jumlah: 8 })).filter({ visible: true })));
    const groups = panel(page).getByRole("radiogroup");
    for (let n = 0; n < 8; n += 1) {
      // E leads to the first question.
      if (n > 0) await press("Tab", async () => stands(groups.nth(n)));
      // The first four must be so for an escalation, the last four must not.
      await press("Space", shows(page.getByText(say("check.count", { n: n + 1, jumlah: 8 })).filter({ visible: true })));
      if (n >= 4) await press("ArrowRight", async () => undefined);
    }
    await page
      .getByLabel(say("reason.label"))
      .fill("Ajakan memilih pada unggahan sendiri, masa kampanye, tanpa kutipan, akun dinyatakan pemiliknya.");
    keys += 1; // Said by voice or pasted: the words themselves are not counted.
  };

  /** Decides what is shown, and waits for the next. */
  return async function decide(post: ShiftPost): Promise<Cost> {
    const [keysBefore, misKeysBefore] = [keys, misKeys];
    const shown = performance.now();
    await page.waitForTimeout(GLANCE_MS);
    const number = (await title().innerText()).trim();
    await (post.reading === "neither" ? closeFast() : escalate(post));
    const last = performance.now();
    await press("Control+Enter", () => title().filter({ hasText: number }).waitFor({ state: "detached", timeout: OPENED_MS }));
    await Promise.race([
      page.getByText(saying("lease.mine")).filter({ visible: true }).first().waitFor({ timeout: OPENED_MS }),
      page.waitForURL((url) => url.pathname === "/triage", { timeout: OPENED_MS }),
    ]);
    const done = performance.now();
    return { seconds: (done - shown) / 1000, waitedSeconds: (done - last) / 1000, keys: keys - keysBefore, misKeys: misKeys - misKeysBefore };
  };
}
