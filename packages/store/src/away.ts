import { DomainError } from "@netra/domain";

/** The code under which a database that does not answer is known: nobody's fault, and worth another try. */
export const DATABASE_AWAY = "database-away";

/** How node says that nobody is there, or that the line broke. */
const SYSTEM_CODES: readonly string[] = ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN"];

/** How pg and its pool say so: these come without a code. Source: pg/lib/client.js, pg-pool/index.js. */
const SAYINGS =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed and is not queryable)/;

/** The same failure, but as `unavailable` when it means that the database is away. */
export function asAway(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DomainError) return error;
  const { code } = error as { code?: unknown };
  const away = typeof code === "string" ? SYSTEM_CODES.includes(code) : SAYINGS.test(error.message);
  if (!away) return error;
  return new DomainError("unavailable", DATABASE_AWAY, "The database does not answer. Nothing was saved; try again in a moment.", { cause: error });
}
