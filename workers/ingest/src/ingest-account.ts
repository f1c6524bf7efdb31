import { type Contest, isWatched } from "@netra/classifier";
import type { Connector, FetchedPage, FetchedPost } from "@netra/connectors";
import { codeOf, covers, DomainError, provinceOf } from "@netra/domain";
import type { Log, Queue } from "@netra/queue";
import type { FetchTurn, Store, Tx } from "@netra/store";
import { afterFault, isFault } from "./after-fault.ts";

export interface IngestDeps {
  readonly store: Store;
  readonly actor: Parameters<Store["as"]>[0];
  readonly queue: Pick<Queue, "enqueue">;
  readonly connectors: readonly Connector[];
  readonly clock: () => Date;
  readonly log: Log;
  /** How often an account is fetched. */
  readonly everySeconds: number;
  /** How long a turn is held without a sign of life; `LEASE_SECONDS` unless given. */
  readonly leaseSeconds?: number;
}

/** Covers the saving of one page; while the platform is awaited it is prolonged. Short, so that a killed worker's account is fetched again well within 30 s. */
const LEASE_SECONDS = 12;
/** How long to leave an account alone that the law or a closed gate keeps us from. */
const CLOSED_SECONDS = 300;
const VERSIONS_PER_JOB = 200;

/**
 * Builds the ingest job: takes an account's turn, checks gate, registration and contest window, and saves page by page, each in one transaction
 * with its cursor. A second worker on the same account gets no turn; a killed one loses at most the page that was not committed.
 */
export function createIngestAccount(deps: IngestDeps) {
  return async function ingestAccount({ accountId }: { readonly accountId: string }, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    const { store, actor, log } = deps;
    const turn = await store.as(actor, (tx) => tx.accounts.claimTurn(accountId, leaseOf(deps)));
    if (!turn) return;
    const connector = deps.connectors.find((candidate) => candidate.platforms.includes(turn.platform));
    const closed = await whyClosed(deps, turn, connector);
    if (closed !== null || !connector) {
      const error = closed ?? "no-connector";
      await store.as(actor, (tx) => tx.accounts.failTurn(turn, { error, retryInSeconds: CLOSED_SECONDS, state: null }));
      log.info("account.not-fetched", { accountId, code: error });
      return;
    }
    try {
      let posts = 0;
      const pages = connector.fetchPosts({ account: turn, cursor: turn.cursor, now: deps.clock(), signal });
      for await (const page of whileHolding(deps, turn, pages)) posts += await savePage(deps, connector, turn, page);
      await store.as(actor, (tx) => tx.accounts.finishTurn(turn, deps.everySeconds));
      log.info("account.fetched", { accountId, connector: connector.name, versions: posts });
    } catch (error) {
      await endTurn(deps, turn, error, signal);
    }
  };
}

const leaseOf = ({ leaseSeconds = LEASE_SECONDS }: Pick<IngestDeps, "leaseSeconds">): number => leaseSeconds;

/** Passes pages on, and keeps the turn while the next one is awaited: a platform may be slow, a dead worker gives no sign. */
async function* whileHolding<T>(deps: IngestDeps, turn: FetchTurn, pages: AsyncIterable<T>): AsyncGenerator<T> {
  const { store, actor } = deps;
  const iterator = pages[Symbol.asyncIterator]();
  // A turn that was lost meanwhile shows when the page is saved.
  const prolong = (): void => void store.as(actor, (tx) => tx.accounts.prolongTurn(turn, leaseOf(deps))).catch(() => undefined);
  try {
    for (;;) {
      const timer = setInterval(prolong, (leaseOf(deps) * 1_000) / 3);
      const next = await iterator.next().finally(() => clearInterval(timer));
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** Ends a turn that did not end well. Throws on what nobody foresaw, for the consumer to log; the account is then due after its interval all the same. */
async function endTurn({ store, actor, log, everySeconds }: IngestDeps, turn: FetchTurn, error: unknown, signal: AbortSignal): Promise<void> {
  const fields = { accountId: turn.id };
  if (error instanceof DomainError && error.code === "turn-lost") return log.info("account.turn-lost", fields);
  if (signal.aborted) {
    await store.as(actor, (tx) => tx.accounts.releaseTurn(turn));
    return log.info("account.given-back", fields);
  }
  if (isFault(error)) {
    const next = afterFault(error, everySeconds);
    await store.as(actor, (tx) => tx.accounts.failTurn(turn, next));
    return log.warn("account.fetch-failed", { ...fields, code: error.code, retryInSeconds: next.retryInSeconds });
  }
  const failure = { error: codeOf(error), retryInSeconds: everySeconds, state: null };
  // When the database is what failed, this fails too, and the lease runs out by itself.
  await store.as(actor, (tx) => tx.accounts.failTurn(turn, failure)).catch(() => undefined);
  throw error;
}

/** Why nothing may be fetched for an account, or null: its platform has no open gate, or no contest watches this day in its province. */
async function whyClosed({ store, actor, clock }: IngestDeps, turn: FetchTurn, connector: Connector | undefined): Promise<string | null> {
  if (!connector) return "no-connector";
  if (!connector.gate.open) return "gate-closed";
  const contests = await store.as(actor, (tx) => tx.contests.listLive());
  const watched = contests.some((contest) => isWatched(contest.body as Contest, clock()) && covers(provinceOf(contest.region), turn.region));
  return watched ? null : "no-contest";
}

/** Saves one page and offers its new versions. What the queue does not take is offered again by the sweep. */
async function savePage(deps: IngestDeps, connector: Connector, turn: FetchTurn, page: FetchedPage): Promise<number> {
  const { store, actor, queue, clock, log } = deps;
  const versionIds = await store.as(actor, async (tx) => {
    await tx.posts.ensureWeek();
    const saved: string[] = [];
    for (const post of page.posts) {
      const version = await savePost(tx, { connector, turn, post, now: clock() });
      if (version) saved.push(version.versionId);
    }
    await tx.posts.markGone(turn.id, page.goneExternalIds);
    for (const item of page.drift) await tx.posts.saveDrift(turn.id, turn.region, connector.name, item);
    if (page.accountExternalId !== undefined) await tx.accounts.saveExternalId(turn, page.accountExternalId);
    await tx.accounts.saveCursor(turn, page.cursor, leaseOf(deps));
    return saved;
  });
  if (page.drift.length > 0) log.warn("connector.drift", { accountId: turn.id, connector: connector.name, items: page.drift.length });
  for (let at = 0; at < versionIds.length; at += VERSIONS_PER_JOB) {
    await queue
      .enqueue("classify", { versionIds: versionIds.slice(at, at + VERSIONS_PER_JOB) })
      .catch(() => log.warn("queue.offer-failed", { accountId: turn.id, versions: versionIds.length }));
  }
  return versionIds.length;
}

/** A post that is on record under another account is kept aside for a person to look at: refusing its page would stop the account for ever. */
async function savePost(
  tx: Tx,
  { connector, turn, post, now }: { connector: Connector; turn: FetchTurn; post: FetchedPost; now: Date },
): Promise<{ versionId: string } | null> {
  try {
    return await tx.posts.save(turn, { ...post, platform: turn.platform, origin: "own", byHand: false }, connector, now);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "post-of-another-account") throw error;
    await tx.posts.saveDrift(turn.id, turn.region, connector.name, { raw: post.raw, reason: error.code });
    return null;
  }
}
