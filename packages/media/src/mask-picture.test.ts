import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { maskPicture } from "./mask-picture.ts";

/** A picture of red, 40 by 20, with metadata that tells where it was made. */
const red = (width = 40, height = 20) =>
  sharp({ create: { width, height, channels: 3, background: { r: 255, g: 0, b: 0 } } }).withExif({ IFD0: { Artist: "Kenari Sunyi" } });
const pixels = async (bytes: Buffer) => {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): string => {
    const [r = 0, g = 0, b = 0] = data.subarray((y * info.width + x) * 3);
    return r > 200 && g < 60 && b < 60 ? "red" : r + g + b < 90 ? "black" : `${r} ${g} ${b}`;
  };
  return { ...info, at };
};
const LEFT_TOP = { x: 0, y: 0, width: 0.25, height: 0.5 };

describe("a masked picture", () => {
  it.each(["png", "jpeg", "webp"] as const)(
    "of %s keeps its type and size, hides what is in the box and nothing else, and tells nothing about itself",
    async (type) => {
      const original = await red().toFormat(type, { quality: 100 }).toBuffer();
      expect((await sharp(original).metadata()).exif).toBeDefined();
      const { bytes, mediaType } = await maskPicture(original, `image/${type}`, [LEFT_TOP, { x: 0.9, y: 0.9, width: 0.5, height: 0.5 }]);
      const told = await sharp(bytes).metadata();
      expect([mediaType, told.format, told.exif, told.icc, told.xmp]).toEqual([`image/${type}`, type, undefined, undefined, undefined]);
      expect(bytes.includes("Kenari")).toBe(false);
      const seen = await pixels(bytes);
      expect([seen.width, seen.height]).toEqual([40, 20]);
      expect([seen.at(2, 2), seen.at(7, 7), seen.at(38, 19), seen.at(20, 10), seen.at(2, 15), seen.at(30, 3)]).toEqual([
        ...["black", "black", "black"],
        ...["red", "red", "red"],
      ]);
    },
  );

  it("covers every pixel that a box touches, at least one", async () => {
    const seen = await pixels((await maskPicture(await red().png().toBuffer(), "image/png", [{ x: 0.51, y: 0.51, width: 0, height: 0.01 }])).bytes);
    expect([seen.at(20, 10), seen.at(19, 10), seen.at(21, 10), seen.at(20, 9), seen.at(20, 11)]).toEqual(["black", "red", "red", "red", "red"]);
  });

  it("is turned as people see it before it is painted", async () => {
    const onItsSide = await red().withExif({}).withMetadata({ orientation: 6 }).jpeg({ quality: 100 }).toBuffer();
    const seen = await pixels((await maskPicture(onItsSide, "image/jpeg", [LEFT_TOP])).bytes);
    expect([seen.width, seen.height]).toEqual([20, 40]);
    expect([seen.at(1, 1), seen.at(3, 15), seen.at(15, 3), seen.at(3, 30)]).toEqual(["black", "black", "red", "red"]);
  });

  it("shows nothing of what lay under an opaque box where the original let through", async () => {
    const clear = await sharp({ create: { width: 8, height: 8, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0 } } })
      .png()
      .toBuffer();
    const { data } = await sharp((await maskPicture(clear, "image/png", [{ x: 0, y: 0, width: 1, height: 1 }])).bytes)
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(new Set(Array.from(data.subarray(0, 4)))).toEqual(new Set([0, 255]));
  });

  it.each([
    ["a film", Buffer.from("x"), "video/mp4"],
    ["bytes that are no picture", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"), "image/png"],
    ["half a picture", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), "image/png"],
  ])("is not made of %s", async (_, bytes, type) => {
    await expect(maskPicture(bytes, type, [LEFT_TOP])).rejects.toMatchObject({ kind: "invalid", code: "mask-not-possible" });
  });

  it("is not made of a small file that holds a very large picture", async () => {
    const large = await sharp({ create: { width: 7_000, height: 6_000, channels: 3, background: "#000" } })
      .png()
      .toBuffer();
    expect(large.length).toBeLessThan(1_000_000);
    await expect(maskPicture(large, "image/png", [LEFT_TOP])).rejects.toMatchObject({ code: "mask-not-possible" });
  });
});
