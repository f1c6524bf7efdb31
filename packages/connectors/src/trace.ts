import type { FetchTrace } from "@netra/domain";

/** Headers that tell an outsider what was answered; the rest may tell who asked. */
const KEPT: readonly string[] = [
  ...["date", "content-type", "content-length", "etag", "last-modified", "cache-control"],
  // What a server's owner finds its own log line by.
  ...["x-request-id", "request-id", "x-amz-request-id", "cf-ray"],
];
const LONGEST_VALUE = 200;
const LONGEST_SOURCE = 2_000;
/** Parameters whose value lets somebody in. */
const SECRET = /key|token|secret|password|passwd|signature|credential|auth|^sig$|^code$|session/i;

/** An address as it may be kept: without name, password and fragment, and with `…` for the value of each parameter that may be a secret. At most 2,000 characters. */
export function sourceOf(url: string): string {
  const parsed = URL.parse(url);
  if (!parsed) return "";
  parsed.username = "";
  parsed.password = "";
  parsed.hash = "";
  for (const name of new Set(parsed.searchParams.keys())) if (SECRET.test(name)) parsed.searchParams.set(name, "…");
  return parsed.href.slice(0, LONGEST_SOURCE);
}

/** The headers that are kept of an answer: names in lower case, values of at most 200 printable ASCII characters. */
export function headersOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  const given = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return Object.fromEntries(
    KEPT.flatMap((name) => {
      const value = given
        .get(name)
        ?.replace(/[^\x20-\x7e]/g, "?")
        .slice(0, LONGEST_VALUE);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Begins a trace of one request; the function it returns ends it with the answer. `clock` is our own. */
export function beginTrace(url: string, clock: () => Date): (answer: { status: number; headers: Readonly<Record<string, string>> }) => FetchTrace {
  const askedAt = clock();
  return ({ status, headers }) => ({ source: sourceOf(url), status, headers: headersOf(headers), askedAt, answeredAt: clock() });
}

/** A clock that goes on from a moment that the caller told. */
export function clockFrom(now: Date): () => Date {
  const started = performance.now();
  return () => new Date(now.getTime() + Math.round(performance.now() - started));
}
