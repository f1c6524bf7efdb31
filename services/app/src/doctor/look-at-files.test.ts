import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lookAtPlace, openToAll, ownerOf } from "./look-at-files.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "netra-look-"));
});
afterEach(() => rmSync(home, { recursive: true }));

test("a directory is seen with its rights, its disk and the room on it", () => {
  chmodSync(home, 0o711);
  expect(lookAtPlace(home)).toEqual({
    path: home,
    exists: true,
    directory: true,
    writable: true,
    mode: 0o711,
    device: statSync(home).dev,
    space: { free: expect.any(Number), total: expect.any(Number) },
  });
  const { free, total } = lookAtPlace(home).space!;
  expect(free).toBeLessThan(total);
});

test("one that is to be made is seen as the nearest above it", () => {
  const path = join(home, "not", "yet");
  expect(lookAtPlace(path)).toMatchObject({ path, exists: false, writable: true, mode: null, device: statSync(home).dev });
});

test("a file is no directory, and below it nothing can be made", () => {
  const file = join(home, "file");
  writeFileSync(file, "");
  expect(lookAtPlace(file)).toMatchObject({ exists: true, directory: false });
  expect(lookAtPlace(join(file, "below"))).toMatchObject({ exists: false, writable: false });
});

test("what everybody may open is told; a group is not everybody, and what is missing is nobody's", () => {
  const [all, group, none] = ["all", "group", "none"].map((name) => join(home, name)) as [string, string, string];
  mkdirSync(all, { mode: 0o711 });
  writeFileSync(group, "", { mode: 0o640 });
  writeFileSync(none, "", { mode: 0o600 });
  expect(openToAll([all, group, none, join(home, "missing")])).toEqual([all]);
});

test("the owner of a path is its user", () => {
  expect(ownerOf(home)).toBe(process.getuid?.());
  expect(ownerOf(join(home, "missing"))).toBeNull();
});
