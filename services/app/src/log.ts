import { traceOf } from "@netra/domain";
import type { Log } from "@netra/queue";
import { type DestinationStream, type Logger, pino } from "pino";
import { PROCESS_ROLES, type ProcessRole } from "./process-roles.ts";

export interface AppLog extends Log {
  /** The logger itself, for the HTTP server. */
  readonly pino: Logger;
}

export interface LogOptions {
  /** What this process does; on every line, since several processes may write to one place. */
  readonly role?: string;
  /** Standard error, written behind the process's back, unless given. */
  readonly to?: DestinationStream;
}

/** What a process is called in its log lines and metrics. */
export function roleName(roles: readonly ProcessRole[]): string {
  if (roles.length === 0) return "command";
  return PROCESS_ROLES.every((role) => roles.includes(role)) ? "all" : roles.join("+");
}

/** A stable dotted name. Nothing else may stand where loggers put their message. */
const EVENT = /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/;

/**
 * One line of JSON per request and job, on stderr, so that what a command prints stays readable: level (pino's numbers), time in UTC, pid, role, event, ids, counts
 * and codes.
 *
 * Two nets lie under that habit: fields with the names below are cut out, and what a library says in words of its own becomes `library.said`, with the
 * error's code and places if it gave one. Its words may quote an address or a body.
 */
export function createLog(level: string, { role = "command", to = pino.destination({ fd: 2, sync: false }) }: LogOptions = {}): AppLog {
  const logger = pino(
    {
      level,
      base: { pid: process.pid, role },
      timestamp: pino.stdTimeFunctions.isoTime,
      messageKey: "event",
      serializers: { err: traceOf, req: nothing, res: nothing },
      hooks: {
        logMethod(args, write) {
          const [first, second] = args as unknown[];
          const fields = first instanceof Error ? { err: first } : typeof first === "object" && first !== null ? first : {};
          const said = typeof first === "string" ? first : second;
          write.apply(this, [fields, typeof said === "string" && EVENT.test(said) ? said : "library.said"]);
        },
      },
      redact: { paths: ["text", "*.text", "handle", "*.handle", "name", "*.name", "nip", "*.nip", "password", "*.password"], remove: true },
    },
    to,
  );
  return {
    pino: logger,
    info: (event, fields) => logger.info({ ...fields }, event),
    warn: (event, fields) => logger.warn({ ...fields }, event),
    error: (event, fields) => logger.error({ ...fields }, event),
  };
}

const nothing = (): undefined => undefined;
