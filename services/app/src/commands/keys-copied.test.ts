import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lookAtKeys } from "../doctor/look-at-files.ts";
import { KEY_FILES, loadKeys } from "../keys.ts";
import { readCopyRecord } from "../keys-copy.ts";
import { recordKeysCopied } from "./keys-copied.ts";

const NOW = new Date("2029-06-03T09:00:00Z");
/** A disk of its own on every Linux. */
const OTHER_DISK = "/dev/shm";

let home: string;
let keysDir: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "netra-copied-"));
  keysDir = join(home, "keys");
  loadKeys({ dir: keysDir, mayCreate: true });
});
afterEach(() => rmSync(home, { recursive: true }));

const copied = (to: string) => recordKeysCopied({ keysDir, to, now: NOW });
const seen = () => lookAtKeys(keysDir, false).copy;

test("without a record there is no copy; a place in words is taken at its word, and the keys stay secret", () => {
  expect(seen()).toBe("none");
  const lines = copied("safe of the office");
  expect(lines[0]).toMatch(/not looked at/);
  expect(seen()).toEqual({ at: NOW, compared: false });
  const record = readFileSync(join(keysDir, "copied.json"), "utf8");
  expect(readCopyRecord(keysDir)).toMatchObject({ to: "safe of the office" });
  for (const file of KEY_FILES) for (const text of [record, ...lines]) expect(text).not.toContain(readFileSync(join(keysDir, file), "utf8").trim());
  expect(statSync(join(keysDir, "copied.json")).mode & 0o777).toBe(0o600);
});

test("the fingerprints are those that sha256sum prints", () => {
  writeFileSync(join(keysDir, "field.key"), "abc");
  // Source: FIPS 180-2, appendix B.1.
  expect(copied("safe")[1]).toBe("  ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  field.key");
});

test("a copy counts for the keys it was made of, not for others", () => {
  copied("safe");
  rmSync(join(keysDir, "subject.key"));
  loadKeys({ dir: keysDir, mayCreate: true });
  expect(seen()).toBe("other-keys");
});

test("a record that cannot be understood is none", () => {
  for (const text of ["", "[]", "null", '{"at":"yesterday","fingerprints":{}}', '{"at":"2029-06-03"}']) {
    writeFileSync(join(keysDir, "copied.json"), text);
    expect(seen()).toBe("none");
  }
});

test("a directory on another disk is compared file by file", () => {
  const copy = mkdtempSync(join(OTHER_DISK, "netra-copy-"));
  try {
    for (const file of KEY_FILES.slice(1)) copyFileSync(join(keysDir, file), join(copy, file));
    writeFileSync(join(copy, "checkpoint.pem"), "another");
    expect(() => copied(copy)).toThrow(/field\.key, checkpoint\.pem missing or not the same/);
    expect(seen()).toBe("none");
    for (const file of KEY_FILES) copyFileSync(join(keysDir, file), join(copy, file));
    expect(copied(copy)[0]).toMatch(/compared file by file/);
    expect(seen()).toEqual({ at: NOW, compared: true });
  } finally {
    rmSync(copy, { recursive: true });
  }
});

test("a directory on the same disk is no copy elsewhere", () => {
  mkdirSync(join(home, "copy"));
  expect(() => copied(join(home, "copy"))).toThrow(/on the same disk as the keys/);
  expect(seen()).toBe("none");
});

test("keys that are not whole cannot have been copied", () => {
  rmSync(join(keysDir, "field.key"));
  expect(() => copied("safe")).toThrow(/field\.key missing/);
  expect(readdirSync(keysDir)).not.toContain("copied.json");
});

test("the doctor sees what is missing, damaged or open, and changes nothing", () => {
  const before = readdirSync(keysDir).length;
  rmSync(join(keysDir, "subject.key"));
  chmodSync(join(keysDir, "field.key"), 0o640);
  chmodSync(keysDir, 0o755);
  expect(lookAtKeys(keysDir, null)).toMatchObject({
    missing: ["subject.key"],
    open: { all: [keysDir], group: [join(keysDir, "field.key")] },
    fresh: null,
  });
  expect(readdirSync(keysDir)).toHaveLength(before - 1);
  loadKeys({ dir: keysDir, mayCreate: true });
  writeFileSync(join(keysDir, "field.key"), "c2hvcnQ=");
  expect(lookAtKeys(keysDir, null).damage).toBe(`${join(keysDir, "field.key")}: expected 32 bytes in base64, got 5 bytes`);
  expect(lookAtKeys(join(home, "none"), true)).toMatchObject({ missing: KEY_FILES, damage: null, copy: "none" });
});
