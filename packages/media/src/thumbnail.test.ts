import { randomFillSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { MAX_THUMBNAIL_BYTES, makeThumbnail } from "./thumbnail.ts";

const plain = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: { r: 200, g: 40, b: 40 } } });
/** Nothing compresses worse than noise; its grains are so large that they stay noise in a small copy. */
const noise = (width: number, height: number) => {
  const grain = 5;
  const raw = { width: width / grain, height: height / grain, channels: 3 } as const;
  return sharp(randomFillSync(Buffer.alloc(raw.width * raw.height * 3)), { raw }).resize(width, height, { kernel: "nearest" });
};
const post = (): Buffer => readFileSync(join(import.meta.dirname, "../test/post.png"));
describe("a small copy of a picture", () => {
  it("never has more than 30 kB, even of twelve million pixels of noise", { timeout: 60_000 }, async () => {
    const original = await noise(4_000, 3_000).jpeg({ quality: 60 }).toBuffer();
    const made = await makeThumbnail(original, "image/jpeg");
    expect(made.length).toBeLessThanOrEqual(MAX_THUMBNAIL_BYTES);
    const { width, height, format } = await sharp(made).metadata();
    expect([format, Math.round((width / height) * 100)]).toEqual(["webp", 133]);
    expect(width).toBeGreaterThanOrEqual(200);
  });

  it("of a telephone's screenshot stays large enough to read", async () => {
    const made = await makeThumbnail(post(), "image/png");
    const { width } = await sharp(made).metadata();
    expect([width, made.length <= MAX_THUMBNAIL_BYTES]).toEqual([640, true]);
  });

  it("is turned as people see it, is never larger than the picture, and tells nothing about it", async () => {
    const original = await plain(40, 20)
      .withExif({ IFD0: { Artist: "Kenari Sunyi" } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const made = await makeThumbnail(original, "image/jpeg");
    const told = await sharp(made).metadata();
    expect([told.width, told.height, told.exif, told.icc, made.includes("Kenari")]).toEqual([20, 40, undefined, undefined, false]);
  });

  it("of a moving picture is its first frame", async () => {
    const frames = await Promise.all(
      ["#ff0000", "#0000ff"].map((background) =>
        sharp({ create: { width: 30, height: 30, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const moving = await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer();
    expect((await sharp(moving).metadata()).pages).toBe(2);
    const made = await makeThumbnail(moving, "image/webp");
    const { dominant } = await sharp(made).stats();
    expect([(await sharp(made).metadata()).pages ?? 1, dominant.r > 200, dominant.b < 60]).toEqual([1, true, true]);
  });

  it.each([
    ["a film", () => Buffer.from("x"), "video/mp4"],
    ["a picture that a program could run in", () => Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"), "image/svg+xml"],
    ["what only says that it is a picture", () => Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"), "image/png"],
    ["half a picture", () => post().subarray(0, 2_000), "image/png"],
    ["a small file that holds a very large one", () => plain(6_500, 6_200).png({ compressionLevel: 1 }).toBuffer(), "image/png"],
  ])("is not made of %s", async (_, bytes, type) => {
    await expect((async () => makeThumbnail(await bytes(), type))()).rejects.toMatchObject({ kind: "invalid", code: "thumbnail-not-possible" });
  });
});
