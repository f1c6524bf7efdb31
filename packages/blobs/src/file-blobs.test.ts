import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Blobs } from "./blobs.ts";
import { createFileBlobs } from "./file-blobs.ts";

const HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
const DAY = 86_400_000;
const hello = Buffer.from("hello");

let home: string;
let dir: string;
let blobs: Blobs;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "netra-blobs-"));
  dir = join(home, "blobs");
  blobs = createFileBlobs({ dir });
});
afterEach(() => rm(home, { recursive: true }));

const pathOf = (key: string) => join(dir, key.slice(0, 2), key.slice(2, 4), key);
const leftovers = () => readdir(join(dir, "tmp"));

it("keeps bytes readable by nobody else, where their hash says", async () => {
  await blobs.put(hello);
  expect(await readFile(pathOf(HELLO), "utf8")).toBe("hello");
  expect((await stat(pathOf(HELLO))).mode & 0o077).toBe(0);
});

it("says what to do when the disk refuses", async () => {
  await writeFile(join(home, "file"), "");
  await expect(createFileBlobs({ dir: join(home, "file") }).put(hello)).rejects.toMatchObject({
    kind: "unavailable",
    code: "blob-store",
    message: expect.stringContaining("move it away"),
  });
});

it("lists nothing of what is unfinished or stray", async () => {
  await blobs.put(hello);
  await writeFile(join(dir, "tmp", "0".repeat(64)), "half");
  await writeFile(join(dir, "stray"), "");
  const keys = [];
  for await (const key of blobs.list()) keys.push(key);
  expect(keys).toEqual([HELLO]);
});

describe("an upload", () => {
  it("stays where it is when it cannot be taken over", async () => {
    const upload = join(home, "upload");
    await writeFile(upload, "hello");
    await mkdir(dir);
    await writeFile(join(dir, HELLO.slice(0, 2)), "in the way");
    await expect(blobs.putFile(upload)).rejects.toMatchObject({ kind: "unavailable" });
    expect(await readFile(upload, "utf8")).toBe("hello");
  });

  it("gets the rights of a blob, and the time it was put, not that of its writing", async () => {
    const upload = join(home, "upload");
    const old = new Date(Date.now() - 9 * DAY);
    await writeFile(upload, "hello", { mode: 0o644 });
    await utimes(upload, old, old);
    await blobs.putFile(upload);
    expect((await stat(pathOf(HELLO))).mode & 0o077).toBe(0);
    expect(await blobs.remove(HELLO, { unusedSince: new Date(Date.now() - DAY) })).toBe("kept");
  });
});

it("puts back what a crash left half removed, unless the bytes were put again, and clears old leftovers", async () => {
  const old = new Date(Date.now() - 2 * DAY);
  const aside = join(dir, "tmp", `removed-${HELLO}`);
  await blobs.put(hello);
  await rename(pathOf(HELLO), aside);
  await writeFile(join(dir, "tmp", "young"), "");
  await writeFile(join(dir, "tmp", "old"), "");
  await utimes(join(dir, "tmp", "old"), old, old);
  await blobs.clearUnfinished(new Date(Date.now() - DAY));
  expect([await blobs.verify(HELLO), await leftovers()]).toEqual(["intact", ["young"]]);
  await writeFile(aside, "jello");
  await blobs.clearUnfinished(new Date(Date.now() - DAY));
  expect([await blobs.verify(HELLO), await leftovers()]).toEqual(["intact", ["young"]]);
});
