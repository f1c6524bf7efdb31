import type { Config } from "@netra/config";
import { type Connector, createBlueskyConnector, createOembedCheck, type OembedCheck } from "@netra/connectors";
import { MAX_FETCHED_BYTES } from "@netra/domain";
import { createGuardedFetch, isLocalUrl } from "@netra/outbound";

/** How long one server may hold up one of the few workers that fetch. */
const CALL_MS = 10_000;
/** A video over a slow line; the worker's lease is longer. */
const MEDIA_MS = 120_000;

/**
 * The platforms that this installation can read. A connector whose gate is closed is listed too: its accounts then say `gate-closed`, not that nobody could
 * fetch them. Costs nothing until an account is fetched.
 */
export function createConnectors({ bluesky, http }: Pick<Config, "bluesky" | "http">): readonly Connector[] {
  const { decision, resolver, directory } = bluesky;
  const limits = { ...limitsFor(http), allow: [resolver, directory].filter(isLocalUrl) };
  const fetch = createGuardedFetch({ ...limits, totalMs: CALL_MS });
  const mediaFetch = createGuardedFetch({ ...limits, totalMs: MEDIA_MS, maxBytes: MAX_FETCHED_BYTES });
  return [createBlueskyConnector({ fetch, mediaFetch, resolverUrl: resolver, directoryUrl: directory, decision })];
}

/** What asks platforms whether a post is still there: those of NETRA_OEMBED alone, with the paper that allows it. One for a process, since it holds the pace. Costs nothing until it asks. */
export function createOembed({ oembed, http }: Pick<Config, "oembed" | "http">, clock: () => Date): OembedCheck {
  return createOembedCheck({ ...oembed, fetch: createGuardedFetch({ ...limitsFor(http), totalMs: CALL_MS }), clock });
}

const limitsFor = ({ publicUrl }: Config["http"]) => ({
  userAgent: isLocalUrl(publicUrl) ? "Netra" : `Netra (+${publicUrl})`,
  connectMs: CALL_MS / 2,
  idleMs: CALL_MS,
});
