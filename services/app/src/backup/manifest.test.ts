import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { baseFilesOf } from "./backup-files.ts";
import { type Manifest, readManifest, requireSame, writeManifest } from "./manifest.ts";

const MANIFEST: Manifest = {
  name: "base-20291023T000000Z",
  systemId: "7710793759745774596",
  postgres: "18.4",
  timeline: 1,
  segmentBytes: 16 << 20,
  startLsn: "0/2000028",
  stopLsn: "0/2000120",
  startedAt: "2029-10-23T00:00:00.000Z",
  stoppedAt: "2029-10-23T00:00:09.000Z",
  directories: ["base"],
  files: [{ path: "cluster/PG_VERSION", bytes: 3, sha256: "aa" }],
};

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "netra-base-"));
});
afterEach(() => rmSync(base, { recursive: true }));

const refused = { kind: "invalid", code: "backup-damaged" };

it("is read as it was written", () => {
  writeManifest(base, MANIFEST);
  expect(readManifest(base)).toEqual(MANIFEST);
});

it("is refused when it is missing, cut off or changed, by its name and with what to do", () => {
  expect(() => readManifest(base)).toThrow(expect.objectContaining(refused));
  writeManifest(base, MANIFEST);
  const { manifest } = baseFilesOf(base);
  const text = readFileSync(manifest, "utf8");
  for (const changed of [text.slice(0, -10), text.replace("0/2000028", "0/3000028"), text.replace('"form":1', '"form":2'), ""]) {
    writeFileSync(manifest, changed);
    expect(() => readManifest(base)).toThrow(expect.objectContaining(refused));
  }
  expect(() => readManifest(base)).toThrow(/manifest\.json .*restore from another backup: netra restore --from/);
});

it("finds a file that is shorter, and one with other bytes, and names it", () => {
  const [file] = MANIFEST.files;
  if (!file) throw new Error("no file");
  expect(() => requireSame(base, file, { bytes: 3, sha256: "aa" })).not.toThrow();
  expect(() => requireSame(base, file, { bytes: 2, sha256: "aa" })).toThrow(/cluster\/PG_VERSION has 2 bytes instead of 3/);
  expect(() => requireSame(base, file, { bytes: 3, sha256: "ab" })).toThrow(/cluster\/PG_VERSION has other bytes/);
});
