import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Instance, startInstance } from "./instance.ts";
import type { PostedFlag } from "./platform.ts";
import { row, say } from "./screens.ts";

/** A post is only ever text: whatever stands in it is shown, nothing in it acts, and what hides is made visible. `settle` watches policy and console. */
let netra: Instance;
beforeAll(async () => {
  netra = await startInstance();
});
afterEach(() => netra.settle());
afterAll(() => netra.stop());

const CALL = "Ayo kawan, kita coblos nomor 2, Pak Bahar & Bu Ratih #BaharRatih";
const LONG = `${CALL} ${"panjang sekali ".repeat(220)}`.slice(0, 3_000);

const HOSTILE: readonly (readonly [what: string, text: string, shown: readonly string[]])[] = [
  ["a script", `<script>window.ran = 1</script> ${CALL}`, ["<script>window.ran = 1</script>"]],
  ["a picture with a handler", `<img src=x onerror="window.ran = 1"> ${CALL}`, [`<img src=x onerror="window.ran = 1">`]],
  ["markup that closes the page's own", `</p></bdi></main><h1>Netra</h1> ${CALL}`, ["</p></bdi></main><h1>Netra</h1>"]],
  ["an address that acts", `javascript:window.ran=1 https://contoh.example/a?<b> ${CALL}`, ["javascript:window.ran=1 https://contoh.example/a?<b>"]],
  ["a template's braces", `{{constructor.constructor('window.ran=1')()}} \${1+1} ${CALL}`, ["{{constructor.constructor('window.ran=1')()}} ${1+1}"]],
  ["a turned direction", `\u202e${CALL}\u202c habis`, ["U+202E", "U+202C"]],
  ["words cut by what cannot be seen", CALL.replace("coblos", "co\u200bblos"), ["U+200B"]],
  ["3,000 characters", LONG, [LONG.slice(-100).trim()]],
];

async function read(page: Page, flag: PostedFlag, shown: readonly string[]): Promise<void> {
  const article = page.getByRole("article");
  await article.waitFor();
  const words = (await article.innerText()).replace(/\s+/g, " ");
  for (const piece of shown) expect(words).toContain(piece);
  expect(words, "whatever it holds, the page goes on after it").toContain(say("facts.note"));
  expect(await page.getByRole("heading", { level: 1 }).allInnerTexts()).toEqual([flag.number]);
  expect(await article.locator("p a, p img, p script").count()).toBe(0);
}

test.each(HOSTILE)("%s in a post is text", async (_what, text, shown) => {
  const flag = await netra.raise({ text });
  const page = await netra.open("wulan");
  await page.goto("/triage");
  await row(page, flag).waitFor();
  const [before] = shown;
  if (text !== LONG) expect((await row(page, flag).innerText()).replace(/\s+/g, " ")).toContain(before);
  await page.goto(`/triage/${flag.id}`);
  await read(page, flag, shown);

  const toni = await netra.actAs("toni");
  await toni.read(flag.id, { reading: "support", targetId: "bahar-ratih" });
  const after = await netra.open("toni");
  await after.goto(`/triage/${flag.id}`);
  await after.locator("mark").first().waitFor();
  const words = (await after.getByRole("article").innerText()).replace(/\s+/g, " ");
  const [first] = shown;
  if (first && !text.startsWith("Ayo")) expect(words).toContain(first);
  for (const window of [page, after]) {
    expect(await window.evaluate("window.ran ?? null")).toBeNull();
    expect(await window.locator("html").evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0);
  }
});
