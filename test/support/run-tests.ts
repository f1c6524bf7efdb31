import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { buildConsoleWhenStale } from "../../services/app/src/console-build.ts";
import { SUMMARY_FILE, type Summary } from "./summary-reporter.ts";
import { type Verdict, verdict } from "./verdict.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const at = (...path: string[]): string => join(ROOT, ...path);

/** Runs a program of node_modules in the foreground, on this Node; gives its exit code, or 1 for a signal. */
async function run(program: string, args: readonly string[]): Promise<number> {
  const env = { ...process.env, PATH: `${at("node_modules/.bin")}${delimiter}${process.env.PATH}` };
  const child = spawn(process.execPath, [at("node_modules", program), ...args], { cwd: ROOT, stdio: "inherit", env });
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? 1;
}

/** Runs every test of every project; arguments go to vitest. */
async function testEverything(): Promise<Verdict> {
  try {
    await buildConsoleWhenStale();
  } catch (error) {
    return { messages: [error instanceof Error ? error.message : String(error)], passed: 0, failed: 1 };
  }
  rmSync(at(SUMMARY_FILE), { force: true });
  const exitCode = await run("vitest/vitest.mjs", [
    "run",
    "--reporter=default",
    "--reporter=./test/support/summary-reporter.ts",
    ...process.argv.slice(2),
  ]);
  const summary = existsSync(at(SUMMARY_FILE)) ? (JSON.parse(readFileSync(at(SUMMARY_FILE), "utf8")) as Summary) : null;
  return verdict({ exitCode, summary });
}

// Ctrl-C reaches vitest by itself; its verdict is still told.
process.on("SIGINT", () => undefined);
const { messages, passed, failed } = await testEverything();
for (const message of messages) console.log(message);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
