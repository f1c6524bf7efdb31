import { ContestError, describeProblem, RulePackError } from "@netra/classifier";
import { ConfigError } from "@netra/config";
import { DomainError } from "@netra/domain";

const TLS_REMEDY =
  "The server's certificate is not trusted here: put its authority's certificate in a file and name the file in NODE_EXTRA_CA_CERTS.";

/** What is the machine's and not ours, by SQLSTATE or `E…` code: what happened, and what to do. */
const REMEDIES: Readonly<Record<string, string>> = {
  "28P01": "The database refuses this password: correct DATABASE_URL.",
  "28000": "The database refuses this login: correct DATABASE_URL.",
  "3D000": "The database that DATABASE_URL names does not exist: create it, or correct the address.",
  "53100": "The database's disk is full: free some space and try again.",
  ENOSPC: "The disk is full: free some space and try again.",
  ECONNREFUSED: "The database does not answer: start it, or correct DATABASE_URL.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: TLS_REMEDY,
  SELF_SIGNED_CERT_IN_CHAIN: TLS_REMEDY,
  DEPTH_ZERO_SELF_SIGNED_CERT: TLS_REMEDY,
  ENOTFOUND: "The database's host is not known: correct DATABASE_URL.",
};

/**
 * Turns whatever stopped a command into what a person reads: what happened and what to do, without a stack. An error that nobody foresaw says where its
 * stack is to be had; with `stack` it is shown.
 */
export function explainError(error: unknown, { stack }: { readonly stack: boolean }): string {
  const sentence = known(error);
  if (sentence === null) return stack ? stackOf(error) : `${messageOf(error)}\nThis was not expected: set NETRA_LOG_LEVEL=debug for the stack.`;
  return stack ? `${sentence}\n${stackOf(error)}` : sentence;
}

function known(error: unknown): string | null {
  if (error instanceof RulePackError || error instanceof ContestError) return error.problems.map(describeProblem).join("\n");
  if (error instanceof DomainError)
    return [error.message, ...error.problems.map((problem) => `  ${problem.at}: ${problem.what}; ${problem.remedy}`)].join("\n");
  if (error instanceof ConfigError) return error.message;
  const code = codeIn(error);
  if (code === "ENOENT" || code === "EACCES" || code === "EISDIR") return `${messageOf(error)}: check the path and its rights.`;
  return code === null ? null : (REMEDIES[code] ?? null);
}

/** Of the error, or of the nearest cause that has one: a step may wrap what its library threw. */
function codeIn(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  return "code" in error && typeof error.code === "string" ? error.code : codeIn(error.cause);
}

/** The first line: what follows may quote a statement and its values. */
const messageOf = (error: unknown): string => ((error instanceof Error ? error.message || error.name : String(error)).split("\n")[0] ?? "").trim();

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? messageOf(error)) : messageOf(error));
