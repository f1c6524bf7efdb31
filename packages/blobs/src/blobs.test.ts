import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BACKENDS, type Backend } from "../test/backends.ts";

const HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
const ABSENT = "0".repeat(64);
const DAY = 86_400_000;
const hello = Buffer.from("hello");
const inDays = (days: number): Date => new Date(Date.now() + days * DAY);

async function collect(source: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const one of source) all.push(one);
  return all;
}

/** What every form promises. */
describe.each(Object.entries(BACKENDS))("blobs as %s", { timeout: 60_000 }, (_, open) => {
  let backend: Backend;
  let blobs: Backend["blobs"];
  beforeEach(async () => {
    backend = await open();
    blobs = backend.blobs;
  });
  afterEach(() => backend.close());

  const read = async (key: string): Promise<Buffer> => buffer(await blobs.open(key));
  const keysOf = async (): Promise<string[]> => collect(blobs.list());
  const leftovers = (): Promise<string[]> => readdir(join(backend.home, "blobs", "tmp")).catch(() => []);

  describe("put", () => {
    it("keeps bytes under their hash and leaves nothing behind", async () => {
      expect(await blobs.put(hello)).toEqual({ key: HELLO, size: 5 });
      expect((await read(HELLO)).toString()).toBe("hello");
      expect(await leftovers()).toEqual([]);
    });

    it("takes a stream of any size, and nothing at all", async () => {
      const bytes = randomBytes(3_000_000);
      const { key, size } = await blobs.put(Readable.from([bytes.subarray(0, 7), bytes.subarray(7, 2_000_000), bytes.subarray(2_000_000)]));
      expect({ key, size }).toEqual({ key: createHash("sha256").update(bytes).digest("hex"), size: bytes.length });
      expect(bytes.equals(await read(key))).toBe(true);
      const nothing = await blobs.put(new Uint8Array());
      expect([nothing.size, (await read(nothing.key)).length, await blobs.verify(nothing.key)]).toEqual([0, 0, "intact"]);
    });

    it("is idempotent, also when both come at once", async () => {
      const both = await Promise.all([blobs.put(hello), blobs.put(Readable.from([hello.subarray(0, 2), hello.subarray(2)]))]);
      expect(both).toEqual(Array(2).fill({ key: HELLO, size: 5 }));
      expect([await blobs.verify(HELLO), await keysOf(), await leftovers()]).toEqual(["intact", [HELLO], []]);
    });

    it.each([
      ["just now", 0],
      ["long ago", -9],
    ])("mends a blob put %s and damaged since, when its bytes come again", async (_, days) => {
      await blobs.put(hello);
      await backend.damage(HELLO, "jello");
      await backend.age(HELLO, inDays(days));
      await blobs.put(hello);
      expect(await blobs.verify(HELLO)).toBe("intact");
    });

    it("keeps nothing of a stream that breaks off, and passes its error on", async () => {
      async function* broken() {
        yield hello;
        throw new Error("connection lost");
      }
      await expect(blobs.put(broken())).rejects.toThrow("connection lost");
      expect([await leftovers(), await blobs.has(HELLO), await keysOf()]).toEqual([[], false, []]);
    });

    it("stops reading at the size limit", async () => {
      let read = 0;
      async function* endless() {
        for (;;) yield Buffer.alloc(10, ++read);
      }
      await expect(blobs.put(endless(), { maxBytes: 25 })).rejects.toMatchObject({ kind: "invalid", code: "blob-too-large" });
      await expect(blobs.put(hello, { maxBytes: 4 })).rejects.toMatchObject({ kind: "invalid", code: "blob-too-large" });
      expect([read, await leftovers(), await keysOf()]).toEqual([3, [], []]);
      await expect(blobs.put(hello, { maxBytes: 5 })).resolves.toMatchObject({ size: 5 });
    });

    it("that is killed half-way leaves no blob, and what it left is cleared", async () => {
      const child = spawn(process.execPath, [join(import.meta.dirname, "../test/put-and-hang.ts"), backend.place], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      await once(child.stdout, "data");
      child.kill("SIGKILL");
      await once(child, "close");
      expect([await blobs.has(HELLO), await keysOf(), (await leftovers()).length]).toEqual([false, [], 1]);
      await blobs.clearUnfinished(inDays(-1));
      expect(await leftovers()).toHaveLength(1);
      await blobs.clearUnfinished(inDays(1));
      expect(await leftovers()).toEqual([]);
      expect(await blobs.put(hello)).toEqual({ key: HELLO, size: 5 });
    });
  });

  describe("putFile", () => {
    it("takes a finished upload over", async () => {
      const upload = join(backend.home, "upload");
      await writeFile(upload, "hello");
      expect(await blobs.putFile(upload)).toEqual({ key: HELLO, size: 5 });
      await expect(stat(upload)).rejects.toMatchObject({ code: "ENOENT" });
      expect(await blobs.verify(HELLO)).toBe("intact");
    });

    it("passes on that there is no such upload", async () => {
      await expect(blobs.putFile(join(backend.home, "nothing"))).rejects.toMatchObject({ code: "ENOENT" });
    });
  });

  describe("reading", () => {
    it("says how large a blob is and whether it is there", async () => {
      await blobs.put(hello);
      expect([await blobs.size(HELLO), await blobs.has(HELLO), await blobs.has(ABSENT)]).toEqual([5, true, false]);
    });

    it("tells a missing blob, with a remedy, before any stream exists", async () => {
      const notFound = { kind: "not-found", code: "blob-not-found", message: expect.stringContaining("restore it from the backup") };
      await expect(blobs.open(ABSENT)).rejects.toMatchObject(notFound);
      await expect(blobs.size(ABSENT)).rejects.toMatchObject(notFound);
    });

    it("finds a single changed byte and a missing blob, and gives not one byte of a changed one away", async () => {
      await blobs.put(hello);
      await backend.damage(HELLO, "hellp");
      expect([await blobs.verify(HELLO), await blobs.verify(ABSENT)]).toEqual(["damaged", "missing"]);
      await expect(blobs.open(HELLO)).rejects.toMatchObject({ kind: "gone", code: "blob-damaged" });
      expect(await leftovers()).toEqual([]);
    });

    it("does not mind a reader that leaves half-way", async () => {
      const { key } = await blobs.put(randomBytes(1_000_000));
      for await (const _ of await blobs.open(key)) break;
      expect(await leftovers()).toEqual([]);
    });

    it.each(["../../etc/passwd", "", HELLO.toUpperCase(), `${HELLO}/`])("refuses %j as a key", async (key) => {
      for (const act of [blobs.open, blobs.has, blobs.size, blobs.verify, (bad: string) => blobs.remove(bad, { unusedSince: new Date() })])
        await expect(act(key)).rejects.toMatchObject({ kind: "invalid", code: "blob-key" });
    });
  });

  describe("removing", () => {
    it("takes away what was last put before a time, and says what was not there", async () => {
      await blobs.put(hello);
      expect(await blobs.remove(HELLO, { unusedSince: inDays(-1) })).toBe("kept");
      expect(await blobs.verify(HELLO)).toBe("intact");
      await backend.age(HELLO, inDays(-2));
      expect(await blobs.remove(HELLO, { unusedSince: inDays(-1) })).toBe("removed");
      expect(await blobs.remove(HELLO, { unusedSince: inDays(-1) })).toBe("missing");
      expect([await blobs.has(HELLO), await leftovers(), await keysOf()]).toEqual([false, [], []]);
    });

    it("counts from when a blob was put last", async () => {
      await blobs.put(hello);
      await backend.age(HELLO, inDays(-9));
      await blobs.put(hello);
      expect(await blobs.remove(HELLO, { unusedSince: inDays(-1) })).toBe("kept");
    });

    it("lists every key in order", async () => {
      expect(await keysOf()).toEqual([]);
      const put = await Promise.all(Array.from({ length: 6 }, (_, n) => blobs.put(Buffer.from([n]))));
      expect(await keysOf()).toEqual(put.map(({ key }) => key).sort());
    });

    it("loses no bytes to somebody who puts them at the same time", async () => {
      for (let round = 0; round < 3; round += 1) {
        await blobs.put(hello);
        await backend.age(HELLO, inDays(-9));
        await Promise.all([blobs.put(hello), blobs.remove(HELLO, { unusedSince: inDays(-1) })]);
        expect(await blobs.verify(HELLO)).toBe("intact");
      }
    });

    it("has nothing to clear where nothing was ever kept", async () => {
      await blobs.clearUnfinished(new Date());
    });
  });
});
