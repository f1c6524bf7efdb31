import { traceOf } from "@netra/domain";
import { pino } from "pino";
import { createLog } from "./log.ts";

/** How a process ends whose own last handler spoke: sysexits' "internal software error". */
const EXIT_CODE = 70;

export interface LastResort {
  /** Says from now on what this process does. */
  become(role: string): void;
}

/**
 * What nobody caught, as one line `process.failed` with code and places and no word of its message, whatever the log's level; then the process ends, since
 * nobody knows what it still holds. Whoever watches it starts it again: every job and lease is made for that.
 */
export function installLastResort(): LastResort {
  let role = "command";
  const end =
    (kind: "exception" | "rejection") =>
    (error: unknown): never => {
      // Written before the process ends, or not at all.
      const log = createLog("fatal", { role, to: pino.destination({ fd: 2, sync: true }) });
      log.pino.fatal({ kind, ...traceOf(error) }, "process.failed");
      process.exit(EXIT_CODE);
    };
  process.on("uncaughtException", end("exception"));
  process.on("unhandledRejection", end("rejection"));
  return {
    become: (name) => {
      role = name;
    },
  };
}
