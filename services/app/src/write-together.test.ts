import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeTogether } from "./write-together.ts";

const files = [
  { name: "a.json", bytes: new TextEncoder().encode("{}") },
  { name: "b.csv", bytes: new TextEncoder().encode("x,y") },
];
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "netra-out-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe("files that are written together", () => {
  it("stand whole in a directory that is made for them, however deep, and twice is once", async () => {
    const dir = join(home, "laporan", "2029", "W39");
    expect(await writeTogether(dir, files)).toBe(2);
    expect(readdirSync(dir)).toEqual(["a.json", "b.csv"]);
    expect(readFileSync(join(dir, "b.csv"), "utf8")).toBe("x,y");
    expect(await writeTogether(dir, files)).toBe(0);
  });

  it("are refused beside another file, and beside one of theirs with other bytes; nothing of them stays", async () => {
    writeFileSync(join(home, "surat.txt"), "x");
    await expect(writeTogether(home, files)).rejects.toMatchObject({ code: "out-not-empty", message: expect.stringContaining("surat.txt") });
    rmSync(join(home, "surat.txt"));
    writeFileSync(join(home, "b.csv"), "lain");
    await expect(writeTogether(home, files)).rejects.toMatchObject({ code: "out-not-empty", message: expect.stringContaining("b.csv") });
    expect(readdirSync(home)).toEqual(["b.csv"]);
  });

  it("are refused with the place where a file or a link that leads nowhere stands in the way", async () => {
    const file = join(home, "berkas");
    writeFileSync(file, "x");
    await expect(writeTogether(file, files)).rejects.toMatchObject({ code: "out-unwritable", message: expect.stringContaining(`${file} `) });
    await expect(writeTogether(join(file, "laporan"), files)).rejects.toMatchObject({
      code: "out-unwritable",
      message: expect.stringContaining("ENOTDIR"),
    });
    const nowhere = join(home, "tautan");
    symlinkSync(join(home, "tidak", "ada"), nowhere);
    await expect(writeTogether(join(nowhere, "laporan"), files)).rejects.toMatchObject({
      code: "out-unwritable",
      message: expect.stringContaining(nowhere),
    });
  });

  it("go into a directory that stands as a link", async () => {
    mkdirSync(join(home, "nyata"));
    symlinkSync(join(home, "nyata"), join(home, "tautan"));
    expect(await writeTogether(join(home, "tautan", "laporan"), files)).toBe(2);
    expect(readdirSync(join(home, "nyata", "laporan"))).toEqual(["a.json", "b.csv"]);
  });

  it.skipIf(!existsSync("/proc/self"))("never hang where nothing can be made, and say the place and what to do", () => {
    const told = `import { writeTogether } from ${JSON.stringify(import.meta.resolve("./write-together.ts"))};
      await writeTogether("/proc/netra/laporan", []).catch(({ code, message }) => process.stdout.write(code + " " + message));`;
    // In a process of its own: what hangs there cannot be stopped from within.
    const done = spawnSync(process.execPath, ["--input-type=module", "--eval", told], { encoding: "utf8", timeout: 60_000 });
    expect([done.signal, done.stdout]).toEqual([
      null,
      "out-unwritable /proc/netra cannot be made in /proc (ENOENT): name a directory with --out that you may write into.",
    ]);
  });
});
