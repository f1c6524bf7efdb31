import type { ProblemDetails } from "@netra/service-api/contract";
import { connection } from "./shell/connection.ts";

/** The server said no, and why: RFC 9457. `code` is stable; words for it come from the catalogue, never from here. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
  readonly problems: NonNullable<ProblemDetails["problems"]>;
  readonly context: Readonly<Record<string, unknown>>;

  constructor(problem: Partial<ProblemDetails> & { status: number }) {
    super(problem.detail ?? `HTTP ${problem.status}`);
    this.name = "ApiProblemError";
    this.status = problem.status;
    this.code = problem.code ?? "unknown";
    this.requestId = problem.requestId ?? "";
    this.problems = problem.problems ?? [];
    this.context = problem.context ?? {};
  }
}

/** Nothing answered: no line, a timeout, or a server that is down. Whether a write arrived is not known, so writes carry an idempotency key. */
export class NoConnection extends Error {
  override readonly name = "NoConnectionError";
}

const TIMEOUT_MS = 30_000;
/** Files are long under way, and an import of the register is long looked at. */
const FILE_MS = 120_000;
type Method = "GET" | "POST" | "PUT" | "DELETE";

/**
 * One call to the API: JSON (or a file as it is) in, JSON out, cookie of this origin only. Throws `ApiProblem` or `NoConnection`.
 * A 401 outside sign-in tells `onSignedOut`, so that every screen leads to the same door.
 */
export async function call<Answer>(method: Method, path: string, body?: unknown): Promise<Answer> {
  const response = await send(method, path, body, body instanceof Blob ? FILE_MS : TIMEOUT_MS);
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as Answer;
  const problem = new ApiProblem({ ...(await readProblem(response)), status: response.status });
  if (problem.status === 401 && !path.startsWith("/api/session")) for (const listener of signedOutListeners) listener();
  throw problem;
}

/** Asks for a file and has the browser save it under the name that the server gives. Throws as `call` does. */
export async function download(path: string, body: unknown): Promise<void> {
  const response = await send("POST", path, body, FILE_MS);
  if (!response.ok) throw new ApiProblem({ ...(await readProblem(response)), status: response.status });
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "netra.bin";
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

async function send(method: Method, path: string, body: unknown, timeoutMs: number): Promise<Response> {
  const file = body instanceof Blob;
  try {
    const response = await fetch(path, {
      method,
      credentials: "same-origin",
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": file ? "application/octet-stream" : "application/json" }),
      },
      ...(body === undefined ? {} : { body: file ? body : JSON.stringify(body) }),
    });
    connection.answered();
    return response;
  } catch (cause) {
    connection.failed();
    throw new NoConnection("No answer from the server.", { cause });
  }
}

async function readProblem(response: Response): Promise<Partial<ProblemDetails>> {
  try {
    return (await response.json()) as Partial<ProblemDetails>;
  } catch {
    return {}; // A proxy's HTML page: the status alone has to do.
  }
}

const signedOutListeners = new Set<() => void>();

/** Calls back whenever the server no longer knows this session. Returns the way to stop. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

/** `?a=1&b=2` of what is set; enums and opaque ids only, never a name or search text. */
export function queryString(values: Readonly<Record<string, string | number | null | undefined>>): string {
  const entries = Object.entries(values).flatMap(([key, value]) =>
    value === null || value === undefined || value === "" ? [] : [[key, String(value)]],
  );
  return entries.length === 0 ? "" : `?${new URLSearchParams(entries)}`;
}
