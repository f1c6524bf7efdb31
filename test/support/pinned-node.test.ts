import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const SHIM = new URL("../../bin/pinned-node.mjs", import.meta.url).href;
const PINNED = `node_modules/node-${process.platform}-${process.arch}/bin/node`;
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "netra-shim-"));
  mkdirSync(dirname(join(root, PINNED)), { recursive: true });
  symlinkSync(process.execPath, join(root, PINNED));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Starts the shim as a Node of `version` would, on an entry with this text. */
function start(entry: string, { version = "20.20.2", args = [] as string[] } = {}) {
  const path = join(root, "main.ts");
  writeFileSync(path, entry);
  const options = JSON.stringify({ args, root, version });
  const child = spawn(process.execPath, [
    "--input-type=module",
    "-e",
    `import { runOnPinnedNode } from ${JSON.stringify(SHIM)}; await runOnPinnedNode(${JSON.stringify(path)}, ${options});`,
  ]);
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk) => (said.out += chunk));
  child.stderr.on("data", (chunk) => (said.err += chunk));
  const ended = once(child, "close").then(([code, signal]) => ({ code, signal, ...said }));
  const heard = (text: string): Promise<void> =>
    new Promise((resolve) => {
      child.stdout.on("data", () => said.out.includes(text) && resolve());
    });
  return { child, ended, heard };
}

describe("the command's shim", () => {
  it("runs TypeScript on the pinned Node with the same arguments, and without noise", async () => {
    const { ended } = start("const args: string[] = process.argv.slice(2); console.log(JSON.stringify(args), process.ppid !== 1);", {
      args: ["start", "all", "--x=1"],
    });
    expect(await ended).toEqual({ code: 0, signal: null, out: '["start","all","--x=1"] true\n', err: "" });
  });

  it("stays in its own process when this Node is new enough", async () => {
    const { child, ended } = start("console.log(process.pid);", { version: "24.21.0" });
    expect((await ended).out.trim()).toBe(String(child.pid));
  });

  it("ends with the command's exit code", async () => {
    expect(await start("process.exit(7);").ended).toMatchObject({ code: 7 });
  });

  it("ends by the signal that ended the command", async () => {
    expect(await start("process.kill(process.pid, 'SIGKILL');").ended).toMatchObject({ signal: "SIGKILL" });
  });

  it.each(["SIGTERM", "SIGINT"] as const)("passes %s on, once, and waits for the command to finish", async (signal) => {
    const { child, ended, heard } = start(`
      let times = 0;
      process.on("${signal}", () => { times += 1; if (times === 1) { console.log("first"); setTimeout(() => { console.log("times", times); process.exit(3); }, 200); } });
      setInterval(() => {}, 1000);
      console.log("ready");`);
    await heard("ready");
    child.kill(signal);
    await heard("first");
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 3, out: "ready\nfirst\ntimes 1\n" });
  });

  it("says to install when there are no packages", async () => {
    rmSync(join(root, "node_modules"), { recursive: true });
    expect(await start("").ended).toMatchObject({ code: 1, err: "netra: The packages are not installed: run npm ci first.\n" });
  });

  it("says to install when only the pinned Node is missing", async () => {
    rmSync(join(root, PINNED));
    expect(await start("").ended).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^netra: Node 24 or newer is needed, this is 20\.20\.2: run npm ci/),
    });
  });
});
