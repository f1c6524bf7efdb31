import { type Contest, isWatched } from "@netra/classifier";
import type { Connector, ConnectorError, FetchedPost, OembedCheck } from "@netra/connectors";
import { codeOf, conflict, covers, provinceOf } from "@netra/domain";
import type { Log } from "@netra/queue";
import type { RecheckResult, RecheckTurn, Store } from "@netra/store";

export interface RecheckDeps {
  readonly store: Store;
  readonly actor: Parameters<Store["as"]>[0];
  readonly connectors: readonly Connector[];
  /** Asked where no connector fetches a post. */
  readonly oembed: Pick<OembedCheck, "whyNot" | "exists">;
  readonly clock: () => Date;
  readonly log: Log;
}

/** Posts looked at in one run, which begins every minute: each is a handful of requests to somebody's server. */
const POSTS_A_RUN = 20;
/** Longer than a connector's calls take together. */
const LEASE_SECONDS = 120;
const STARTS = 3;
const AGAIN_SECONDS = 600;
const HOUR_SECONDS = 3_600;

/** What a look came to, or when to look again. `unread`: the platform said only whether the post is there, and nothing of its account. */
type Outcome =
  | { readonly result: RecheckResult; readonly reason?: string; readonly post?: FetchedPost; readonly unread?: true }
  | { readonly againInSeconds: number; readonly counted: boolean; readonly reason: string };

/**
 * Builds the job that looks at flagged posts again: whether they are as they were, changed or gone. Only where the law and a connector allow one post to be asked for. A post is
 * gone after two misses, apart, with its account reachable; one that is private or suspended is unreachable. Where no connector fetches it and the office opened its platform's oEmbed, its
 * address is asked for instead: that tells of no account, so the post is suspected at most. A new version is kept like any other; nothing is closed and no score moves.
 */
export function createRecheckPosts(deps: RecheckDeps) {
  return async function recheckPosts({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    const { store, actor, log } = deps;
    const planned = await store.as(actor, (tx) => tx.rechecks.plan());
    const results: Partial<Record<RecheckResult | "later", number>> = {};
    for (let n = 0; n < POSTS_A_RUN && !signal.aborted; n += 1) {
      const turn = await store.as(actor, (tx) => tx.rechecks.claim(LEASE_SECONDS));
      if (!turn) break;
      const outcome = await lookAt(deps, turn, signal);
      const result = await settle(deps, turn, outcome);
      results[result] = (results[result] ?? 0) + 1;
    }
    if (planned > 0 || Object.keys(results).length > 0) log.info("custody.rechecks", { planned, ...results });
  };
}

async function lookAt(deps: RecheckDeps, turn: RecheckTurn, signal: AbortSignal): Promise<Outcome> {
  const { connectors, log } = deps;
  const connector = connectors.find(({ platforms }) => platforms.includes(turn.platform));
  const reason = await whyNot(deps, turn, connector);
  if (reason !== null) return { result: "not_possible", reason };
  try {
    return connector?.fetchPost ? await fetchOne(deps, { turn, connector, signal }) : await askAddress(deps, turn, signal);
  } catch (error) {
    if (signal.aborted) return { againInSeconds: 0, counted: false, reason: "stopped" };
    if (isFault(error)) return afterFault(error, turn.attempt);
    log.error("custody.recheck-failed", { postId: turn.postId, code: codeOf(error) });
    return again(turn.attempt, "failed");
  }
}

async function fetchOne(
  { clock }: RecheckDeps,
  { turn, connector, signal }: { readonly turn: RecheckTurn; readonly connector: Connector; readonly signal: AbortSignal },
): Promise<Outcome> {
  const { handle, externalId } = turn.account;
  const post = await connector.fetchPost?.({
    account: { platform: turn.platform, handle, externalId },
    externalId: turn.externalId,
    now: clock(),
    signal,
  });
  if (!post) return { result: "missed" };
  return post.externalId === turn.externalId ? { result: "same", post } : { result: "unreachable", reason: "schema-drift" };
}

/** The reason says how it was asked for, whatever was answered. */
async function askAddress({ oembed }: RecheckDeps, turn: RecheckTurn, signal: AbortSignal): Promise<Outcome> {
  const answer = await oembed.exists(turn.url ?? "", { platform: turn.platform, signal });
  if (answer === "closed") return { result: "unreachable", reason: "oembed-closed" };
  return { result: answer === "exists" ? "same" : "missed", reason: "oembed", unread: true };
}

/** Why nobody may or can ask for this post, or null. */
async function whyNot({ store, actor, clock, oembed }: RecheckDeps, turn: RecheckTurn, connector: Connector | undefined): Promise<string | null> {
  if (turn.over) return "flag-over";
  if (turn.account.revoked) return "link-revoked";
  if (turn.account.link === "inferred") return "link-inferred";
  if (connector?.gate.open === false) return "gate-closed";
  if (!connector?.fetchPost) {
    const refusal = oembed.whyNot(turn.url ?? "", turn);
    if (refusal === "platform-closed") return connector ? "not-one-by-one" : "no-connector";
    if (refusal !== null) return turn.url === null ? "no-address" : "address-of-no-post";
  }
  const contests = await store.as(actor, (tx) => tx.contests.listLive());
  const watched = contests.some((contest) => isWatched(contest.body as Contest, clock()) && covers(provinceOf(contest.region), turn.owner.region));
  return watched ? null : "no-contest";
}

/** A fault of the moment is tried again, one of the account is an answer; neither is a deletion. */
function afterFault(fault: ConnectorError, attempt: number): Outcome {
  const reason = fault.code;
  switch (fault.action) {
    case "confirm-gone":
      return { result: "missed", reason };
    case "reset-cursor":
      return { result: "not_possible", reason };
    case "wait":
      return { againInSeconds: fault.retryAfterMs === null ? HOUR_SECONDS : Math.ceil(fault.retryAfterMs / 1_000), counted: false, reason };
    case "retry":
      return again(attempt, reason);
    default:
      return { result: "unreachable", reason };
  }
}

const again = (attempt: number, reason: string): Outcome =>
  attempt >= STARTS ? { result: "unreachable", reason } : { againInSeconds: AGAIN_SECONDS * 2 ** (attempt - 1), counted: true, reason };

/** Writes what was found, in one transaction with the version it brought. Returns what is on record now. */
async function settle(deps: RecheckDeps, turn: RecheckTurn, outcome: Outcome): Promise<RecheckResult | "later"> {
  const { store, actor, connectors, clock } = deps;
  if (!("result" in outcome)) {
    const { againInSeconds: inSeconds, counted, reason } = outcome;
    await store.as(actor, (tx) => tx.rechecks.postpone(turn, { inSeconds, counted, reason }));
    return "later";
  }
  const { post, reason = null } = outcome;
  return store.as(actor, async (tx) => {
    let { result } = outcome;
    let confirm = false;
    const connector = connectors.find(({ platforms }) => platforms.includes(turn.platform));
    if (post && connector) {
      await tx.posts.ensureWeek();
      const arrived = { ...post, platform: turn.platform, origin: "own", byHand: false, seenAt: turn.at } as const;
      const saved = await tx.posts.save(turn.owner, arrived, connector, clock());
      const state = await tx.rechecks.noteChecked(turn);
      // The platform's first own version of a post that a person sent is no edit.
      result = saved && state === "edited" ? "edited" : "same";
    } else if (outcome.unread) {
      if (result === "missed") confirm = await tx.rechecks.noteSuspicion(turn);
      else await tx.rechecks.noteSeen(turn);
    } else if (result === "missed") {
      result = (await tx.rechecks.noteMiss(turn)) === "gone" ? "gone" : "missed";
      confirm = result === "missed";
    }
    if (!(await tx.rechecks.settle(turn, { result, reason, confirm })))
      throw conflict("turn-lost", "Another worker looks at this post now; nothing of this look was saved.");
    return result;
  });
}

/** By name: the class lives with the connectors, whose values this worker is given and does not import. */
const isFault = (error: unknown): error is ConnectorError => error instanceof Error && error.name === "ConnectorError";
