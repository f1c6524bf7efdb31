import type { Log } from "@netra/queue";
import { type Logger, pino } from "pino";

export interface AppLog extends Log {
  /** The logger itself, for the HTTP server. */
  readonly pino: Logger;
}

/**
 * One line of JSON per request and job, on stderr, so that what a command prints stays readable. Fields hold ids, counts and codes; the paths
 * below are a last net under that habit, not the habit.
 */
export function createLog(level: string): AppLog {
  const logger = pino(
    {
      level,
      base: null,
      redact: { paths: ["text", "*.text", "handle", "*.handle", "name", "*.name", "nip", "*.nip", "password", "*.password"], remove: true },
    },
    pino.destination({ fd: 2, sync: false }),
  );
  return {
    pino: logger,
    info: (event, fields) => logger.info({ ...fields, event }),
    warn: (event, fields) => logger.warn({ ...fields, event }),
    error: (event, fields) => logger.error({ ...fields, event }),
  };
}
