import fc from "fast-check";
import { expect, it } from "vitest";
import { isAcceptedMedia, MAX_MEDIA_BYTES, MAX_STILL_BYTES, maxBytesOf, SNIFF_BYTES, sniffMedia } from "./media.ts";

/** Bytes written as latin-1 text. */
const bytes = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));
const ftyp = (brand: string) => bytes(`\0\0\0\x18ftyp${brand}\0\0\0\0${brand}isom`);
const padded = (text: string, length = 600) => bytes(text.padEnd(length, "\0"));
const WEBM = bytes("\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webmB\x87\x81\x04B\x85\x81\x02");

it.each<[string, Uint8Array, string, string]>([
  ["a PNG", bytes("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\0\0\0\0\0\0\0\0IDAT"), "image/png", "png"],
  ["a JPEG", padded("\xff\xd8\xff\xe0"), "image/jpeg", "jpg"],
  ["a WebP", padded("RIFF\0\0\0\0WEBPVP8 "), "image/webp", "webp"],
  ["a HEIC", ftyp("heic"), "image/heic", "heic"],
  ["a HEIC under the neutral brand", ftyp("mif1"), "image/heif", "heic"],
  ["an MP4", ftyp("isom"), "video/mp4", "mp4"],
  ["a QuickTime film", ftyp("qt  "), "video/quicktime", "mov"],
  ["a WebM", WEBM, "video/webm", "webm"],
  ["an M4A", ftyp("M4A "), "audio/x-m4a", "m4a"],
  ["an MP3", padded("\xff\xfb\x90\x64"), "audio/mpeg", "mp3"],
  ["an MP3 whose cover picture is larger than the head", padded("ID3\x03\0\0\0\x01\x7f\x7f", SNIFF_BYTES), "audio/mpeg", "mp3"],
  ["a voice note (Ogg Opus)", padded(`OggS${"\0".repeat(24)}OpusHead`), "audio/ogg", "opus"],
  ["a PDF", padded("%PDF-1.7\n"), "application/pdf", "pdf"],
])("knows and accepts %s", async (_, head, mime, ext) => {
  expect(await sniffMedia(head)).toEqual({ mime, ext });
  expect(isAcceptedMedia(mime)).toBe(true);
});

it.each<[string, Uint8Array]>([
  ["SVG", bytes('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ["SVG behind an XML declaration", bytes('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
  ["HTML", bytes("<!doctype html><script>alert(1)</script>")],
  ["HTML that mentions a PDF later", bytes("<html>%PDF-1.7")],
  ["a zip", padded("PK\x03\x04")],
  ["an office document", padded(`PK\x03\x04\x14\0\0\0\0\0${"\0".repeat(16)}\x13\0\0\0[Content_Types].xml`)],
  ["a program", padded("MZ")],
  ["a script", bytes("#!/bin/sh\n")],
  ["plain text", bytes("image/png")],
  ["nothing", bytes("")],
  ["half a signature", bytes("\x89PN")],
])("does not accept %s", async (_, head) => {
  const found = await sniffMedia(head);
  expect(found === null ? false : isAcceptedMedia(found.mime)).toBe(false);
});

it.each([
  ["image/png", true],
  ["IMAGE/PNG; charset=binary", true],
  ["audio/ogg; codecs=opus", true],
  ["image/svg+xml", false],
  ["text/html", false],
  ["application/zip", false],
  ["image/gif", false],
  ["", false],
])("answers for %s: %s", (mime, accepted) => expect(isAcceptedMedia(mime)).toBe(accepted));

it("never throws on bytes, whatever they begin with", async () => {
  const start = fc.constantFrom(
    "\x89PNG\r\n\x1a\n",
    "ID3\x03\0\0\0\0\0\x7f",
    "\x1aE\xdf\xa3",
    "PK\x03\x04",
    "\0\0\0\x18ftyp",
    "OggS",
    "RIFF\0\0\0\0",
    "",
  );
  await fc.assert(
    fc.asyncProperty(start, fc.uint8Array({ maxLength: 200 }), async (magic, rest) => {
      await expect(sniffMedia(Uint8Array.from([...bytes(magic), ...rest]))).resolves.toBeDefined();
    }),
  );
});

it("lets sound and video be long, and nothing else", () => {
  expect(["video/mp4", "audio/ogg; codecs=opus", "image/png", "application/pdf"].map(maxBytesOf)).toEqual([
    MAX_MEDIA_BYTES,
    MAX_MEDIA_BYTES,
    MAX_STILL_BYTES,
    MAX_STILL_BYTES,
  ]);
});
