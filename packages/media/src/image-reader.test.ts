import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createImageReader, MAX_PIXELS } from "./image-reader.ts";
import { imageSize } from "./image-size.ts";

const picture = (name: string): Uint8Array => readFileSync(join(import.meta.dirname, "../test", name));
const reader = createImageReader();
afterAll(() => reader.close());

describe("a picture of a post", () => {
  it.each(["post.png", "post-dark.jpg", "post.webp"])("is read: %s", { timeout: 60_000 }, async (name) => {
    const { text, confidence, engine } = await reader.read(picture(name));
    expect(text.replace(/\s+/g, " ")).toContain("Jangan lupa tanggal 24 nanti coblos nomor 2, Bahar-Ratih untuk Belitung Timur yang lebih terang!");
    expect(confidence).toBeGreaterThan(70);
    expect(engine).toMatch(/^tesseract\.js \d/);
  });

  it("has a size that its header tells", () => {
    for (const name of ["post.png", "post-dark.jpg", "post.webp"]) expect(imageSize(picture(name))).toEqual({ width: 824, height: 560 });
  });
});

describe("what is no readable picture", () => {
  const huge = Uint8Array.from(picture("post.png"));
  new DataView(huge.buffer).setUint32(16, MAX_PIXELS);
  const broken = picture("post.png").slice(0, 2_000);

  it.each([
    ["text", new TextEncoder().encode("coblos nomor 2")],
    ["nothing", new Uint8Array()],
    ["a picture of too many pixels", huge],
    ["half a picture", broken],
  ])("is refused with a remedy: %s", { timeout: 60_000 }, async (_, bytes) => {
    await expect(reader.read(bytes)).rejects.toMatchObject({ code: "image-unreadable" });
  });

  it("does not keep the next one from being read", { timeout: 60_000 }, async () => {
    const [bad, good] = await Promise.allSettled([reader.read(broken), reader.read(picture("post.png"))]);
    expect([bad.status, good.status]).toEqual(["rejected", "fulfilled"]);
  });
});
