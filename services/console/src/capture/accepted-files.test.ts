import { readFileSync } from "node:fs";
import { isAcceptedMedia, MAX_MEDIA_BYTES, MAX_STILL_BYTES } from "@netra/media";
import { expect, test } from "vitest";
import { ACCEPT, ACCEPTED, MAX_FILES, MAX_LONG_MB, MAX_STILL_MB, sortFiles, typeOf } from "./accepted-files.ts";

const file = (name: string, type = "", size = 1): File => {
  const made = new File(["a"], name, { type });
  Object.defineProperty(made, "size", { value: size });
  return made;
};
const whys = (...files: File[]): string[] => sortFiles(files, 0).refused.map(({ why }) => why);

test("the form, the share menu and the server take the same types and sizes", () => {
  const manifest = JSON.parse(readFileSync(new URL("../../public/manifest.webmanifest", import.meta.url), "utf8"));
  const [shared] = manifest.share_target.params.files;
  expect(shared.accept.filter((one: string) => !one.startsWith("."))).toEqual(ACCEPTED);
  expect(shared.accept.filter((one: string) => !ACCEPT.split(",").includes(one))).toEqual([]);
  expect(ACCEPTED.filter((type) => !isAcceptedMedia(type))).toEqual([]);
  expect([MAX_LONG_MB * 1_000_000, MAX_STILL_MB * 1_000_000]).toEqual([MAX_MEDIA_BYTES, MAX_STILL_BYTES]);
});

test.each([
  ["IMG_1.HEIC", "", "image/heic"],
  ["a.mov", "video/quicktime", "video/quicktime"],
  ["suara.opus", "audio/opus", "audio/ogg"],
  ["suara.ogg", "application/ogg", "audio/ogg"],
  ["rekam.m4a", "audio/m4a", "audio/x-m4a"],
  ["suara", "audio/ogg; codecs=opus", "audio/ogg"],
  ["gambar.gif", "image/gif", null],
  ["halaman.svg", "image/svg+xml", null],
  ["tanpa-akhiran", "", null],
])("%s of type %j is %s", (name, type, expected) => expect(typeOf({ name, type })).toBe(expected));

test("a picture may not be as long as a video; what is refused says why", () => {
  expect(whys(file("a.mp4", "video/mp4", 1_500_000_000), file("a.png", "image/png", 100_000_000))).toEqual([]);
  expect(whys(file("a.mp4", "video/mp4", 1_500_000_001), file("a.png", "image/png", 100_000_001), file("a.zip"))).toEqual([
    "err.file_size",
    "err.file_size",
    "err.file",
  ]);
  expect(whys(...Array.from({ length: MAX_FILES + 1 }, (_, n) => file(`${n}.png`)))).toEqual(["err.file_count"]);
});
