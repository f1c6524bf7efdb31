import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { FakeEvent } from "@netra/connectors";
import type { ProcessRole } from "../../services/app/src/process-roles.ts";

/** What happens on the made-up platform, by handle, as it travels to a process. */
export type Happenings = Readonly<Record<string, readonly FakeEvent[]>>;

export interface ProcessOrder {
  readonly roles: readonly ProcessRole[];
  readonly happenings: Happenings;
}

export interface NetraProcess {
  readonly roles: readonly ProcessRole[];
  /** Resolves when its roles run. Rejects with what it said when it ends before. */
  readonly ready: Promise<void>;
  /** Everything it printed until now. */
  said(): string;
  /** Ends it as a deploy does; gives its exit code and what it printed. */
  stop(): Promise<{ code: number | null; said: string }>;
}

/** The line by which a process tells that its roles run. */
export const READY = "netra-process: ready";

/** Starts one process of Netra on the made-up platform. `env` holds its settings, and is all it knows. */
export function startNetraProcess(order: ProcessOrder, env: Readonly<Record<string, string>>): NetraProcess {
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, "netra-process-main.ts"), JSON.stringify(order)], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let said = "";
  const gone = once(child, "exit");
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  // Told when `ready` is awaited; a process that is stopped before is nobody's failure.
  ready.catch(() => undefined);
  const hear = (chunk: Buffer): void => {
    said += chunk.toString();
    if (said.includes(READY)) resolve();
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  child.once("exit", () => reject(new Error(`a process for ${order.roles.join(", ")} ended:\n${said}`)));
  return {
    roles: order.roles,
    ready,
    said: () => said,
    async stop() {
      child.kill("SIGTERM");
      const [code] = (await gone) as [number | null];
      return { code, said };
    },
  };
}
