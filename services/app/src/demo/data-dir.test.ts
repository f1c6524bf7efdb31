import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "@netra/config";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acquireLock, processStart } from "../lock.ts";
import { filesOf, findServer } from "../postgres-files.ts";
import { isUnfinished, refuseDemoData, refuseRealData, rememberFirstStart, rememberPast, resetDemo } from "./data-dir.ts";
import { startDemo } from "./start-demo.ts";

let data: string;
beforeEach(() => {
  data = join(mkdtempSync(join(tmpdir(), "netra-demo-dir-")), "data");
});
afterEach(() => rmSync(join(data, ".."), { recursive: true }));

const config = (more: Record<string, string> = {}) => loadConfig({ NETRA_DATA_DIR: data, ...more });
/** What a real installation leaves. */
const makeReal = (entry: string): void => {
  mkdirSync(join(data, entry), { recursive: true });
  writeFileSync(join(data, entry, "kept"), "");
};

describe("the demo", () => {
  it.each(["postgres", "keys", "blobs", "uploads"])(
    "refuses a directory that holds somebody's %s, with and without --reset, and changes nothing",
    async (entry) => {
      makeReal(entry);
      for (const reset of [false, true])
        await expect(startDemo(config(), () => undefined, { reset })).rejects.toMatchObject({ code: "data-dir-not-of-demo" });
      await expect(resetDemo(config())).rejects.toMatchObject({ code: "data-dir-not-of-demo" });
      expect(readdirSync(data, { recursive: true }).sort()).toEqual([entry, join(entry, "kept")]);
    },
  );

  it.each(["DATABASE_URL", "QUEUE_URL"])("refuses to run on another database or queue (%s), and names no part of its address", (name) => {
    const url = name === "QUEUE_URL" ? "redis://u:rahasia@db/0" : "postgres://u:rahasia@db/x";
    expect(() => refuseRealData(config({ [name]: url }))).toThrow(/^The demo only runs on a database of its own: unset [^@]*$/);
  });

  it("knows a first start that was stopped before its past was there, and keeps its time once it is", () => {
    expect(isUnfinished(config())).toBe(false);
    const { firstStart } = rememberFirstStart(config());
    expect(isUnfinished(config())).toBe(true);
    rememberPast(config());
    expect(isUnfinished(config())).toBe(false);
    expect(rememberFirstStart(config())).toEqual({ firstStart, again: true });
  });

  it("takes a missing, an empty and its own directory", () => {
    expect(() => refuseRealData(config())).not.toThrow();
    expect(rememberFirstStart(config()).again).toBe(false);
    makeReal("postgres");
    expect(() => refuseRealData(config())).not.toThrow();
    expect(rememberFirstStart(config()).again).toBe(true);
  });
});

describe("a demo that starts over", () => {
  it("leaves a directory with files of another program as it is, although no Netra ran there", async () => {
    mkdirSync(data);
    writeFileSync(join(data, "thesis.txt"), "");
    await expect(resetDemo(config())).rejects.toMatchObject({ code: "data-dir-not-of-demo" });
    expect(readdirSync(data)).toEqual(["thesis.txt"]);
  });

  it("deletes everything it made, itself included", async () => {
    rememberFirstStart(config());
    for (const entry of ["postgres", "keys", "blobs"]) makeReal(entry);
    await resetDemo(config());
    expect(readdirSync(data)).toEqual([]);
    await resetDemo(config());
  });

  it("deletes nothing while a Netra runs there", async () => {
    rememberFirstStart(config());
    makeReal("keys");
    const lock = acquireLock(filesOf(data).lock);
    await expect(resetDemo(config())).rejects.toMatchObject({ code: "data-dir-in-use" });
    expect(readdirSync(data).sort()).toEqual(["demo-first-start", "keys", "netra.lock"]);
    lock.release();
  });

  it("stops the server of a killed demo before it deletes", { timeout: 60_000 }, async () => {
    rememberFirstStart(config());
    const code = `import { startBundledPostgres } from ${JSON.stringify(import.meta.resolve("../postgres.ts"))};
      await startBundledPostgres({ dataDir: ${JSON.stringify(data)}, log: { info() {}, warn() {} }, tune: "test" });
      console.log("started"); setInterval(() => {}, 1000);`;
    const killed = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
    await once(killed.stdout, "data");
    killed.kill("SIGKILL");
    await once(killed, "exit");
    const left = findServer(filesOf(data).cluster);
    await resetDemo(config());
    expect(left).not.toBeNull();
    expect(processStart(left!.pid)).toBeNull();
    expect(readdirSync(data)).toEqual([]);
  });
});

describe("an instance for real work", () => {
  it("refuses the demo's directory and names the remedy", () => {
    expect(() => refuseDemoData(config())).not.toThrow();
    rememberFirstStart(config());
    expect(() => refuseDemoData(config())).toThrow(/holds the demo: set NETRA_DATA_DIR to a directory of its own for real work/);
  });
});
