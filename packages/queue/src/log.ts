/** What the queue and the scheduler need of a logger. An event is a stable dotted name; fields hold ids, counts and codes, never text. */
export interface Log {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
}

/**
 * A short name for any error that is safe to log: a domain code, a SQLSTATE, an `E…` code, else the error's class.
 * The message is left out on purpose: a message written by somebody else may quote text, a name or a NIP.
 */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "not-an-error";
  const code = (error as { code?: unknown }).code;
  return typeof code === "string" && /^[A-Za-z0-9_-]{1,64}$/.test(code) ? code : error.name;
}
