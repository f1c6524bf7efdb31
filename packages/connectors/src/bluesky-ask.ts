import type { FetchTrace } from "@netra/domain";
import { type GuardedFetch, type GuardedResponse, OutboundError } from "@netra/outbound";
import { ConnectorError } from "./connector-error.ts";
import { waitOf } from "./retry-after.ts";
import { beginTrace, clockFrom } from "./trace.ts";

/** What a server said: JSON with the bytes it came as, or a refusal by its name in the lexicon (`RecordNotFound`, …). */
type Said = { readonly refusal: null; readonly bytes: Uint8Array; readonly json: unknown } | { readonly refusal: string };
/** The same, with how it was asked for. */
export type Answer = (Extract<Said, { refusal: null }> & { readonly fetched: FetchTrace }) | Extract<Said, { refusal: string }>;

/** Asks one URL. Throws ConnectorError for whatever says nothing about the thing asked for. */
export type Ask = (url: string) => Promise<Answer>;

/** No server said this: the answer was longer than is read. */
export const TOO_LARGE = "TooLarge";
/** The directory's word for an id that was given up (HTTP 410). */
export const GONE = "Gone";

/** Builds the way to ask for one fetch of an account. `now` is what a time of waiting is counted from when the server shows no clock. */
export function createAsk({ fetch, signal, now }: { readonly fetch: GuardedFetch; readonly signal: AbortSignal; readonly now: Date }): Ask {
  const clock = clockFrom(now);
  return async (url) => {
    signal.throwIfAborted();
    const trace = beginTrace(url, clock);
    let response: GuardedResponse;
    try {
      response = await fetch(url, { signal, accept: "application/json" });
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      if (error.code === "too-large") return { refusal: TOO_LARGE };
      // An account whose server stands where nobody may look is not public.
      throw new ConnectorError(error.code.startsWith("blocked-") ? "private" : "transient", { cause: error });
    }
    const said = readAnswer(response, now);
    return said.refusal === null ? { ...said, fetched: trace(response) } : said;
  };
}

/** The URL of a query. */
export const xrpc = (server: string, method: string, params: Readonly<Record<string, string>>): string =>
  `${server}/xrpc/${method}?${new URLSearchParams(params)}`;

/** Reads an answer by its status. Throws ConnectorError for one that says nothing about the thing asked for. */
export function readAnswer(response: GuardedResponse, now: Date): Said {
  const { status, body } = response;
  if (status === 410) return { refusal: GONE };
  if (status === 401 || status === 403) throw new ConnectorError("auth");
  const wait = waitOf(response, now);
  if (status === 429) throw new ConnectorError("rate-limited", wait);
  const json = status === 200 || status === 400 ? parse(body) : undefined;
  // A page in HTML, half an answer, a server that is ill: it says nothing about the account.
  if (json === undefined) throw new ConnectorError("transient", wait);
  if (status === 200) return { refusal: null, bytes: body, json };
  const name = typeof json === "object" && json !== null && "error" in json ? json.error : null;
  return { refusal: typeof name === "string" ? name : "InvalidRequest" };
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
