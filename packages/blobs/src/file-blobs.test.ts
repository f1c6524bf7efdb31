import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Blobs } from "./blobs.ts";
import { createFileBlobs } from "./file-blobs.ts";

const HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
const ABSENT = "0".repeat(64);
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

describe("put", () => {
  it("keeps bytes under their hash, readable by nobody else, and leaves nothing behind", async () => {
    expect(await blobs.put(hello)).toEqual({ key: HELLO, size: 5 });
    expect(await readFile(pathOf(HELLO), "utf8")).toBe("hello");
    expect((await stat(pathOf(HELLO))).mode & 0o077).toBe(0);
    expect(await leftovers()).toEqual([]);
  });

  it("takes a stream of any size, and nothing at all", async () => {
    const bytes = randomBytes(3_000_000);
    const chunks = [bytes.subarray(0, 7), bytes.subarray(7, 2_000_000), bytes.subarray(2_000_000)];
    const { key, size } = await blobs.put(Readable.from(chunks));
    expect({ key, size }).toEqual({ key: createHash("sha256").update(bytes).digest("hex"), size: bytes.length });
    expect(bytes.equals(await buffer(await blobs.open(key)))).toBe(true);
    expect(await blobs.put(new Uint8Array())).toMatchObject({ size: 0 });
  });

  it("is idempotent, also when both come at once", async () => {
    const both = await Promise.all([blobs.put(hello), blobs.put(Readable.from([hello.subarray(0, 2), hello.subarray(2)]))]);
    expect(both).toEqual([
      { key: HELLO, size: 5 },
      { key: HELLO, size: 5 },
    ]);
    expect(await blobs.verify(HELLO)).toBe("intact");
  });

  it("mends a damaged blob when its bytes come again", async () => {
    await blobs.put(hello);
    await writeFile(pathOf(HELLO), "jello");
    await blobs.put(hello);
    expect(await blobs.verify(HELLO)).toBe("intact");
  });

  it("keeps nothing of a stream that breaks off, and passes its error on", async () => {
    async function* broken() {
      yield hello;
      throw new Error("connection lost");
    }
    await expect(blobs.put(broken())).rejects.toThrow("connection lost");
    expect(await leftovers()).toEqual([]);
    expect(await blobs.has(HELLO)).toBe(false);
  });

  it("stops reading at the size limit", async () => {
    let read = 0;
    async function* endless() {
      for (;;) yield Buffer.alloc(10, ++read);
    }
    await expect(blobs.put(endless(), { maxBytes: 25 })).rejects.toMatchObject({ kind: "invalid", code: "blob-too-large" });
    expect(read).toBe(3);
    expect(await leftovers()).toEqual([]);
    await expect(blobs.put(hello, { maxBytes: 5 })).resolves.toMatchObject({ size: 5 });
  });

  it("says what to do when the disk refuses", async () => {
    await writeFile(join(home, "file"), "");
    await expect(createFileBlobs({ dir: join(home, "file") }).put(hello)).rejects.toMatchObject({
      kind: "unavailable",
      code: "blob-store",
      message: expect.stringContaining("move it away"),
    });
  });
});

describe("putFile", () => {
  it("takes a finished upload over", async () => {
    const upload = join(home, "upload");
    await writeFile(upload, "hello");
    expect(await blobs.putFile(upload)).toEqual({ key: HELLO, size: 5 });
    await expect(stat(upload)).rejects.toMatchObject({ code: "ENOENT" });
    expect(await blobs.verify(HELLO)).toBe("intact");
  });

  it("leaves the upload where it is when it cannot be taken over", async () => {
    const upload = join(home, "upload");
    await writeFile(upload, "hello");
    await mkdir(dir);
    await writeFile(join(dir, HELLO.slice(0, 2)), "in the way");
    await expect(blobs.putFile(upload)).rejects.toMatchObject({ kind: "unavailable" });
    expect(await readFile(upload, "utf8")).toBe("hello");
  });

  it("gives a taken-over file the rights of a blob", async () => {
    const upload = join(home, "upload");
    await writeFile(upload, "hello", { mode: 0o644 });
    await blobs.putFile(upload);
    expect((await stat(pathOf(HELLO))).mode & 0o077).toBe(0);
  });

  it("passes on that there is no such upload", async () => {
    await expect(blobs.putFile(join(home, "nothing"))).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe("removing", () => {
  const DAY = 86_400_000;
  const keysOf = async () => {
    const keys: string[] = [];
    for await (const key of blobs.list()) keys.push(key);
    return keys;
  };

  it("lists every key in order, and nothing of what is unfinished", async () => {
    expect(await keysOf()).toEqual([]);
    const keys = [];
    for (let n = 0; n < 40; n += 1) keys.push((await blobs.put(Buffer.from([n]))).key);
    await writeFile(join(dir, "tmp", "0".repeat(64)), "half");
    await writeFile(join(dir, "stray"), "");
    expect(await keysOf()).toEqual(keys.sort());
  });

  it("takes away what was last put before a time, and says what was not there", async () => {
    await blobs.put(hello);
    expect(await blobs.remove(HELLO, { unusedSince: new Date(Date.now() - DAY) })).toBe("kept");
    expect(await blobs.verify(HELLO)).toBe("intact");
    expect(await blobs.remove(HELLO, { unusedSince: new Date(Date.now() + DAY) })).toBe("removed");
    expect(await blobs.remove(HELLO, { unusedSince: new Date(Date.now() + DAY) })).toBe("missing");
    expect([await blobs.has(HELLO), await leftovers()]).toEqual([false, []]);
  });

  it("counts from when a blob was put last, not from when its file was written", async () => {
    const old = new Date(Date.now() - 9 * DAY);
    const upload = join(home, "upload");
    await writeFile(upload, "hello");
    await utimes(upload, old, old);
    await blobs.putFile(upload);
    expect(await blobs.remove(HELLO, { unusedSince: new Date(Date.now() - DAY) })).toBe("kept");
    await utimes(pathOf(HELLO), old, old);
    await blobs.put(hello);
    expect(await blobs.remove(HELLO, { unusedSince: new Date(Date.now() - DAY) })).toBe("kept");
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

  it("has nothing to clear where nothing was ever kept", async () => {
    await blobs.clearUnfinished(new Date());
    await expect(blobs.remove("../x", { unusedSince: new Date() })).rejects.toMatchObject({ code: "blob-key" });
  });

  it("loses no bytes to somebody who puts them at the same time", async () => {
    for (let round = 0; round < 30; round += 1) {
      await blobs.put(hello);
      const old = new Date(Date.now() - 9 * DAY);
      await utimes(pathOf(HELLO), old, old);
      await Promise.all([blobs.put(hello), blobs.remove(HELLO, { unusedSince: new Date(Date.now() - DAY) })]);
      expect(await blobs.verify(HELLO)).toBe("intact");
    }
  });
});

describe("reading", () => {
  it("says how large a blob is and whether it is there", async () => {
    await blobs.put(hello);
    expect(await blobs.size(HELLO)).toBe(5);
    expect(await blobs.has(HELLO)).toBe(true);
    expect(await blobs.has(ABSENT)).toBe(false);
  });

  it("tells a missing blob, with a remedy, before any stream exists", async () => {
    const notFound = { kind: "not-found", code: "blob-not-found", message: expect.stringContaining("restore it from the backup") };
    await expect(blobs.open(ABSENT)).rejects.toMatchObject(notFound);
    await expect(blobs.size(ABSENT)).rejects.toMatchObject(notFound);
  });

  it("finds a single changed byte, and a missing file", async () => {
    await blobs.put(hello);
    expect(await blobs.verify(HELLO)).toBe("intact");
    await writeFile(pathOf(HELLO), "hellp");
    expect(await blobs.verify(HELLO)).toBe("damaged");
    expect(await blobs.verify(ABSENT)).toBe("missing");
  });

  it.each(["../../etc/passwd", "", HELLO.toUpperCase(), `${HELLO}/`])("refuses %j as a key", async (key) => {
    for (const act of [blobs.open, blobs.has, blobs.size, blobs.verify])
      await expect(act(key)).rejects.toMatchObject({ kind: "invalid", code: "blob-key" });
  });
});
