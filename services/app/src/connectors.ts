import type { Config } from "@netra/config";
import { type Connector, createBlueskyConnector } from "@netra/connectors";
import { createGuardedFetch, isLocalUrl } from "@netra/outbound";

/** How long one server may hold up one of the few workers that fetch. */
const CALL_MS = 10_000;

/**
 * The platforms that this installation can read. A connector whose gate is closed is listed too: its accounts then say `gate-closed`, not that nobody could
 * fetch them. Costs nothing until an account is fetched.
 */
export function createConnectors({ bluesky, http }: Pick<Config, "bluesky" | "http">): readonly Connector[] {
  const { decision, resolver, directory } = bluesky;
  const fetch = createGuardedFetch({
    userAgent: isLocalUrl(http.publicUrl) ? "Netra" : `Netra (+${http.publicUrl})`,
    allow: [resolver, directory].filter(isLocalUrl),
    connectMs: CALL_MS / 2,
    idleMs: CALL_MS,
    totalMs: CALL_MS,
  });
  return [createBlueskyConnector({ fetch, resolverUrl: resolver, directoryUrl: directory, decision })];
}
