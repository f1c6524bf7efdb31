import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { acquireLock, processStart } from "./lock.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "netra-lock-"));
  file = join(folder, "netra.lock");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A program that is not us, and runs for the length of a test. */
function otherProgram(): number {
  const child = spawn("sleep", ["60"]);
  onTestFinished(() => void child.kill("SIGKILL"));
  return child.pid!;
}

describe("the lock of a data directory", () => {
  it("is refused while its holder lives, and names the remedy", () => {
    acquireLock(file);
    expect(() => acquireLock(file)).toThrow(/Another Netra \(process \d+\) is using this data directory .* Stop it first, or set NETRA_DATA_DIR/);
  });

  it("is free again after its release, which may come twice", () => {
    const lock = acquireLock(file);
    lock.release();
    lock.release();
    acquireLock(file).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("leaves no other file behind", () => {
    acquireLock(file);
    expect(() => acquireLock(file)).toThrow();
    expect(readdirSync(folder)).toEqual(["netra.lock"]);
  });

  it("is taken over from a process that is gone", async () => {
    const child = spawn("true");
    const started = processStart(child.pid!);
    await new Promise((resolve) => child.once("exit", resolve));
    writeFileSync(file, JSON.stringify({ pid: child.pid, started }));
    acquireLock(file);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ pid: process.pid });
  });

  it("is taken over when the holder's pid was given to another program", () => {
    writeFileSync(file, JSON.stringify({ pid: otherProgram(), started: "an earlier boot:1" }));
    acquireLock(file);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ pid: process.pid });
  });

  it("is refused for a living holder of another process", () => {
    const pid = otherProgram();
    writeFileSync(file, JSON.stringify({ pid, started: processStart(pid) }));
    expect(() => acquireLock(file)).toThrow(`process ${pid}`);
  });

  it.each(["", "not json", "{}", "null"])("is taken over when the file holds %j", (text) => {
    writeFileSync(file, text);
    acquireLock(file);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ pid: process.pid });
  });

  it("does not remove the lock of a successor", () => {
    const lock = acquireLock(file);
    writeFileSync(file, JSON.stringify({ pid: 1, started: "x" }));
    lock.release();
    expect(existsSync(file)).toBe(true);
  });
});
