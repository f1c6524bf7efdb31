import type { Platform } from "@netra/domain";
import { guessFromUrl } from "@netra/imports";
import { type GuardedFetch, type GuardedResponse, OutboundError } from "@netra/outbound";
import { ConnectorError } from "./connector-error.ts";
import {
  isOembedPlatform,
  OEMBED_ENDPOINTS,
  type OembedEndpoint,
  type OembedPlatform,
  type OembedQuestion,
  questionAbout,
} from "./oembed-addresses.ts";
import { type OembedAnswer, readOembed } from "./oembed-answer.ts";
import { createPace, type Pace } from "./oembed-pace.ts";

export interface OembedDeps {
  /** Goes to public servers only, and ends by itself. */
  readonly fetch: GuardedFetch;
  /** What the office opened; empty keeps every gate closed. */
  readonly platforms: readonly OembedPlatform[];
  /** Number and date of the paper that allows it; null keeps every gate closed. */
  readonly decision: string | null;
  readonly clock: () => Date;
  /** Where to ask instead: for tests. */
  readonly endpoints?: Readonly<Partial<Record<OembedEndpoint, string>>>;
}

/** Why an address is not asked for. `not-a-post`: no address of a post of this platform in a form that it answers, or that of another post. */
export type OembedRefusal = "platform-closed" | "not-a-post";

/** Asks a platform one thing only: whether it still shows a post at an address. */
export interface OembedCheck {
  readonly gate: { readonly open: boolean; readonly reference: string; readonly platforms: readonly OembedPlatform[] };
  /** Null where it may be asked. `externalId`: the post that the address must name. Pure. */
  whyNot(url: string, of: { readonly platform: Platform; readonly externalId?: string }): OembedRefusal | null;
  /**
   * One request, which tells the platform that somebody looked. `missing` is not a deletion: the platform shows nothing there, be it deleted, not public, or closed to embedding; whether the
   * account is there is not said. Throws ConnectorError: `bad-request` without a request where `whyNot` refuses, else as the platform answers; what its documentation leaves open is
   * `schema-drift`, never `missing`. Throws the signal's reason when aborted.
   */
  exists(url: string, of: { readonly platform: Platform; readonly signal: AbortSignal }): Promise<OembedAnswer>;
}

/** An answer is a few kilobytes of markup. */
const MAX_BYTES = 256 * 1024;

/** Builds the check. Nothing is kept of an answer but whether there is one. Costs nothing until the first question. */
export function createOembedCheck({ fetch, platforms, decision, clock, endpoints = {} }: OembedDeps): OembedCheck {
  const open: ReadonlySet<Platform> = new Set(decision === null ? [] : platforms);
  const paces = new Map<OembedEndpoint, Pace>();
  const paceOf = (endpoint: OembedEndpoint): Pace => {
    const pace = paces.get(endpoint) ?? createPace();
    paces.set(endpoint, pace);
    return pace;
  };
  const questionFor = (url: string, platform: Platform): OembedQuestion | null => (open.has(platform) ? questionAbout(url, platform) : null);

  return {
    gate:
      decision === null || platforms.length === 0
        ? { open: false, reference: "no platform and paper are set (NETRA_OEMBED, NETRA_OEMBED_DECISION)", platforms: [] }
        : { open: true, reference: decision, platforms: platforms.filter(isOembedPlatform) },
    whyNot(url, { platform, externalId }) {
      if (!open.has(platform)) return "platform-closed";
      const names = externalId === undefined || guessFromUrl(url)?.externalId === externalId;
      return names && questionFor(url, platform) !== null ? null : "not-a-post";
    },
    async exists(url, { platform, signal }) {
      signal.throwIfAborted();
      const question = questionFor(url, platform);
      if (question === null) throw new ConnectorError("bad-request");
      const { endpoint, address } = question;
      const pace = paceOf(endpoint);
      pace.take(clock().getTime());
      const request = new URL(endpoints[endpoint] ?? OEMBED_ENDPOINTS[endpoint]);
      request.searchParams.set("url", address);
      try {
        const response = await get(fetch, request.href, signal);
        return readOembed(response, { endpoint, now: clock() });
      } catch (error) {
        if (error instanceof ConnectorError && error.code === "rate-limited") pace.pause(clock().getTime(), error.retryAfterMs);
        throw error;
      }
    },
  };
}

/** Answers that lead to another host, or never end, are no answers of the form that was agreed on; the rest is the way there. */
const ODD: ReadonlySet<string> = new Set(["too-large", "bad-body", "blocked-redirect", "too-many-redirects", "blocked-url"]);

async function get(fetch: GuardedFetch, url: string, signal: AbortSignal): Promise<GuardedResponse> {
  try {
    return await fetch(url, { signal, accept: "application/json", maxBytes: MAX_BYTES, sameOrigin: true });
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    throw new ConnectorError(ODD.has(error.code) ? "schema-drift" : "transient", { cause: error });
  }
}
