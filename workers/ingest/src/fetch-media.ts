import { type Contest, isWatched } from "@netra/classifier";
import type { Connector } from "@netra/connectors";
import { codeOf, covers, DomainError, MAX_FETCHED_BYTES, provinceOf } from "@netra/domain";
import type { Log } from "@netra/queue";
import type { MediaTurn, Store } from "@netra/store";
import { afterMediaFault, type MediaEnd } from "./after-media-fault.ts";
import { checkedBody, type Judge } from "./checked-body.ts";

export interface FetchMediaDeps {
  readonly store: Store;
  readonly actor: Parameters<Store["as"]>[0];
  /** Stores bytes by their SHA-256, and keeps nothing of a source that throws. */
  readonly blobs: { put(source: AsyncIterable<Uint8Array>): Promise<{ readonly key: string; readonly size: number }> };
  readonly judge: Judge;
  readonly connectors: readonly Connector[];
  readonly clock: () => Date;
  readonly log: Log;
}

/** Longer than a connector's calls take together. */
const LEASE_SECONDS = 180;
/** Starts in all; the last waits begin four hours apart, so that a server may be away for a day. */
const STARTS = 7;
const CLOSED_SECONDS = 86_400;
const HOUR_SECONDS = 3_600;

/**
 * Builds the job that fetches one file of a flagged post: takes its turn, checks gate, link and contest as every fetch does, and keeps the bytes when they are what their name and their kind say.
 *
 * The file is safe before its row says so; a worker that is killed leaves a file that nobody names, which the sweep takes away, and a turn that runs out. Nothing that is refused is ever kept.
 */
export function createFetchMedia(deps: FetchMediaDeps) {
  return async function fetchMedia({ mediaId }: { readonly mediaId: string }, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    const { store, actor, log } = deps;
    const turn = await store.as(actor, (tx) => tx.media.claim(mediaId, LEASE_SECONDS));
    if (!turn) return;
    const end = await ending(deps, turn, signal);
    const saved = await store.as(actor, (tx) => {
      if (end.state === "kept") return tx.media.keep(turn, end.kept);
      if (end.state === "refused") return tx.media.refuse(turn, end.reason);
      return end.state === "missed" ? tx.media.miss(turn) : tx.media.postpone(turn, end);
    });
    const reason = end.state === "kept" || end.state === "missed" ? {} : { code: end.reason };
    log.info("media.ended", { mediaId, kind: turn.kind, state: saved ? end.state : "lost", attempt: turn.attempt, ...reason });
  };
}

async function ending(deps: FetchMediaDeps, turn: MediaTurn, signal: AbortSignal): Promise<MediaEnd> {
  const { connectors, blobs, judge, clock } = deps;
  const connector = connectors.find(({ platforms }) => platforms.includes(turn.platform));
  const closed = await whyClosed(deps, turn, connector);
  if (closed !== null || !connector?.fetchMedia)
    return { state: "later", inSeconds: CLOSED_SECONDS, counted: false, reason: closed ?? "no-connector" };
  // Its worker died each time, or the server was away for a day.
  if (turn.attempt > STARTS) return { state: "refused", reason: "gave-up" };
  let kept: { readonly key: string; readonly size: number; readonly mediaType: string } | undefined;
  try {
    const { handle, externalId } = turn.account;
    const fetched = await connector.fetchMedia({
      account: { platform: turn.platform, handle, externalId },
      externalId: turn.externalId,
      versionKey: turn.versionKey,
      kind: turn.kind,
      reference: turn.reference,
      maxBytes: MAX_FETCHED_BYTES,
      now: clock(),
      signal,
      into: async (body) => {
        const { mediaType, bytes } = await checkedBody(body, { judge, kind: turn.kind, expectedSha256: turn.expectedSha256 });
        kept = { ...(await blobs.put(bytes)), mediaType };
      },
    });
    if (fetched === null) return { state: "missed" };
    if (!kept) return { state: "refused", reason: "empty" };
    const { name, version } = connector;
    return {
      state: "kept",
      kept: { blobKey: kept.key, bytes: kept.size, mediaType: kept.mediaType, fetched, connector: { name, version } },
    };
  } catch (error) {
    if (signal.aborted) return { state: "later", inSeconds: 0, counted: false, reason: "stopped" };
    const end = afterMediaFault(error, turn.attempt);
    if (end) return end;
    deps.log.error("media.failed", { mediaId: turn.id, code: codeOf(error) });
    // A full disk is nobody's fault but ours.
    const counted = !(error instanceof DomainError && error.kind === "unavailable");
    return { state: "later", inSeconds: HOUR_SECONDS, counted, reason: "failed" };
  }
}

/** Why nothing may be fetched for the post now, or null. */
async function whyClosed({ store, actor, clock }: FetchMediaDeps, turn: MediaTurn, connector: Connector | undefined): Promise<string | null> {
  if (turn.account.revoked) return "link-revoked";
  if (turn.account.link === "inferred") return "link-inferred";
  if (!connector) return "no-connector";
  if (!connector.gate.open) return "gate-closed";
  const contests = await store.as(actor, (tx) => tx.contests.listLive());
  const watched = contests.some((contest) => isWatched(contest.body as Contest, clock()) && covers(provinceOf(contest.region), turn.region));
  return watched ? null : "no-contest";
}
