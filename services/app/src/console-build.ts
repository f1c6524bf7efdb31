import { spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { environment, PROJECT_ROOT } from "@netra/config";

const CONSOLE = join(PROJECT_ROOT, "services/console");
const DIST = join(CONSOLE, "dist");
const INPUTS = ["src", "public", "index.html", "vite.config.ts", "package.json"];

/** Where the built console lies; null when it was never built. */
export const findConsole = (): string | null => (existsSync(join(DIST, "index.html")) ? DIST : null);

/** Whether the console is built, and from its newest sources. */
export function consoleState(): "current" | "stale" | "missing" {
  const built = statSync(join(DIST, "index.html"), { throwIfNoEntry: false });
  if (!built) return "missing";
  return built.mtimeMs > newest(INPUTS.map((input) => join(CONSOLE, input))) ? "current" : "stale";
}

/** Builds the console when its sources are newer than its last build. Returns whether it did. Throws with the builder's own words. */
export async function buildConsoleWhenStale(): Promise<boolean> {
  if (consoleState() === "current") return false;
  await build();
  return true;
}

/** The newest change below some paths, in ms; missing ones do not count. */
function newest(paths: readonly string[]): number {
  return Math.max(
    0,
    ...paths.filter(existsSync).map((path) => {
      const stat = statSync(path);
      return stat.isDirectory() ? newest(readdirSync(path).map((name) => join(path, name))) : stat.mtimeMs;
    }),
  );
}

function build(): Promise<void> {
  const vite = spawn(process.execPath, [join(PROJECT_ROOT, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn"], {
    cwd: CONSOLE,
    // A test's own NODE_ENV would build the slow kind that is meant for development.
    env: { ...environment(), NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: Buffer[] = [];
  vite.stdout.on("data", (chunk: Buffer) => said.push(chunk));
  vite.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  return new Promise((resolve, reject) => {
    vite.on("error", reject);
    vite.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`The console could not be built: ${Buffer.concat(said).toString("utf8").trim()}`)),
    );
  });
}
