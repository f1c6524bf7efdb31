import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { VERIFY_PAGE } from "../src/verify-page.ts";
import { renderPage } from "./build-page.ts";

const built = readFileSync(VERIFY_PAGE, "utf8");

it("is what its sources make; when it is not, run node packages/evidence/page/build-page.ts", async () => {
  expect((await renderPage()) === built).toBe(true);
});

it("is one file of at most 150 kB that can load and send nothing, and names no path of the machine that built it", () => {
  expect(Buffer.byteLength(built)).toBeLessThanOrEqual(150_000);
  expect(built).toContain(`content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`);
  expect(built).not.toMatch(/<(link|img|iframe|base)\b|\bsrc=|@import|url\(|\bfetch\(|XMLHttpRequest|WebSocket|https?:/);
  expect(built).not.toContain(import.meta.dirname);
});
