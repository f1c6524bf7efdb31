/**
 * The kinds of failure the whole house knows. Thrown anywhere, mapped in exactly two places: HTTP answers and the queue's consumer.
 * `code` is stable and kebab-case; the message names the thing and the remedy and never holds text, handle, name or NIP.
 */
export type ErrorKind = "invalid" | "not-signed-in" | "forbidden" | "not-found" | "conflict" | "gone" | "limited" | "unavailable";

export interface Problem {
  /** Where: a field, a row, a file and line. */
  readonly at: string;
  readonly what: string;
  readonly remedy: string;
}

export class DomainError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  /** Ids and enums only: safe to log and to send. */
  readonly detail: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];

  constructor(
    kind: ErrorKind,
    code: string,
    message: string,
    more: { detail?: Record<string, unknown>; problems?: readonly Problem[]; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = "DomainError";
    this.kind = kind;
    this.code = code;
    this.detail = more.detail ?? {};
    this.problems = more.problems ?? [];
  }
}

/** Shorthands, one per kind, so that a throw reads as a sentence. */
export const invalid = (code: string, message: string, problems: readonly Problem[] = []): DomainError =>
  new DomainError("invalid", code, message, { problems });
export const notFound = (thing: string): DomainError =>
  new DomainError("not-found", `${thing.replaceAll(" ", "-")}-not-found`, `No such ${thing} in your region.`);
export const forbidden = (code: string, message: string, detail: Record<string, unknown> = {}): DomainError =>
  new DomainError("forbidden", code, message, { detail });
export const conflict = (code: string, message: string, detail: Record<string, unknown> = {}): DomainError =>
  new DomainError("conflict", code, message, { detail });

/**
 * A short name for any error that is safe to log: a domain code, a SQLSTATE, an `E…` code, else the error's class.
 * The message is left out on purpose: a message written by somebody else may quote text, a name or a NIP.
 */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "not-an-error";
  const code = (error as { code?: unknown }).code;
  return typeof code === "string" && /^[A-Za-z0-9_-]{1,64}$/.test(code) ? code : error.name;
}

/** How an error may be logged. */
export interface Trace {
  readonly code: string;
  /** The innermost places it passed, at most four: functions, files and lines. */
  readonly at: readonly string[];
}

const FRAME = /^\s+at .*:\d+:\d+\)?$/;

/** What of any error may be logged: its `codeOf`, and where it came from. The message is cut off first: its lines may look like places. */
export function traceOf(error: unknown): Trace {
  const code = codeOf(error);
  if (!(error instanceof Error) || typeof error.stack !== "string") return { code, at: [] };
  const { stack, message } = error;
  const after = stack.indexOf(message);
  const lines = after < 0 ? [] : stack.slice(after + message.length).split("\n");
  const frames = lines.filter((line) => FRAME.test(line));
  return { code, at: frames.slice(0, 4).map((line) => line.trim()) };
}
