import { afterAll, beforeAll, expect, test } from "vitest";
import { type Instance, startInstance } from "./instance.ts";
import { eventually } from "./screens.ts";

/** The watch over every window must itself be able to fail: each trouble is planted once and must be seen. */
let netra: Instance;
beforeAll(async () => {
  netra = await startInstance();
});
afterAll(() => netra.stop());

test.each([
  [
    "an inline script",
    `{ const s = document.createElement("script"); try { s.text = "1"; } catch {} document.body.append(s); }`,
    "refused by policy: ",
  ],
  ["a handler inside markup", `document.body.innerHTML = "<img src='x:' onerror='1'>"`, "refused by policy: script-src-attr"],
  ["an inline style", `document.body.setAttribute("style", "color: red")`, "refused by policy: style-src"],
  ["a foreign picture", `{ const i = new Image(); i.src = "https://contoh.example/p.png"; }`, "refused by policy: img-src"],
  ["an uncaught error", `setTimeout(() => { throw new Error("planted"); })`, "uncaught: planted"],
  ["an error in the console", `console.error("planted")`, "console: planted"],
  ["a dialog", `setTimeout(() => alert("planted"))`, "dialog: planted"],
])("%s is noticed and fails the test it happens in", async (_what, plant, noticed) => {
  const page = await netra.open(null);
  await page.goto("/sign-in");
  await page.getByRole("heading").waitFor();
  expect(netra.windows.troubles).toEqual([]);
  await page.evaluate(plant);
  await eventually(async () => expect(netra.windows.troubles.join("\n")).toContain(noticed));
  await expect(netra.settle()).rejects.toThrow();
  await netra.settle();
});
