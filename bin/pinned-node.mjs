// Plain JavaScript that any Node from 20 on runs: everything else in this repository needs the Node that the project pins.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { constants } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const PROJECT_ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const WANTED_MAJOR = 24;
const platform = process.platform === "win32" ? "win" : process.platform;
const program = process.platform === "win32" ? "node.exe" : "node";

/**
 * Runs a TypeScript entry with this process's arguments: here when this Node is new enough, else in a child on the pinned one.
 *
 * The child's exit code or signal becomes ours; a signal sent to us reaches it once. `root` and `version` differ only in tests.
 *
 * @param {string} entry path of the file to run
 * @param {{ args?: string[], root?: string, version?: string }} [options]
 */
export async function runOnPinnedNode(entry, { args = process.argv.slice(2), root = PROJECT_ROOT, version = process.versions.node } = {}) {
  if (!existsSync(join(root, "node_modules"))) return giveUp("The packages are not installed: run npm ci first.");
  // Halves the start: nothing is stripped or compiled twice. Not in the shared temp directory, where others could put code; a directory we may not write is no error.
  const cache = join(root, "node_modules", ".cache", "node");
  if (Number.parseInt(version, 10) >= WANTED_MAJOR) {
    module.enableCompileCache(cache);
    return import(pathToFileURL(entry).href);
  }
  const node = pinnedNode(root);
  if (!node)
    return giveUp(`Node ${WANTED_MAJOR} or newer is needed, this is ${version}: run npm ci (without --omit=optional), or start with a newer Node.`);
  follow(spawn(node, [entry, ...args], { stdio: "inherit", env: { ...process.env, NODE_COMPILE_CACHE: cache } }));
}

/** The Node that `npm ci` installed for this machine, or null. */
export function pinnedNode(root = PROJECT_ROOT) {
  const path = join(root, "node_modules", `node-${platform}-${process.arch}`, "bin", program);
  return existsSync(path) ? path : null;
}

/** @param {import("node:child_process").ChildProcess} child */
function follow(child) {
  // Ctrl-C and a closed terminal reach the whole process group, the child included: passing them on would tell it twice.
  const fromTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    let passed = fromTerminal && signal !== "SIGTERM";
    process.on(signal, () => {
      if (!passed) child.kill(signal);
      passed = true;
    });
  }
  child.once("error", (error) => giveUp(`${child.spawnfile} cannot be started (${error.message}): run npm ci again.`));
  child.once("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.removeAllListeners(name);
    process.kill(process.pid, signal);
    // Signals that do not end a process leave the shell's convention.
    setTimeout(() => process.exit(128 + constants.signals[signal]), 1000);
  });
}

/** @param {string} remedy */
function giveUp(remedy) {
  console.error(`netra: ${remedy}`);
  process.exitCode = 1;
}
