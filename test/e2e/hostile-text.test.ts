import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { SUPPORTS } from "./api-client.ts";
import { type Instance, startInstance } from "./instance.ts";
import type { PostedFlag } from "./platform.ts";
import { row, say } from "./screens.ts";

/** A post is only ever text: whatever stands in it is shown, nothing in it acts, and what hides is made visible. `settle` watches policy and console. */
const CALL = "Ayo kawan, kita coblos nomor 2, Pak Bahar & Bu Ratih #BaharRatih";
const LONG = `${CALL} ${"panjang sekali ".repeat(220)}`.slice(0, 2_999).concat("!");
/** Ends what the markup around it might have begun; the text after it must still be there. */
const END = "Sampai di sini.";

interface Hostile {
  readonly what: string;
  readonly text: string;
  /** Pieces that a reader must be able to see. */
  readonly shown: readonly string[];
}

const HOSTILE: readonly Hostile[] = [
  { what: "a script", text: `<script>window.ran = 1</script> ${CALL} ${END}`, shown: ["<script>window.ran = 1</script>", END] },
  {
    what: "a picture with a handler",
    text: `<img src=x onerror="window.ran = 1"> ${CALL} ${END}`,
    shown: [`<img src=x onerror="window.ran = 1">`, END],
  },
  {
    what: "markup that closes the page's own",
    text: `</p></bdi></main><h1>Netra</h1> ${CALL} ${END}`,
    shown: ["</p></bdi></main><h1>Netra</h1>", END],
  },
  {
    what: "an address that acts",
    text: `javascript:window.ran=1 https://contoh.example/?<b> ${CALL} ${END}`,
    shown: ["javascript:window.ran=1 https://contoh.example/?<b>", END],
  },
  {
    what: "a template's braces",
    text: `{{constructor.constructor('window.ran=1')()}} <%= 1+1 %> ${CALL}`,
    shown: ["{{constructor.constructor('window.ran=1')()}} <%= 1+1 %>"],
  },
  { what: "a turned direction", text: `\u202e${END}\u202c ${CALL}`, shown: ["U+202E", END, "U+202C"] },
  { what: "words cut by what cannot be seen", text: CALL.replace("coblos", "co\u200bblos"), shown: ["U+200B"] },
  { what: "3,000 characters", text: LONG, shown: [LONG.slice(-60)] },
];

let netra: Instance;
let flags: readonly PostedFlag[];
beforeAll(async () => {
  netra = await startInstance();
  flags = (await netra.publish(HOSTILE.map(({ text }) => ({ text })))).filter((flag) => flag !== null);
  const toni = await netra.actAs("toni");
  for (const flag of flags) await toni.read(flag.id, SUPPORTS);
});
afterEach(() => netra.settle());
afterAll(() => netra.stop());

const squeezed = (words: string): string => words.replace(/\s+/g, " ");

test("every one of them is read by the machine and raises its flag", () => {
  expect(flags).toHaveLength(HOSTILE.length);
});

test("in the list, each stands as it was written", async () => {
  const page = await netra.open("dewi");
  await page.goto("/triage?lane=open");
  for (const [at, { shown, text }] of HOSTILE.entries()) {
    const words = squeezed(await row(page, flags[at]!).innerText());
    if (text !== LONG) expect(words).toContain(shown[0]);
  }
  expect(await page.evaluate("window.ran ?? null")).toBeNull();
  expect(await page.locator("html").evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0);
});

test.each(["before the reading", "after it, with its signals marked"])("on its own page, %s, each is text and nothing but text", async (when) => {
  const marked = when !== "before the reading";
  const page = await netra.open(marked ? "toni" : "wulan");
  for (const [at, { what, shown }] of HOSTILE.entries()) {
    await page.goto(`/triage/${flags[at]?.id}`);
    const article = page.getByRole("article");
    await (marked ? article.locator("mark").first() : article.getByText(say("facts.note"))).waitFor();
    // The number of a mark stands between its words.
    const words = squeezed((await article.innerText()).replace(/(sinyal \S+ \d+: )|([+−]\d+\n)/g, ""));
    for (const piece of shown) expect(words, what).toContain(piece);
    expect(await page.getByRole("heading", { level: 1 }).allInnerTexts(), what).toEqual([flags[at]?.number]);
    expect(await article.locator("p a, p img, p script, p b").count(), what).toBe(0);
    expect(await page.evaluate("window.ran ?? null"), what).toBeNull();
    expect(await page.locator("html").evaluate((html) => html.scrollWidth - html.clientWidth), what).toBe(0);
  }
});
