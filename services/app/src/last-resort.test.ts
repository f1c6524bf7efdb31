import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { environment, PROJECT_ROOT } from "@netra/config";
import { afterAll, expect, it } from "vitest";

const MAIN = join(PROJECT_ROOT, "services/app/src/main.ts");
const dir = mkdtempSync(join(tmpdir(), "netra-trouble-"));
afterAll(() => rmSync(dir, { recursive: true }));
/** A process of its own takes a second on a free machine, several on a busy one. */
const SLOW_MS = 60_000;

/** The command line, with something in the same process that nobody catches. */
async function netraWith(trouble: string, env: Record<string, string> = {}): Promise<{ code: number | null; err: string }> {
  const file = join(dir, "trouble.mjs");
  writeFileSync(file, trouble);
  const child = spawn(process.execPath, ["--import", file, MAIN, "rules", "check"], {
    env: { PATH: environment().PATH ?? "", HOME: environment().HOME ?? "", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [err, [code]] = await Promise.all([text(child.stderr), once(child, "close") as Promise<[number | null]>]);
  return { code, err };
}

/** As soon as the command line listens for it. */
const later = (act: string): string => `process.on("newListener", (event) => event === "unhandledRejection" && setImmediate(() => { ${act} }));`;

it.each([
  [
    "an exception",
    `throw Object.assign(new Error("Pilih kenari\\n    at ungu (/nip/198609262015051000:1:1)"), { code: "23505" });`,
    "exception",
    "23505",
  ],
  ["a rejection", `Promise.reject(new TypeError("Pilih kenari"));`, "rejection", "TypeError"],
  ["a rejection with words", `Promise.reject("Pilih kenari");`, "rejection", "not-an-error"],
])(
  "%s that nobody caught is one line without its words, whatever the level, and ends the process",
  { timeout: SLOW_MS },
  async (_what, act, kind, code) => {
    const ended = await netraWith(later(act), { NETRA_LOG_LEVEL: "silent" });
    expect(ended.err).not.toMatch(/kenari|ungu|1986/);
    const lines = ended.err.trimEnd().split("\n");
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: 60, event: "process.failed", kind, code, role: "command", pid: expect.any(Number) });
    expect(ended.code).toBe(70);
  },
);
